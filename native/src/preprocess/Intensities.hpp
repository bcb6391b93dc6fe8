// Grey values put onto another scale. Masks are uint8, and of the image's size.
#pragma once

#include <optional>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** (value - centre) / unit in float32; voxels outside the mask, where there is one, become 0. */
Image standardise(const Image& image, double centre, double unit, const Image* mask, Work& work);

/** The range from `lower` to `upper` put onto that from `from` to `to`, in float32; values beyond become its ends where `clip` is set. */
Image rescaleRange(const Image& image, std::array<double, 2> range, std::array<double, 2> onto, bool clip, Work& work);

/** Values below or above become the limit. The type stays: limits of whole numbers are the next whole numbers within. Throws Refused where none is. */
Image clipValues(const Image& image, std::optional<double> lower, std::optional<double> upper, Work& work);

/** Voxels outside the mask get one value. The type stays. Throws Refused where the type cannot hold the value. */
Image fillOutside(const Image& image, const Image& mask, double outside, Work& work);

}  // namespace fascicle
