#include "requests.hpp"

namespace fascicle::sanitized {
namespace {

Preprocessing anyPreprocessing(Random& random) {
  Preprocessing steps;
  steps.minimumRoiDimensions = 1;
  if (random.between(0, 1) == 0) {
    steps.normalisation = Normalisation{100, random.between(0, 1) == 0 ? std::optional<double>(1.5) : std::nullopt};
  }
  if (random.between(0, 1) == 0) {
    steps.resampling = Resampling{};
    for (double& spacing : steps.resampling->spacingMm) spacing = random.between(0, 3) == 0 ? 0 : 0.5 + 4 * random.share();
    steps.resampling->interpolator = static_cast<Interpolator>(random.between(0, 2));
  }
  steps.preCrop = random.between(0, 1) == 0;
  steps.padDistance = random.between(0, 6);
  if (random.between(0, 1) == 0) {
    const double low = 5 * random.share() - 3;
    steps.resegmentation = Resegmentation{random.between(0, 1) == 0 ? std::vector<double>{low} : std::vector<double>{low, low + 4},
                                          static_cast<ResegmentMode>(random.between(0, 2)), random.between(0, 1) == 0};
  }
  return steps;
}

}  // namespace

void preprocessing(Checks& checks) {
  Random random(13);
  for (int run = 0; run < 100; ++run) {
    const bool filtered = random.between(0, 3) == 0;
    ImageTypeRequest imageType;
    imageType.type = filtered ? ImageType::gradient : ImageType::original;
    imageType.texture.binning.count = 8;
    Request request = requestOf(randomCase(random), imageType);
    request.preprocessing = anyPreprocessing(random);
    if (random.between(0, 2) == 0) request.labels = {1, 2, 3, 1000};
    if (random.between(0, 3) == 0) {
      // A mask on another grid, which lies in the image's or not.
      request.mask.grid.originMm = {random.share() - 0.5, random.share(), 0.3 * random.share()};
      request.resampleMask = true;
    }
    expectSame(checks, request, "steps before random region " + std::to_string(run));
  }
}

}  // namespace fascicle::sanitized
