#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "features/Extraction.hpp"
#include "regions.hpp"

namespace fascicle::sanitized {
namespace {

/** The features, or the words that refuse them. */
struct Outcome {
  std::vector<FeatureValue> values;
  std::string refused;

  bool operator==(const Outcome& other) const {
    if (refused != other.refused || values.size() != other.values.size()) return false;
    for (std::size_t v = 0; v < values.size(); ++v) {
      const double a = values[v].value, b = other.values[v].value;
      if (std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b) && !(std::isnan(a) && std::isnan(b))) return false;
    }
    return true;
  }
};

Outcome extract(const Case& one, const ExtractionSettings& settings, unsigned threads, bool withMatrices) {
  Work work(threads, nullptr, {});
  Matrices matrices;
  try {
    return {extractFeatures(one.image.voxels, one.mask.voxels, one.image.grid.size, one.image.grid.spacingMm, settings, work, withMatrices ? &matrices : nullptr), ""};
  } catch (const Refused& refused) {
    return {{}, refused.what()};
  }
}

ExtractionSettings randomSettings(Random& random) {
  ExtractionSettings settings;
  settings.classes = {"shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"};
  settings.minimumRoiDimensions = 1;
  settings.planeAxis = random.between(-1, 2);
  if (settings.planeAxis >= 0 && random.between(0, 2) == 0) settings.classes.insert("shape2D");
  if (random.between(0, 3) == 0) settings.binning.count = random.between(1, 40);
  else settings.binning.width = 0.4 + 5 * random.share();
  settings.binning.singlePrecisionEdges = random.between(0, 3) == 0;
  const std::vector<int> distances[] = {{1}, {1}, {1, 2}, {3}, {12}};
  settings.distances = distances[random.between(0, 4)];
  settings.symmetricalGlcm = random.between(0, 1) == 0;
  settings.gldmA = random.between(0, 2);
  settings.voxelArrayShift = random.between(0, 1) * 2000;
  settings.weightingNorm = static_cast<WeightingNorm>(random.between(0, 4));
  return settings;
}

void expectSame(Checks& checks, const Case& one, const ExtractionSettings& settings, const std::string& what) {
  const Outcome single = extract(one, settings, 1, false), several = extract(one, settings, 4, true);
  checks.expect(single == several, what + ": one thread and several give other values");
  checks.expect(!single.values.empty() || !single.refused.empty(), what + ": neither values nor words");
}

void expectRefused(Checks& checks, const Case& one, const ExtractionSettings& settings, const std::string& what) {
  checks.expect(!extract(one, settings, 3, false).refused.empty(), what + " was not refused");
}

/** As many grey levels as matrices are made of, and more. */
void manyLevels(Checks& checks) {
  Grid grid;
  grid.size = {24, 23, 20};
  Random random(5);
  const Image mask = imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; });
  const Case one{imageOf(grid, ScalarType::float64, [&](auto, auto, auto) { return random.share(); }), mask};
  ExtractionSettings settings;
  settings.classes = {"firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"};
  settings.binning.width = 1.0 / 600;
  expectSame(checks, one, settings, "600 levels");
  settings.binning.width = 1.0 / 60000;
  expectRefused(checks, one, settings, "a co-occurrence matrix of 10,000 levels");
  settings.classes = {"firstorder", "gldm", "glszm"};
  expectSame(checks, one, settings, "10,000 levels");
  settings.binning.width = 1e-6;
  expectRefused(checks, one, settings, "a million bins");
  settings.binning.count = 65536;
  expectRefused(checks, one, settings, "65,536 bins");
}

void unusable(Checks& checks) {
  Grid grid;
  grid.size = {5, 4, 3};
  ExtractionSettings settings;
  settings.classes = {"shape", "firstorder", "glcm"};
  const Image whole = imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; });
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    expectRefused(checks, {imageOf(grid, ScalarType::float64, [value](auto i, auto, auto) { return i == 4 ? value : 1; }), whole}, settings, "a value that is not finite");
  }
  const Image image = imageOf(grid, ScalarType::int16, [](auto i, auto j, auto k) { return i + j * k; });
  for (const ScalarType type : scalarTypes) {
    expectRefused(checks, {image, imageOf(grid, type, [](auto, auto, auto) { return 0; })}, settings, "an empty mask");
    expectRefused(checks, {image, imageOf(grid, type, [](auto i, auto j, auto) { return 2 + i + j; })}, settings, "a mask of other labels");
  }
  const Image strange = imageOf(grid, ScalarType::float64, [](auto i, auto, auto) {
    return i == 0 ? std::numeric_limits<double>::quiet_NaN() : i == 1 ? 1e300 : i == 2 ? -1e300 : i == 3 ? std::numeric_limits<double>::infinity() : 0.5;
  });
  expectRefused(checks, {image, strange}, settings, "a mask of no labels");
  settings.label = 4294967295u;
  expectRefused(checks, {image, whole}, settings, "the largest label");
}

}  // namespace

void extraction(Checks& checks) {
  Random random(1);
  for (int run = 0; run < 120; ++run) expectSame(checks, randomCase(random), randomSettings(random), "random region " + std::to_string(run));
  int number = 0;
  for (const Case& one : degenerateCases(random)) {
    for (int run = 0; run < 3; ++run) expectSame(checks, one, randomSettings(random), "degenerate region " + std::to_string(number));
    ++number;
  }
  manyLevels(checks);
  unusable(checks);
}

}  // namespace fascicle::sanitized
