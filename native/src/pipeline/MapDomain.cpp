#include "pipeline/MapDomain.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace fascicle {
namespace {

/** The region's box, larger by `padding` voxels all round as far as the image goes. */
Box padBox(const Region& region, const Index3& size, std::int64_t padding) {
  Box box;
  for (int axis = 0; axis < 3; ++axis) {
    box.lower[axis] = std::max<std::int64_t>(0, region.lower[axis] - padding);
    box.size[axis] = std::min(size[axis], region.lower[axis] + region.size[axis] + padding) - box.lower[axis];
  }
  return box;
}

/** All voxels of a box of the image as a region. Throws Refused and Cancelled. */
Region wholeBox(const Image& image, const Box& box, Work& work) {
  Region region;
  region.lower = box.lower;
  region.size = box.size;
  region.spacingMm = image.grid.spacingMm;
  region.voxelCount = box.voxels();
  region.inside.assign(static_cast<std::size_t>(region.paddedSlice() * (box.size[2] + 2)), 0);
  region.rows.assign(static_cast<std::size_t>(box.size[1] * box.size[2]), {0, static_cast<std::int32_t>(box.size[0]) - 1});
  region.values.resize(static_cast<std::size_t>(region.voxelCount));
  for (std::int64_t slice = 0; slice <= box.size[2]; ++slice) region.sliceStart.push_back(slice * box.size[0] * box.size[1]);
  std::int64_t notFinite = 0;
  withTypedPointer(image.voxels, [&](auto voxels) {
    double* value = region.values.data();
    for (std::int64_t slice = 0; slice < box.size[2]; ++slice) {
      work.checkCancelled();
      for (std::int64_t row = 0; row < box.size[1]; ++row) {
        std::fill_n(region.inside.begin() + region.insideAt(row, slice), box.size[0], std::uint8_t{1});
        const auto* const from = voxels + box.lower[0] + image.grid.size[0] * (box.lower[1] + row + image.grid.size[1] * (box.lower[2] + slice));
        for (std::int64_t column = 0; column < box.size[0]; ++column, ++value) {
          *value = static_cast<double>(from[column]);
          notFinite += !std::isfinite(*value);
        }
      }
    }
  });
  if (notFinite > 0) {
    throw Refused("The region and the voxels within kernelRadius of its box hold " + std::to_string(notFinite) +
                  " voxels whose intensity is not a finite number (NaN or infinite). Correct the image, or set maskedKernel to true.");
  }
  return region;
}

/** The region's voxels, in the order of its values. */
template <class Use>
void eachInside(const Region& region, Use&& use) {
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const std::uint8_t* const inside = region.inside.data() + region.insideAt(row, slice);
      const RowSpan span = region.rows[row + region.size[1] * slice];
      for (std::int64_t column = span.first; column <= span.last; ++column) {
        if (inside[column]) use(column, row, slice);
      }
    }
  }
}

}  // namespace

MapDomain::MapDomain(const Image& image, Region masked, const FeatureMapRequest& request, Work& work) : region(std::move(masked)) {
  const Box box = padBox(region, image.grid.size, request.kernelRadius);
  grid = cropGrid(image.grid, box);

  Index3 fromRegion{}, toMap{};  // from the mask's box to the domain's and the maps'
  for (int axis = 0; axis < 3; ++axis) toMap[axis] = region.lower[axis] - box.lower[axis];
  std::vector<Index3> positions;
  positions.reserve(static_cast<std::size_t>(region.voxelCount));
  eachInside(region, [&](std::int64_t column, std::int64_t row, std::int64_t slice) { positions.push_back({column, row, slice}); });
  if (!request.maskedKernel) {
    region = wholeBox(image, box, work);
    fromRegion = toMap;
  }

  levels_ = discretise(region, request.binning, request.kernelRadius, work);
  if (request.binning.count && request.binning.singlePrecisionEdges) {
    Binning binning = request.binning;
    binning.singlePrecisionEdges = false;
    doubleLevels_ = discretise(region, binning, request.kernelRadius, work);
  }
  voxels.reserve(positions.size());
  for (const auto& [column, row, slice] : positions) {
    voxels.push_back({levels_.at(row + fromRegion[1], slice + fromRegion[2]) + column + fromRegion[0],
                      column + toMap[0] + grid.size[0] * (row + toMap[1] + grid.size[1] * (slice + toMap[2]))});
  }
  values_.assign(levels_.codes.size(), 0);
  const double* value = region.values.data();
  eachInside(region, [&](std::int64_t column, std::int64_t row, std::int64_t slice) { values_[levels_.at(row, slice) + column] = *value++; });
}

}  // namespace fascicle
