// The region of interest, cut out of the image: everything later sees only this box.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "region/Mask.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** First and last column (inclusive) of a row that lie in the region; empty where last < first. */
struct RowSpan {
  std::int32_t first = 0;
  std::int32_t last = -1;
};

/** The voxels of one label, with the smallest box around them. Columns, rows and slices count from the box's corner. */
struct Region {
  Index3 lower{};                    // the box's first voxel in the mask's grid
  Index3 size{};                     // of the box, voxels
  std::array<double, 3> spacingMm{};
  std::int64_t voxelCount = 0;
  std::vector<std::uint8_t> inside;  // 1 in the region, 0 outside; the box with a border of one voxel all round
  std::vector<double> values;        // intensities of the region's voxels, in the order i, j, k
  std::vector<std::int64_t> sliceStart;  // position in `values` of each slice's first voxel; size[2] + 1 entries
  std::vector<RowSpan> rows;         // of each row, row + size[1] * slice

  std::int64_t paddedRow() const { return size[0] + 2; }
  std::int64_t paddedSlice() const { return (size[0] + 2) * (size[1] + 2); }
  /** Position in `inside` of the box's voxel (0, row, slice). */
  std::int64_t insideAt(std::int64_t row, std::int64_t slice) const { return 1 + (row + 1) * paddedRow() + (slice + 1) * paddedSlice(); }
};

/** Cuts the part of a mask that lies in a box out of it; the values are left empty. Throws Cancelled. */
Region cutRegion(const LabelMask& mask, const Box& box, Work& work);

/**
 * Fills in the intensities of a region's voxels. `corner`: the image's first voxel, as index in the image that the region's mask lies on.
 * Answers how many of them are not finite numbers. Throws Cancelled.
 */
std::int64_t takeValues(Region& region, const Image& image, const Index3& corner, Work& work);

/** Throws Refused: the label is not in the mask; the words name the labels that are. */
[[noreturn]] void refuseAbsentLabel(const LabelMask& mask);

/** How many voxels of an image are not finite numbers. Throws Cancelled. */
std::int64_t countNotFinite(const Image& image, Work& work);

}  // namespace fascicle
