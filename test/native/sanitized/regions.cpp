#include "regions.hpp"

#include <cmath>

namespace fascicle::sanitized {
namespace {

template <class Scalar>
Image typedImage(const Grid& grid, const std::function<double(std::int64_t, std::int64_t, std::int64_t)>& value) {
  NewImage<Scalar> made = makeImage<Scalar>(grid);
  for (std::int64_t k = 0; k < grid.size[2]; ++k) {
    for (std::int64_t j = 0; j < grid.size[1]; ++j) {
      for (std::int64_t i = 0; i < grid.size[0]; ++i) made.data[i + grid.size[0] * (j + grid.size[1] * k)] = static_cast<Scalar>(value(i, j, k));
    }
  }
  return made.image;
}

Grid gridOf(Random& random, int largestSide) {
  Grid grid;
  for (int axis = 0; axis < 3; ++axis) {
    grid.size[axis] = random.between(1, largestSide);
    grid.spacingMm[axis] = 0.3 + 4 * random.share();
  }
  return grid;
}

Image noise(Random& random, const Grid& grid, ScalarType type) {
  const int levels = random.between(1, 30);
  const double step = random.between(0, 3) == 0 ? 7 : 1;  // empty levels between
  return imageOf(grid, type, [&](auto, auto, auto) { return step * random.between(0, levels); });
}

}  // namespace

Image imageOf(const Grid& grid, ScalarType type, const std::function<double(std::int64_t, std::int64_t, std::int64_t)>& value) {
  switch (type) {
    case ScalarType::int8: return typedImage<std::int8_t>(grid, [&](auto i, auto j, auto k) { return std::fmod(value(i, j, k), 128); });
    case ScalarType::uint8: return typedImage<std::uint8_t>(grid, [&](auto i, auto j, auto k) { return std::fmod(value(i, j, k), 256); });
    case ScalarType::int16: return typedImage<std::int16_t>(grid, value);
    case ScalarType::uint16: return typedImage<std::uint16_t>(grid, value);
    case ScalarType::int32: return typedImage<std::int32_t>(grid, value);
    case ScalarType::uint32: return typedImage<std::uint32_t>(grid, value);
    case ScalarType::float32: return typedImage<float>(grid, value);
    case ScalarType::float64: return typedImage<double>(grid, value);
  }
  return {};
}

Case randomCase(Random& random) {
  const Grid grid = gridOf(random, 9);
  const double density = 0.05 + 0.95 * random.share();
  const ScalarType imageType = scalarTypes[random.between(0, 7)], maskType = scalarTypes[random.between(0, 7)];
  return {noise(random, grid, imageType), imageOf(grid, maskType, [&](auto, auto, auto) { return random.share() < density ? 1 : 0; })};
}

std::vector<Case> degenerateCases(Random& random) {
  Grid grid;
  grid.size = {8, 7, 6};
  grid.spacingMm = {0.8, 1.1, 3};
  using Inside = std::function<bool(std::int64_t, std::int64_t, std::int64_t)>;
  const Inside masks[] = {
      [](auto i, auto j, auto k) { return i == 0 && j == 0 && k == 0; },           // one voxel in a corner
      [](auto i, auto j, auto k) { return i == 7 && j == 6 && k == 5; },           // and in the opposite one
      [](auto, auto j, auto k) { return j == 0 && k == 0; },                       // lines along the border
      [](auto i, auto, auto k) { return i == 7 && k == 5; },
      [](auto i, auto j, auto) { return i == 7 && j == 0; },
      [](auto i, auto j, auto k) { return i == j && j == k; },                     // a diagonal
      [](auto i, auto, auto) { return i == 0; },                                   // planes at the border
      [](auto, auto j, auto) { return j == 6; },
      [](auto, auto, auto k) { return k == 5; },
      [](auto i, auto j, auto k) { return i == 7 - j && k == 2; },                 // a line across a slice
      [](auto i, auto j, auto k) { return (i + j + k) % 2 == 0; },                 // a chessboard
      [](auto i, auto j, auto k) { return i % 3 == 0 && j % 3 == 0 && k % 3 == 0; },  // voxels without neighbours
      [](auto i, auto, auto) { return i < 2 || i > 5; },                           // two pieces
      [](auto i, auto j, auto k) { return (i == 0 || i == 7) && (j == 0 || j == 6) && (k == 0 || k == 5); },  // the corners alone
      [](auto i, auto j, auto k) { return !(i == 3 && j == 3 && k == 3); },        // a hole
      [](auto, auto, auto) { return true; },                                       // everything
  };
  std::vector<Case> cases;
  for (const Inside& inside : masks) {
    const Image mask = imageOf(grid, scalarTypes[random.between(0, 7)], [&](auto i, auto j, auto k) { return inside(i, j, k) ? 1 : 0; });
    cases.push_back({noise(random, grid, scalarTypes[random.between(0, 7)]), mask});
    cases.push_back({imageOf(grid, ScalarType::int16, [](auto, auto, auto) { return 42; }), mask});  // flat
  }
  return cases;
}

}  // namespace fascicle::sanitized
