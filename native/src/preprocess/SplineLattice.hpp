// A cubic B-spline over a regular grid, as a lattice of control points.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "image/Image.hpp"

namespace fascicle {

/** The four control points that reach a voxel along an axis, and their weights; one point of weight 1 where the axis has no spans. */
struct SplineTap {
  std::int32_t first = 0;
  std::array<double, 4> weights{1, 0, 0, 0};
};

/** Control points of a uniform cubic B-spline: the grid's first voxel is at parameter 0, its last one at the number of spans. */
struct SplineLattice {
  Index3 size{1, 1, 1};
  std::vector<double> points;

  explicit SplineLattice(const Index3& points3)
      : size(points3), points(static_cast<std::size_t>(points3[0] * points3[1] * points3[2]), 0.0) {}

  std::size_t index(std::int64_t x, std::int64_t y, std::int64_t z) const {
    return static_cast<std::size_t>((z * size[1] + y) * size[0] + x);
  }
};

/** Of each voxel of an axis of `voxels` voxels and `controlPoints` control points; as ITK, the last voxel lies a thousandth of a voxel
 * inside. */
std::vector<SplineTap> splineTaps(std::int64_t voxels, std::int64_t controlPoints);

/** The same spline with twice as many spans along each axis that has any. */
SplineLattice refined(const SplineLattice& lattice);

/** Of voxels (x, y, z) of one row: the spline along x at fixed y and z, one coefficient for each of its control points along x. */
void coefficientsOfRow(const SplineLattice& lattice, const SplineTap& y, const SplineTap& z, std::vector<double>& coefficients);

}  // namespace fascicle
