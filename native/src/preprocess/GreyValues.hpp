// The grey values of an image, or of the voxels of a mask.
#pragma once

#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

struct GreyValues {
  std::int64_t count = 0;
  double mean = 0;
  /** The sum of squared deviations from the mean. */
  double squares = 0;
  double minimum = 0, maximum = 0;
};

/**
 * Of all voxels, or of those where the mask, uint8 and of the image's size, is not 0. Sums are kept in twice the working precision and do not depend on the number
 * of threads. Throws Refused where the mask is empty, where a voxel is not a finite number, and where all are equal; `what` completes "The image cannot be".
 */
GreyValues measureGreyValues(const Image& image, const Image* mask, const char* what, Work& work);

/** Percentiles, 0 to 100, of the same voxels, interpolated linearly between values as numpy.percentile does. Throws as measureGreyValues. */
std::vector<double> measurePercentiles(const Image& image, const Image* mask, const std::vector<double>& percents, const char* what, Work& work);

}  // namespace fascicle
