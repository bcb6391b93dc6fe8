// Which voxels of an image are meant.
#pragma once

#include <optional>
#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** 1 where the label map has one of these labels (any number but 0 where there are none in the list), else 0; uint8. */
Image maskOfLabels(const Image& labels, const std::vector<std::uint32_t>& chosen, Work& work);

/** 1 where the value is not 0, else 0; uint8. */
Image maskOfNonzero(const Image& image, Work& work);

/** 1 where the value is above the threshold, else 0; uint8. */
Image maskAbove(const Image& image, double threshold, Work& work);

/**
 * N. Otsu's threshold (IEEE Trans. Syst. Man Cybern. 9, 1979) between two groups of grey values, as ITK's OtsuThresholdImageFilter finds it: a histogram of
 * 200 bins, as SimpleITK's example of N4 has it, the threshold being the upper end of a bin. Throws Refused where voxels are not finite or all equal.
 */
double otsuThreshold(const Image& image, Work& work);

/** The smallest box around the voxels of a mask of uint8; nothing where it is empty. */
std::optional<Box> boxOfMask(const Image& mask, Work& work);

/** How many voxels a mask of uint8 has. */
std::int64_t voxelsOfMask(const Image& mask, Work& work);

}  // namespace fascicle
