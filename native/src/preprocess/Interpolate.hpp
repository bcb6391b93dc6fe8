// An image's values between its voxels.
#pragma once

#include "preprocess/Taps.hpp"
#include "work/Work.hpp"

namespace fascicle {

/**
 * The image on another grid, as ITK's resampling gives it: the type stays; whole numbers are cut off towards zero and held within the type's
 * range; a voxel outside the image is 0. `bspline` is the cubic B-spline through the voxels, mirrored at the first and last ones.
 */
Image interpolateOnto(const Image& image, const Grid& target, Interpolator interpolator, Work& work);

}  // namespace fascicle
