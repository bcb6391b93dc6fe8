// Which voxels along one axis a position between voxels is computed from.
#pragma once

#include "image/Image.hpp"

namespace fascicle {

enum class Interpolator { nearestNeighbor, linear, bspline };

/**
 * The voxels along one axis that a position lies between, and how much each of them counts. Cubic spline: four; linear: the first two,
 * weight[1] being the distance from the first; nearest neighbour: the first.
 */
struct Taps {
  std::array<std::int32_t, 4> index{};
  std::array<double, 4> weight{};
  bool inside = false;
};

/** For a position, as an index between voxels, on an axis of `length` voxels. Outside, the taps are those of the end, and `inside` is false. */
Taps tapsOf(Interpolator interpolator, double position, std::int64_t length);

}  // namespace fascicle
