// Images without their finest detail.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/**
 * Convolved with a Gaussian of `sigmaMm` along every axis, in float32: scipy.ndimage.gaussian_filter, cut off at 4 sigma, the image mirrored at its outer
 * edges. Along an axis of one voxel nothing is done. Throws Refused where a voxel is not a finite number; Cancelled.
 */
Image smoothGaussian(const Image& image, double sigmaMm, Work& work);

/**
 * Each voxel the median of the box of 2 * radius + 1 voxels around it: scipy.ndimage.median_filter, the image mirrored at its outer edges. The type stays.
 * Throws as smoothGaussian.
 */
Image smoothMedian(const Image& image, const Index3& radius, Work& work);

}  // namespace fascicle
