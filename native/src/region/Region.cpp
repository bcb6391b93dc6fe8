#include "region/Region.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>
#include <string>
#include <type_traits>

#include "region/Rows.hpp"

namespace fascicle {
namespace {

/** The labels that a mask holds, in words, at most ten of them. */
template <class Scalar>
std::string labelsInWords(const Scalar* mask, std::size_t length) {
  std::set<std::uint32_t> found;
  std::uint32_t previous = 0;
  for (std::size_t v = 0; v < length; ++v) {
    if (!(mask[v] >= Scalar(1))) continue;
    const auto value = static_cast<std::uint32_t>(std::min<double>(static_cast<double>(mask[v]), 4294967295.0));
    if (value == previous) continue;
    previous = value;
    found.insert(value);
    if (found.size() > 10) break;
  }
  std::string words;
  for (const std::uint32_t value : found) {
    if (!words.empty()) words += ", ";
    words += found.size() > 10 && value == *found.rbegin() ? "and others" : std::to_string(value);
  }
  return words;
}

/** One task for each slice of the box. */
template <class Body>
std::vector<Task> eachSlice(std::int64_t slices, Body body) {
  std::vector<Task> tasks;
  tasks.reserve(static_cast<std::size_t>(slices));
  for (std::int64_t slice = 0; slice < slices; ++slice) tasks.push_back([slice, body] { body(slice); });
  return tasks;
}

}  // namespace

void refuseAbsentLabel(const LabelMask& mask) {
  const Voxels& voxels = mask.image.voxels;
  const std::string labels = withTypedPointer(voxels, [&](auto pointer) { return labelsInWords(pointer, voxels.length); });
  if (labels.empty()) throw Refused("The mask is empty: no voxel is segmented. Draw the region, or choose another mask.");
  throw Refused("Label " + std::to_string(mask.label) + " is not in the mask. It holds: " + labels + ". Choose one of them.");
}

Region cutRegion(const LabelMask& mask, const Box& box, Work& work) {
  const Index3& size = mask.image.grid.size;
  Region region;
  region.lower = box.lower;
  region.size = box.size;
  region.spacingMm = mask.image.grid.spacingMm;
  const std::int64_t slices = region.size[2];
  region.inside.assign(static_cast<std::size_t>(region.paddedSlice() * (slices + 2)), 0);
  region.rows.resize(static_cast<std::size_t>(region.size[1] * slices));
  region.sliceStart.assign(static_cast<std::size_t>(slices + 1), 0);
  work.run("cutting out the region", eachSlice(slices, [&](std::int64_t slice) {
    std::int64_t count = 0;
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      std::uint8_t* const inside = region.inside.data() + region.insideAt(row, slice);
      const std::int64_t start = region.lower[0] + size[0] * (region.lower[1] + row + size[1] * (region.lower[2] + slice));
      const std::int64_t found = takeInside(mask, start, region.size[0], inside);
      if (found == 0) continue;
      RowSpan& span = region.rows[row + region.size[1] * slice];
      span.last = static_cast<std::int32_t>(region.size[0] - 1);
      while (!inside[span.first]) ++span.first;
      while (!inside[span.last]) --span.last;
      count += found;
    }
    region.sliceStart[slice + 1] = count;
  }));
  for (std::int64_t slice = 0; slice < slices; ++slice) region.sliceStart[slice + 1] += region.sliceStart[slice];
  region.voxelCount = region.sliceStart[slices];
  return region;
}

std::int64_t takeValues(Region& region, const Image& image, const Index3& corner, Work& work) {
  const Index3& size = image.grid.size;
  region.values.resize(static_cast<std::size_t>(region.voxelCount));
  std::atomic<std::int64_t> notFinite = 0;
  withTypedPointer(image.voxels, [&](auto pointer) {
    work.run("cutting out the region", eachSlice(region.size[2], [&, pointer](std::int64_t slice) {
      double* value = region.values.data() + region.sliceStart[slice];
      std::int64_t bad = 0;
      for (std::int64_t row = 0; row < region.size[1]; ++row) {
        const RowSpan span = region.rows[row + region.size[1] * slice];
        const std::uint8_t* inside = region.inside.data() + region.insideAt(row, slice);
        const auto* voxels = pointer + (region.lower[0] - corner[0]) +
                             size[0] * (region.lower[1] - corner[1] + row + size[1] * (region.lower[2] - corner[2] + slice));
        for (std::int64_t column = span.first; column <= span.last; ++column) {
          if (!inside[column]) continue;
          *value = static_cast<double>(voxels[column]);
          bad += !std::isfinite(*value);
          ++value;
        }
      }
      if (bad > 0) notFinite += bad;
    }));
  });
  return notFinite;
}

std::int64_t countNotFinite(const Image& image, Work& work) {
  std::atomic<std::int64_t> notFinite = 0;
  const std::int64_t slice = image.grid.size[0] * image.grid.size[1];
  withTypedPointer(image.voxels, [&](auto pointer) {
    if constexpr (std::is_floating_point_v<std::remove_cvref_t<decltype(*pointer)>>) {
      work.run("looking at the image", eachSlice(image.grid.size[2], [&, pointer](std::int64_t k) {
        notFinite += std::count_if(pointer + k * slice, pointer + (k + 1) * slice, [](auto value) { return !std::isfinite(value); });
      }));
    }
  });
  return notFinite;
}

}  // namespace fascicle
