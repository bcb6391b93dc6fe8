#include "preprocess/SplineLattice.hpp"

#include <algorithm>
#include <cmath>

namespace fascicle {
namespace {

/** So far, in voxels, the last voxel is moved inside (BSplineScatteredDataPointSetToImageFilter's BSplineEpsilon). */
constexpr double insideBy = 1e-3;

SplineLattice refinedAlong(const SplineLattice& lattice, int axis) {
  if (lattice.size[axis] < 4) return lattice;
  Index3 size = lattice.size;
  size[axis] = 2 * (lattice.size[axis] - 3) + 3;
  SplineLattice result(size);
  for (std::int64_t z = 0; z < size[2]; ++z) {
    for (std::int64_t y = 0; y < size[1]; ++y) {
      for (std::int64_t x = 0; x < size[0]; ++x) {
        Index3 at{x, y, z};
        const bool isOdd = at[axis] % 2 != 0;
        at[axis] /= 2;
        const auto point = [&](std::int64_t step) {
          Index3 moved = at;
          moved[axis] += step;
          return lattice.points[lattice.index(moved[0], moved[1], moved[2])];
        };
        result.points[result.index(x, y, z)] = isOdd ? (point(0) + 6 * point(1) + point(2)) / 8 : (point(0) + point(1)) / 2;
      }
    }
  }
  return result;
}

}  // namespace

std::vector<SplineTap> splineTaps(std::int64_t voxels, std::int64_t controlPoints) {
  std::vector<SplineTap> taps(static_cast<std::size_t>(voxels));
  if (voxels < 2 || controlPoints < 4) return taps;
  const auto spans = static_cast<double>(controlPoints - 3);
  const double step = spans / static_cast<double>(voxels - 1);
  for (std::int64_t v = 0; v < voxels; ++v) {
    const double place = std::min(static_cast<double>(v) * step, spans - insideBy * step);
    const double whole = std::floor(place), part = place - whole, rest = 1 - part;
    SplineTap& tap = taps[static_cast<std::size_t>(v)];
    tap.first = static_cast<std::int32_t>(whole);
    tap.weights = {rest * rest * rest / 6, (3 * part * part * part - 6 * part * part + 4) / 6,
                   (3 * rest * rest * rest - 6 * rest * rest + 4) / 6, part * part * part / 6};
  }
  return taps;
}

SplineLattice refined(const SplineLattice& lattice) { return refinedAlong(refinedAlong(refinedAlong(lattice, 0), 1), 2); }

void coefficientsOfRow(const SplineLattice& lattice, const SplineTap& y, const SplineTap& z, std::vector<double>& coefficients) {
  coefficients.assign(static_cast<std::size_t>(lattice.size[0]) + 3, 0.0);  // so that four of any voxel are there
  for (int dz = 0; dz < 4; ++dz) {
    if (z.weights[dz] == 0) continue;
    for (int dy = 0; dy < 4; ++dy) {
      const double weight = z.weights[dz] * y.weights[dy];
      if (weight == 0) continue;
      const double* const row = lattice.points.data() + lattice.index(0, y.first + dy, z.first + dz);
      for (std::int64_t x = 0; x < lattice.size[0]; ++x) coefficients[static_cast<std::size_t>(x)] += weight * row[x];
    }
  }
}

}  // namespace fascicle
