// Interpolation by cubic B-splines.
#pragma once

#include <cstdint>
#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** Coefficients of B-splines at the voxels of a box, column fastest. The box may reach outside the image, which is mirrored at its last voxels. */
struct CubicSpline {
  Box box;
  std::vector<double> values;

  const double* row(std::int64_t j, std::int64_t k) const { return values.data() + box.size[0] * (j - box.lower[1] + box.size[1] * (k - box.lower[2])); }
};

/**
 * The cubic B-spline through the image's voxels, mirrored at its borders (Unser, Aldroubi and Eden 1991), at the voxels of `box`. Computed from
 * the voxels up to 40 beyond the box: what lies further weighs less than 1e-22. Operations run in the order of SciPy's ndimage, so that
 * a sample at a voxel equals that voxel where SciPy's does; that is why resampling, which rounds as ITK does, has a spline of its own.
 * Outside the image the box gets the coefficients it has itself of the mirror
 * image, else zero.
 */
CubicSpline fitCubicSpline(const Image& image, const Box& box, Work& work);

}  // namespace fascicle
