// The directions and distances at which voxels are neighbours.
#pragma once

#include <cstdint>
#include <vector>

#include "image/Levels.hpp"

namespace fascicle {

/** A step from a voxel to a neighbour: columns, rows, slices. */
struct Offset {
  std::int32_t columns = 0, rows = 0, slices = 0;
  std::int64_t in(const Levels& levels) const { return columns + rows * levels.rowStride + slices * levels.sliceStride; }
};

/** Neighbours in a plane only: the array axis left out, 0 slices (z), 1 rows (y), 2 columns (x); -1 where neighbours are looked for in 3D. */
using PlaneAxis = int;

/**
 * One of each pair of opposite steps whose Chebyshev length is one of `distances`: for distance 1, 13 in 3D and 4 in a plane.
 */
std::vector<Offset> halfOffsets(const std::vector<int>& distances, PlaneAxis planeAxis);

/** Both steps of every pair. */
std::vector<Offset> allOffsets(const std::vector<int>& distances, PlaneAxis planeAxis);

}  // namespace fascicle
