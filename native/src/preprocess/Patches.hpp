// The answers of a network to overlapping patches, put together to one volume.
#pragma once

#include <cstdint>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** Where a patch lies in a volume of several channels; lengths and place along the axes of a tensor, the slowest first. */
struct PatchPlace {
  std::int64_t channels = 1;
  Index3 volume{}, patch{}, at{};
};

/**
 * values += weights * answer at the place of the patch, of what lies within the volume; computed in double precision and kept in single. `answer` null: ones.
 * `weights`, of one channel, null: ones.
 */
void addPatch(float* values, const float* answer, const float* weights, const PatchPlace& place, Work& work);

/** values /= sums * by in each channel; `length` is that of one. `sums` null: ones. In double precision, kept in single. */
void divideChannels(float* values, const float* sums, double by, std::int64_t channels, std::int64_t length, Work& work);

}  // namespace fascicle
