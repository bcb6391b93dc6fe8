#include "requests.hpp"

namespace fascicle::sanitized {
namespace {

ImageTypeRequest anyOf(Random& random, ImageType type) {
  ImageTypeRequest request;
  request.type = type;
  request.texture = randomTexture(random);
  request.texture.binning.count = random.between(2, 20);  // whatever the range that a filter gives
  request.sigmas = {{0.5 + 3 * random.share(), "log-sigma-1"}, {1, "log-sigma-2"}};
  const std::vector<std::string> wavelets = waveletNames();
  request.wavelet.wavelet = wavelets[static_cast<std::size_t>(random.between(0, static_cast<int>(wavelets.size()) - 1))];
  request.wavelet.startLevel = random.between(0, 1);
  request.wavelet.levels = random.between(1, 2);
  request.wavelet.planeAxis = random.between(-1, 2);
  request.gradientUseSpacing = random.between(0, 1) == 0;
  request.localBinaryPattern2D = {0.5 + 2 * random.share(), random.between(1, 12), static_cast<Lbp2DMethod>(random.between(0, 3)), random.between(0, 2)};
  request.localBinaryPattern3D = {random.between(1, 3), 0.5 + 2 * random.share(), random.between(0, 1)};
  return request;
}

}  // namespace

void imageTypes(Checks& checks) {
  Random random(11);
  for (int type = 0; type <= static_cast<int>(ImageType::localBinaryPattern3D); ++type) {
    for (int run = 0; run < 8; ++run) {
      Request request = requestOf(randomCase(random), anyOf(random, static_cast<ImageType>(type)));
      request.classes = {"firstorder", "glszm"};
      expectSame(checks, request, "image type " + std::to_string(type) + " of random region " + std::to_string(run));
    }
  }
  for (const Case& one : degenerateCases(random)) {
    Request request = requestOf(one, anyOf(random, static_cast<ImageType>(random.between(1, 9))));
    request.classes = {"firstorder", "glszm"};
    expectSame(checks, request, "an image type of a degenerate region");
  }
}

}  // namespace fascicle::sanitized
