// An image and its region of interest at another spacing.
#pragma once

#include "preprocess/Interpolate.hpp"
#include "region/Mask.hpp"

namespace fascicle {

struct Resampled {
  Image image;
  LabelMask mask;
};

/**
 * The image and the mask on a grid of the given spacing, cut to the region's box and `padDistance` of the new voxels around it. The grid has
 * the mask's direction and is aligned with the outer corner of its first voxel. `maskBox` is the region's box in the mask. A spacing of 0,
 * and any where the region is a single slice, stays the mask's. Where the image has all of the spacings already, nothing is interpolated:
 * the mask is put on the image's grid and both are cut. The image's type stays; the mask's voxels become nearest neighbours with label 1.
 * Throws Refused where the region reaches outside the image.
 */
Resampled resample(const Image& image, const LabelMask& mask, const Box& maskBox, const std::array<double, 3>& spacingMm,
                   std::int64_t padDistance, Interpolator interpolator, Work& work);

}  // namespace fascicle
