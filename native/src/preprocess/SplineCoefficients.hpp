// The coefficients of a cubic B-spline through an image's voxels.
#pragma once

#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** Coefficients of the voxels in `box`, i fastest. */
struct SplineCoefficients {
  Box box;
  std::vector<double> values;

  const double* row(std::int64_t j, std::int64_t k) const {
    return values.data() + box.size[0] * (j - box.lower[1] + box.size[1] * (k - box.lower[2])) - box.lower[0];
  }
};

/**
 * The coefficients within `box` of the cubic B-spline through all of the image's voxels, which is mirrored at its first and last voxels.
 * Two recursive filters along each axis: M. Unser, "Splines: a perfect fit for signal and image processing", IEEE Signal Process. Mag. 16,
 * 1999, box 2; the sum at the start of a line is cut at 1e-10 as ITK cuts it. Voxels 48 or more away from the box are left out: what they
 * would add is smaller than the rounding. filters/CubicSpline is the same spline with SciPy's order of operations, and so with its rounding.
 */
SplineCoefficients splineCoefficients(const Image& image, const Box& box, Work& work);

}  // namespace fascicle
