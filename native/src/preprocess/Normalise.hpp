// An image's intensities in standard deviations from its mean.
#pragma once

#include <optional>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/**
 * (x - mean) / sd of the whole image, sd with n - 1; where `removeOutliers` is given, values beyond that many standard deviations are set to
 * it; then times `scale`. float64. Throws Refused where all voxels are equal or where one is not a finite number.
 */
Image normalise(const Image& image, double scale, std::optional<double> removeOutliers, Work& work);

}  // namespace fascicle
