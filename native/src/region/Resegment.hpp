// A region of interest without the voxels whose intensity lies outside a range.
#pragma once

#include <vector>

#include "region/Mask.hpp"

namespace fascicle {

/** What the range's values are: intensities; parts of the region's maximum; standard deviations from the region's mean. */
enum class ResegmentMode { absolute, relative, sigma };

/**
 * The voxels of the region with lower <= intensity <= upper; one value in `range` is the lower one alone, two come in any order. `box` holds
 * all of the region. The result is uint8 with label 1. Throws Refused where the range has another number of values (resegmentRange) or where
 * no more than one voxel is left.
 */
LabelMask resegment(const Image& image, const LabelMask& mask, const Box& box, const std::vector<double>& range, ResegmentMode mode, Work& work);

}  // namespace fascicle
