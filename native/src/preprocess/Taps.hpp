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

/** True where a position on an axis of `length` voxels lies within them, half a voxel beyond the outermost centres. */
inline bool liesInside(double position, std::int64_t length) { return position >= -0.5 && position < static_cast<double>(length) - 0.5; }

/** For a position, as an index between voxels, on an axis of `length` voxels. Outside, the taps are those of the end, and `inside` is false. */
Taps tapsOf(Interpolator interpolator, double position, std::int64_t length);

}  // namespace fascicle
