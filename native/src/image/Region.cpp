#include "image/Region.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>
#include <string>

#include "image/Mask.hpp"

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

[[noreturn]] void refuseAbsentLabel(const Voxels& mask, std::uint32_t label) {
  const std::string labels = withTypedPointer(mask, [&](auto pointer) { return labelsInWords(pointer, mask.length); });
  if (labels.empty()) throw Refused("The mask is empty: no voxel is segmented. Draw the region, or choose another mask.");
  throw Refused("Label " + std::to_string(label) + " is not in the mask. It holds: " + labels + ". Choose one of them.");
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

Region cutRegion(const Voxels& image, const Voxels& mask, const Index3& size, const std::array<double, 3>& spacingMm, std::uint32_t label,
                 int minimumDimensions, std::int64_t minimumSize, Work& work) {
  const LabelMask labelled{{Grid{.size = size, .spacingMm = spacingMm}, mask, nullptr}, label};
  const std::optional<MaskExtent> found = measureMask(labelled, work);
  if (!found) refuseAbsentLabel(mask, label);
  const MaskExtent& all = *found;
  const std::string named = "The region with label " + std::to_string(label);
  if (all.voxelCount == 1) throw Refused(named + " is a single voxel. No features can be computed of it; draw a larger region.");

  Region region;
  region.lower = all.box.lower;
  region.size = all.box.size;
  region.spacingMm = spacingMm;
  region.voxelCount = all.voxelCount;
  const auto dimensions = std::count_if(region.size.begin(), region.size.end(), [](std::int64_t side) { return side > 1; });
  if (dimensions < minimumDimensions) {
    throw Refused(named + " extends in " + std::to_string(dimensions) + " direction(s) only; the settings ask for " +
                  std::to_string(minimumDimensions) + " (minimumROIDimensions). Draw a larger region, or lower that setting.");
  }
  if (minimumSize > 0 && all.voxelCount <= minimumSize) {
    throw Refused(named + " has " + std::to_string(all.voxelCount) + " voxels; the settings ask for more than " + std::to_string(minimumSize) +
                  " (minimumROISize). Draw a larger region, or lower that setting.");
  }

  const std::int64_t slices = region.size[2];
  region.inside.assign(static_cast<std::size_t>(region.paddedSlice() * (slices + 2)), 0);
  region.rows.resize(static_cast<std::size_t>(region.size[1] * slices));
  region.values.resize(static_cast<std::size_t>(all.voxelCount));
  region.sliceStart.assign(static_cast<std::size_t>(slices + 1), 0);
  for (std::int64_t slice = 0; slice < slices; ++slice) region.sliceStart[slice + 1] = region.sliceStart[slice] + all.voxelsInSlice[slice];

  std::atomic<std::int64_t> notFinite = 0;
  withTypedPointer(mask, [&](auto maskPointer) {
    withTypedPointer(image, [&](auto imagePointer) {
      work.run("cutting out the region", eachSlice(slices, [&, maskPointer, imagePointer](std::int64_t slice) {
        double* value = region.values.data() + region.sliceStart[slice];
        std::int64_t bad = 0;
        for (std::int64_t row = 0; row < region.size[1]; ++row) {
          const std::int64_t start = region.lower[0] + size[0] * (region.lower[1] + row + size[1] * (region.lower[2] + slice));
          std::uint8_t* inside = region.inside.data() + region.insideAt(row, slice);
          RowSpan span;
          for (std::int64_t column = 0; column < region.size[0]; ++column) {
            if (!hasLabel(maskPointer[start + column], label)) continue;
            inside[column] = 1;
            *value = static_cast<double>(imagePointer[start + column]);
            bad += !std::isfinite(*value);
            ++value;
            if (span.last < span.first) span.first = static_cast<std::int32_t>(column);
            span.last = static_cast<std::int32_t>(column);
          }
          region.rows[row + region.size[1] * slice] = span;
        }
        if (bad > 0) notFinite += bad;
      }));
    });
  });
  if (notFinite > 0) {
    throw Refused(named + " holds " + std::to_string(notFinite.load()) + " of " + std::to_string(all.voxelCount) +
                  " voxels whose intensity is not a finite number (NaN or infinite). Correct the image, or leave these voxels out of the region.");
  }
  return region;
}

}  // namespace fascicle
