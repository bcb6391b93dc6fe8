#include <limits>

#include "requests.hpp"

namespace fascicle::sanitized {
namespace {

/** As many grey levels as matrices are made of, and more. */
void manyLevels(Checks& checks) {
  Grid grid;
  grid.size = {24, 23, 20};
  Random random(5);
  const Image mask = imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; });
  const Case one{imageOf(grid, ScalarType::float64, [&](auto, auto, auto) { return random.share(); }), mask};
  const auto binnedBy = [&](double width, const FeatureClasses& classes) {
    ImageTypeRequest imageType;
    imageType.texture.binning.width = width;
    Request request = requestOf(one, imageType);
    request.classes = classes;
    return request;
  };
  expectSame(checks, binnedBy(1.0 / 600, allClasses()), "600 levels");
  expectRefused(checks, binnedBy(1.0 / 60000, {"glcm"}), "a co-occurrence matrix of 10,000 levels");
  expectSame(checks, binnedBy(1.0 / 60000, {"firstorder", "gldm", "glszm"}), "10,000 levels");
  expectRefused(checks, binnedBy(1e-6, {"firstorder"}), "a million bins");
  Request request = binnedBy(1, {"firstorder"});
  request.imageTypes[0].texture.binning.count = 65536;
  expectRefused(checks, request, "65,536 bins");
}

/** Intensities that no bin of that width can hold, or whose edges fall together. */
void tooLargeForBins(Checks& checks) {
  Grid grid;
  grid.size = {4, 3, 2};
  const Image mask = imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; });
  struct Unbinnable {
    double from, step, width;
    int count;
    ScalarType type;
  };
  const Unbinnable all[] = {
      {1e20, 0, 25, 0, ScalarType::float64}, {1e20, 0, 25, 0, ScalarType::float32}, {-1e20, 0, 25, 0, ScalarType::float64},
      {3.4e38, 0, 25, 0, ScalarType::float32}, {7, 0, 1e-18, 0, ScalarType::float64}, {7, 0, 1e-18, 0, ScalarType::int16},
      {1.7e308, 0, 25, 0, ScalarType::float64}, {1.7e308, 0, 1e308, 0, ScalarType::float64}, {-1.7e308, 0, 1e308, 0, ScalarType::float64},
      {-1.7e308, 1.13e308, 1e307, 0, ScalarType::float64}, {9007199254740992, 0, 0.9, 0, ScalarType::float64},
      {1e20, 0, 0, 32, ScalarType::float64}, {1e8, 0, 0, 32, ScalarType::float32}, {-1.7e308, 1.13e308, 0, 32, ScalarType::float64},
      {0, 5e-324, 0, 32, ScalarType::float64}, {1e17, 16, 0, 65535, ScalarType::float64},
  };
  for (const Unbinnable& one : all) {
    for (const char* featureClass : {"firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"}) {
      ImageTypeRequest imageType;
      if (one.count > 0) imageType.texture.binning.count = one.count;
      else imageType.texture.binning.width = one.width;
      Request request = requestOf({imageOf(grid, one.type, [&](auto i, auto, auto) { return one.from + static_cast<double>(i) * one.step; }), mask}, imageType);
      request.classes = {featureClass};
      expectRefused(checks, request, "intensities from " + std::to_string(one.from) + " under bin width " + std::to_string(one.width));
    }
  }
}

void unusable(Checks& checks) {
  Grid grid;
  grid.size = {5, 4, 3};
  const auto refuses = [&checks](const Image& image, const Image& mask, std::uint32_t label, const char* what) {
    Request request = requestOf({image, mask}, {});
    request.labels = {label};
    expectRefused(checks, request, what);
  };
  const Image whole = imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; });
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    refuses(imageOf(grid, ScalarType::float64, [value](auto i, auto, auto) { return i == 4 ? value : 1; }), whole, 1, "a value that is not finite");
  }
  const Image image = imageOf(grid, ScalarType::int16, [](auto i, auto j, auto k) { return i + j * k; });
  for (const ScalarType type : scalarTypes) {
    refuses(image, imageOf(grid, type, [](auto, auto, auto) { return 0; }), 1, "an empty mask");
    refuses(image, imageOf(grid, type, [](auto i, auto j, auto) { return 2 + i + j; }), 1, "a mask of other labels");
  }
  const Image strange = imageOf(grid, ScalarType::float64, [](auto i, auto, auto) {
    return i == 0 ? std::numeric_limits<double>::quiet_NaN() : i == 1 ? 1e300 : i == 2 ? -1e300 : i == 3 ? std::numeric_limits<double>::infinity() : 0.5;
  });
  refuses(image, strange, 1, "a mask of no labels");
  refuses(image, whole, 4294967295u, "the largest label");
}

}  // namespace

void extraction(Checks& checks) {
  Random random(1);
  for (int run = 0; run < 100; ++run) {
    Request request = requestOf(randomCase(random), original(randomTexture(random)));
    if (random.between(0, 4) == 0) request.classes.insert("shape2D");
    expectSame(checks, request, "random region " + std::to_string(run));
  }
  int number = 0;
  for (const Case& one : degenerateCases(random)) {
    for (int run = 0; run < 3; ++run) {
      Request request = requestOf(one, original(randomTexture(random)));
      if (random.between(0, 2) == 0) request.classes = {"shape2D", "shape"};
      expectSame(checks, request, "degenerate region " + std::to_string(number));
    }
    ++number;
  }
  manyLevels(checks);
  tooLargeForBins(checks);
  unusable(checks);
}

}  // namespace fascicle::sanitized
