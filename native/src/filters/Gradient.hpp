// The gradient's magnitude, as ITK computes it for PyRadiomics.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/**
 * sqrt(gx^2 + gy^2 + gz^2) of the box's voxels, float32: each g is the half difference of the two neighbours along an axis, per mm where
 * `useSpacing` is set, per voxel otherwise; beyond the image's border the border's value goes on. Computed in double precision and in the
 * order of ITK's GradientMagnitudeImageFilter: equal to the last bit. Throws Cancelled.
 */
Image gradientMagnitude(const Image& image, const Box& box, bool useSpacing, Work& work);

}  // namespace fascicle
