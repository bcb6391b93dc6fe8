// Every step before the features and every image type, on images and regions of any size.
#include "regions.hpp"

namespace fascicle::sanitized {
namespace {

constexpr ImageType imageTypes[] = {ImageType::laplacianOfGaussian, ImageType::wavelet, ImageType::square, ImageType::squareRoot, ImageType::logarithm,
                                    ImageType::exponential, ImageType::gradient, ImageType::localBinaryPattern2D, ImageType::localBinaryPattern3D};

ImageTypeRequest randomImageType(Random& random, ImageType type) {
  ImageTypeRequest request;
  request.type = type;
  request.texture.binning.count = random.between(4, 40);
  request.texture.planeAxis = random.between(-1, 2);
  request.sigmas = {{0.3 + 4 * random.share(), "log-sigma-a-mm-3D"}, {0.3 + 4 * random.share(), "log-sigma-b-mm-3D"}};
  const std::vector<std::string> names = waveletNames();
  request.wavelet = {names[random.between(0, static_cast<int>(names.size()) - 1)], random.between(0, 1), random.between(1, 2), request.texture.planeAxis};
  request.gradientUseSpacing = random.between(0, 1) == 0;
  request.localBinaryPattern2D = {0.5 + 3 * random.share(), random.between(1, 20), static_cast<Lbp2DMethod>(random.between(0, 3)), random.between(0, 2)};
  request.localBinaryPattern3D = {random.between(1, 3), 0.5 + 2 * random.share(), random.between(0, 1)};
  return request;
}

Preprocessing randomSteps(Random& random) {
  Preprocessing steps;
  steps.minimumRoiDimensions = 1;
  steps.padDistance = random.between(0, 6);
  steps.preCrop = random.between(0, 2) == 0;
  if (random.between(0, 2) == 0) {
    steps.normalisation.emplace();
    steps.normalisation->scale = 1 + 99 * random.share();
    if (random.between(0, 1) == 0) steps.normalisation->removeOutliers = 0.5 + 2 * random.share();
  }
  if (random.between(0, 1) == 0) {
    steps.resampling.emplace();
    for (double& spacing : steps.resampling->spacingMm) spacing = random.between(0, 4) == 0 ? 0 : 0.4 + 3 * random.share();
    steps.resampling->interpolator = static_cast<Interpolator>(random.between(0, 2));
  }
  if (random.between(0, 2) == 0) {
    steps.resegmentation.emplace();
    steps.resegmentation->mode = static_cast<ResegmentMode>(random.between(0, 2));
    steps.resegmentation->range = {-0.5 + random.share()};
    if (random.between(0, 1) == 0) steps.resegmentation->range.push_back(3 * random.share());
    steps.resegmentation->shape = random.between(0, 1) == 0;
  }
  return steps;
}

void expectSame(Checks& checks, const Request& request, const std::string& what) {
  Request with = request;
  with.withDiagnostics = true;
  with.withImages = true;
  const Outcome single = outcomeOf(request, 1);
  checks.expect(single == outcomeOf(with, 4), what + ": one thread and several give other values");
  checks.expect(!single.values.empty() || !single.refused.empty(), what + ": neither values nor words");
}

Request randomRequest(const Case& one, Random& random) {
  Request request = requestOf(one);
  request.classes = {"shape", "firstorder", "glcm"};
  request.preprocessing = randomSteps(random);
  request.imageTypes.front().texture.binning.count = 8;
  for (const ImageType type : imageTypes) {
    if (random.between(0, 2) == 0) request.imageTypes.push_back(randomImageType(random, type));
  }
  return request;
}

}  // namespace

void steps(Checks& checks) {
  Random random(17);
  for (int run = 0; run < 80; ++run) {
    const Case one = randomCase(random);
    Request request = randomRequest(one, random);
    if (random.between(0, 2) == 0) request.labels = {1, 2, 3, 1000};
    if (random.between(0, 3) == 0) {
      // The mask on a grid of its own, a little beside the image's.
      request.resampleMask = true;
      for (double& position : request.mask.grid.originMm) position += 0.6 * random.share() - 0.3;
    }
    expectSame(checks, request, "steps of random region " + std::to_string(run));
  }
  int number = 0;
  for (const Case& one : degenerateCases(random)) expectSame(checks, randomRequest(one, random), "steps of degenerate region " + std::to_string(number++));
}

}  // namespace fascicle::sanitized
