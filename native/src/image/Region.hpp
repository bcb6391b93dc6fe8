// The region of interest, cut out of the image: everything later sees only this box.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "image/Image.hpp"
#include "image/Work.hpp"

namespace fascicle {

/** First and last column (inclusive) of a row that lie in the region; empty where last < first. */
struct RowSpan {
  std::int32_t first = 0;
  std::int32_t last = -1;
};

/** The voxels of one label, with the smallest box around them. Columns, rows and slices count from the box's corner. */
struct Region {
  Index3 lower{};                    // the box's first voxel in the image
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

/**
 * Cuts the region with `label` out of an image. Mask voxels are truncated to whole numbers first, as PyRadiomics does (1.7 is label 1).
 * Throws Refused where no voxel has the label, where it is a single voxel, where its box has fewer than `minimumDimensions` sides longer
 * than one voxel, where it has no more than `minimumSize` voxels (0: no such limit), or where an intensity in it is not a finite number.
 */
Region cutRegion(const Voxels& image, const Voxels& mask, const Index3& size, const std::array<double, 3>& spacingMm, std::uint32_t label,
                 int minimumDimensions, std::int64_t minimumSize, Work& work);

}  // namespace fascicle
