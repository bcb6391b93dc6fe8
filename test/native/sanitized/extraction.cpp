#include <limits>

#include "regions.hpp"

namespace fascicle::sanitized {
namespace {

TextureSettings randomTexture(Random& random) {
  TextureSettings settings;
  settings.planeAxis = random.between(-1, 2);
  if (random.between(0, 3) == 0) settings.binning.count = random.between(1, 40);
  else settings.binning.width = 0.4 + 5 * random.share();
  const std::vector<int> distances[] = {{1}, {1}, {1, 2}, {3}, {12}};
  settings.distances = distances[random.between(0, 4)];
  settings.symmetricalGlcm = random.between(0, 1) == 0;
  settings.gldmA = random.between(0, 2);
  settings.voxelArrayShift = random.between(0, 1) * 2000;
  settings.weightingNorm = static_cast<WeightingNorm>(random.between(0, 4));
  return settings;
}

Request randomRequest(const Case& one, Random& random) {
  Request request = requestOf(one);
  request.imageTypes.front().texture = randomTexture(random);
  request.shapePlaneAxis = request.imageTypes.front().texture.planeAxis;
  if (request.shapePlaneAxis >= 0 && random.between(0, 2) == 0) request.classes.insert("shape2D");
  return request;
}

void expectSame(Checks& checks, const Request& request, const std::string& what) {
  Request with = request;
  with.withMatrices = true;
  with.withDiagnostics = true;
  const Outcome single = outcomeOf(request, 1);
  checks.expect(single == outcomeOf(with, 4), what + ": one thread and several give other values");
  checks.expect(!single.values.empty() || !single.refused.empty(), what + ": neither values nor words");
}

void expectRefused(Checks& checks, const Request& request, const std::string& what) {
  checks.expect(!outcomeOf(request, 3).refused.empty(), what + " was not refused");
}

/** As many grey levels as matrices are made of, and more. */
void manyLevels(Checks& checks) {
  Grid grid;
  grid.size = {24, 23, 20};
  Random random(5);
  const Image mask = imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; });
  const Case one{imageOf(grid, ScalarType::float64, [&](auto, auto, auto) { return random.share(); }), mask};
  Request request = requestOf(one);
  Binning& binning = request.imageTypes.front().texture.binning;
  binning.width = 1.0 / 600;
  expectSame(checks, request, "600 levels");
  binning.width = 1.0 / 60000;
  expectRefused(checks, request, "a co-occurrence matrix of 10,000 levels");
  request.classes = {"firstorder", "gldm", "glszm"};
  expectSame(checks, request, "10,000 levels");
  binning.width = 1e-6;
  expectRefused(checks, request, "a million bins");
  binning.count = 65536;
  expectRefused(checks, request, "65,536 bins");
}

void unusable(Checks& checks) {
  Grid grid;
  grid.size = {5, 4, 3};
  const Image whole = imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; });
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    expectRefused(checks, requestOf({imageOf(grid, ScalarType::float64, [value](auto i, auto, auto) { return i == 4 ? value : 1; }), whole}), "a value that is not finite");
  }
  const Image image = imageOf(grid, ScalarType::int16, [](auto i, auto j, auto k) { return i + j * k; });
  for (const ScalarType type : scalarTypes) {
    expectRefused(checks, requestOf({image, imageOf(grid, type, [](auto, auto, auto) { return 0; })}), "an empty mask");
    expectRefused(checks, requestOf({image, imageOf(grid, type, [](auto i, auto j, auto) { return 2 + i + j; })}), "a mask of other labels");
  }
  const Image strange = imageOf(grid, ScalarType::float64, [](auto i, auto, auto) {
    return i == 0 ? std::numeric_limits<double>::quiet_NaN() : i == 1 ? 1e300 : i == 2 ? -1e300 : i == 3 ? std::numeric_limits<double>::infinity() : 0.5;
  });
  expectRefused(checks, requestOf({image, strange}), "a mask of no labels");
  Request largest = requestOf({image, whole});
  largest.labels = {4294967295u};
  expectRefused(checks, largest, "the largest label");
}

}  // namespace

void extraction(Checks& checks) {
  Random random(1);
  for (int run = 0; run < 120; ++run) {
    const Case one = randomCase(random);
    expectSame(checks, randomRequest(one, random), "random region " + std::to_string(run));
  }
  int number = 0;
  for (const Case& one : degenerateCases(random)) {
    for (int run = 0; run < 3; ++run) expectSame(checks, randomRequest(one, random), "degenerate region " + std::to_string(number));
    ++number;
  }
  manyLevels(checks);
  unusable(checks);
}

}  // namespace fascicle::sanitized
