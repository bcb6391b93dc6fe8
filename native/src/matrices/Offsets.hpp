// The directions and distances at which voxels are neighbours.
#pragma once

#include <cstdint>
#include <vector>

#include "region/Levels.hpp"

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

/** The steps that stay within a box of this size: the others lead from no voxel to another. */
std::vector<Offset> offsetsWithin(std::vector<Offset> offsets, const Index3& size);

/** Throws Refused where a voxel would have more neighbours than are counted in 16 bits. */
void refuseTooManyNeighbours(const std::vector<Offset>& neighbours);

/** Throws Refused where a table of so many grey levels by so many sizes or neighbours would take more memory than a workstation has to spare. */
void refuseLargeTable(std::int64_t levels, std::size_t columns, const char* settings);

}  // namespace fascicle
