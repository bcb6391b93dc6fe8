// Parts of rows as plain numbers. What goes through an image row by row is then compiled once, not once for each type of voxel, let alone for each
// pair of an image's and a mask's.
#pragma once

#include <cstdint>

#include "region/Mask.hpp"

namespace fascicle {

/** The intensities of the `length` voxels from position `start` on. */
void takeIntensities(const Voxels& voxels, std::int64_t start, std::int64_t length, double* intensities);

/** 1 for each of the `length` mask voxels from position `start` on that holds the label, else 0. Answers how many do. */
std::int64_t takeInside(const LabelMask& mask, std::int64_t start, std::int64_t length, std::uint8_t* inside);

}  // namespace fascicle
