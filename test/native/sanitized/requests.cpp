#include "requests.hpp"

#include <cmath>

namespace fascicle::sanitized {
namespace {

/** Names, values and words, one after the other; the bits of a value, as two NaN are not equal. */
struct Answer {
  std::string refused;
  std::vector<std::string> words;
  std::vector<double> values;

  void take(const std::vector<FeatureValue>& features) {
    for (const FeatureValue& feature : features) {
      words.push_back(std::string(feature.featureClass) + " " + feature.name);
      values.push_back(feature.value);
    }
  }
  bool operator==(const Answer& other) const {
    if (refused != other.refused || words != other.words || values.size() != other.values.size()) return false;
    for (std::size_t v = 0; v < values.size(); ++v) {
      if (values[v] != other.values[v] && !(std::isnan(values[v]) && std::isnan(other.values[v]))) return false;
    }
    return true;
  }
};

Answer answerTo(Request request, unsigned threads) {
  Work work(threads, nullptr, {});
  Answer answer;
  // Whatever else can be answered is looked at as well.
  request.withDiagnostics = request.withMatrices = request.withImages = threads > 1;
  try {
    for (const LabelResult& result : extract(request, work)) {
      answer.refused += result.refused;
      answer.take(result.shape);
      answer.words.insert(answer.words.end(), result.warnings.begin(), result.warnings.end());
      for (const ImageResult& image : result.images) {
        if (!image.values.empty()) answer.words.push_back(image.name);
        answer.take(image.values);
      }
    }
  } catch (const Refused& refused) {
    answer.refused = refused.what();
  }
  return answer;
}

}  // namespace

FeatureClasses allClasses() { return {"shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"}; }

TextureSettings randomTexture(Random& random) {
  TextureSettings texture;
  texture.planeAxis = random.between(-1, 2);
  if (random.between(0, 3) == 0) texture.binning.count = random.between(1, 40);
  else texture.binning.width = 0.4 + 5 * random.share();
  texture.binning.singlePrecisionEdges = random.between(0, 3) == 0;
  const std::vector<int> distances[] = {{1}, {1}, {1, 2}, {3}, {12}};
  texture.distances = distances[random.between(0, 4)];
  texture.symmetricalGlcm = random.between(0, 1) == 0;
  texture.gldmA = random.between(0, 2);
  texture.voxelArrayShift = random.between(0, 1) * 2000;
  texture.weightingNorm = static_cast<WeightingNorm>(random.between(0, 4));
  return texture;
}

ImageTypeRequest original(const TextureSettings& texture) {
  ImageTypeRequest imageType;
  imageType.texture = texture;
  return imageType;
}

Request requestOf(const Case& one, ImageTypeRequest imageType) {
  Request request;
  request.image = one.image;
  request.mask = one.mask;
  request.labels = {1};
  request.preprocessing.minimumRoiDimensions = 1;
  request.classes = allClasses();
  request.shapePlaneAxis = imageType.texture.planeAxis;
  request.imageTypes = {std::move(imageType)};
  return request;
}

std::string expectSame(Checks& checks, const Request& request, const std::string& what) {
  const Answer single = answerTo(request, 1), several = answerTo(request, 4);
  checks.expect(single == several, what + ": one thread and several answer differently");
  checks.expect(!single.words.empty() || !single.refused.empty(), what + ": neither values nor words");
  return single.refused;
}

void expectRefused(Checks& checks, const Request& request, const std::string& what) {
  checks.expect(!answerTo(request, 3).refused.empty(), what + " was not refused");
}

}  // namespace fascicle::sanitized
