#include "region/Mask.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "grid/GridTransform.hpp"

namespace fascicle {
namespace {

/** What one slice of the mask holds of a label. */
struct SliceExtent {
  std::int64_t count = 0;
  std::int64_t firstColumn = std::numeric_limits<std::int64_t>::max(), lastColumn = -1;
  std::int64_t firstRow = std::numeric_limits<std::int64_t>::max(), lastRow = -1;

  void add(std::int64_t row, std::int64_t first, std::int64_t last, std::int64_t voxels) {
    count += voxels;
    firstColumn = std::min(firstColumn, first);
    lastColumn = std::max(lastColumn, last);
    firstRow = std::min(firstRow, row);
    lastRow = std::max(lastRow, row);
  }
};

/** Puts the slices' extents together; they come in ascending order of the slice. */
void join(MaskExtent& all, std::int64_t slice, const SliceExtent& extent) {
  Box& box = all.box;
  if (all.voxelCount == 0) {
    box.lower = {extent.firstColumn, extent.firstRow, slice};
    box.size = {extent.lastColumn - extent.firstColumn + 1, extent.lastRow - extent.firstRow + 1, 1};
  } else {
    const std::int64_t endColumn = std::max(box.lower[0] + box.size[0], extent.lastColumn + 1);
    const std::int64_t endRow = std::max(box.lower[1] + box.size[1], extent.lastRow + 1);
    box.lower[0] = std::min(box.lower[0], extent.firstColumn);
    box.lower[1] = std::min(box.lower[1], extent.firstRow);
    box.size = {endColumn - box.lower[0], endRow - box.lower[1], slice - box.lower[2] + 1};
  }
  all.voxelCount += extent.count;
  all.voxelsInSlice.resize(static_cast<std::size_t>(box.size[2]), 0);
  all.voxelsInSlice.back() = extent.count;
}

template <class Scalar>
SliceExtent measureSlice(const Scalar* slice, std::int64_t columns, std::int64_t rows, std::uint32_t label) {
  SliceExtent extent;
  if constexpr (std::is_integral_v<Scalar>) {
    if (label > static_cast<std::uint64_t>(std::numeric_limits<Scalar>::max())) return extent;
  }
  // Whole numbers are compared as they are, without widening: the loop is then many times faster.
  const auto isLabel = [label, whole = static_cast<Scalar>(label)](Scalar value) {
    if constexpr (std::is_integral_v<Scalar>) return value == whole;
    return hasLabel(value, label);
  };
  for (std::int64_t row = 0; row < rows; ++row) {
    const Scalar* voxels = slice + row * columns;
    std::int64_t count = 0;
    for (std::int64_t column = 0; column < columns; ++column) count += isLabel(voxels[column]);
    if (count == 0) continue;
    std::int64_t first = 0;
    while (!isLabel(voxels[first])) ++first;
    std::int64_t last = columns - 1;
    while (!isLabel(voxels[last])) --last;
    extent.add(row, first, last, count);
  }
  return extent;
}

/** Labels of one slice. Small labels, the common ones, are found by their number. */
class SliceLabels {
 public:
  SliceExtent& of(std::uint32_t label) {
    if (label >= mostSmall) return large_[label];
    if (label >= small_.size()) small_.resize(label + 1);
    return small_[label];
  }

  template <class Use>
  void each(Use&& use) const {
    for (std::size_t label = 0; label < small_.size(); ++label) {
      if (small_[label].count > 0) use(static_cast<std::uint32_t>(label), small_[label]);
    }
    for (const auto& [label, extent] : large_) use(label, extent);
  }

 private:
  static constexpr std::uint32_t mostSmall = 4096;
  std::vector<SliceExtent> small_;
  std::map<std::uint32_t, SliceExtent> large_;
};

/** The end of the run of equal voxels that starts at `column`. */
template <class Scalar>
std::int64_t endOfRun(const Scalar* voxels, std::int64_t column, std::int64_t columns) {
  constexpr std::int64_t step = 8 / sizeof(Scalar);
  const Scalar value = voxels[column++];
  if constexpr (step > 1) {
    Scalar repeated[step];
    std::fill_n(repeated, step, value);
    // Eight bytes at a time. Equal bytes are equal values; unequal ones are looked at singly.
    while (column + step <= columns && std::memcmp(voxels + column, repeated, 8) == 0) column += step;
  }
  while (column < columns && voxels[column] == value) ++column;
  return column;
}

template <class Scalar>
void measureRuns(const Scalar* slice, std::int64_t columns, std::int64_t rows, SliceLabels& labels) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const Scalar* voxels = slice + row * columns;
    std::int64_t end = 0;
    for (std::int64_t first = 0; first < columns; first = end) {
      end = endOfRun(voxels, first, columns);
      const Scalar value = voxels[first];
      if (!(value >= Scalar(1)) || static_cast<double>(value) > 4294967295.0) continue;
      labels.of(static_cast<std::uint32_t>(value)).add(row, first, end - 1, end - first);
    }
  }
}

}  // namespace

std::optional<MaskExtent> measureMask(const LabelMask& mask, Work& work) {
  const Index3& size = mask.image.grid.size;
  std::vector<SliceExtent> slices(static_cast<std::size_t>(size[2]));
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < size[2]; ++slice) {
    tasks.push_back([&, slice] {
      slices[slice] = withTypedPointer(mask.image.voxels, [&](auto pointer) {
        return measureSlice(pointer + slice * size[0] * size[1], size[0], size[1], mask.label);
      });
    });
  }
  work.run("finding the region", tasks);
  MaskExtent all;
  for (std::int64_t slice = 0; slice < size[2]; ++slice) {
    if (slices[slice].count > 0) join(all, slice, slices[slice]);
  }
  if (all.voxelCount == 0) return std::nullopt;
  return all;
}

std::map<std::uint32_t, MaskExtent> measureLabels(const Image& labels, Work& work) {
  const Index3& size = labels.grid.size;
  std::vector<SliceLabels> slices(static_cast<std::size_t>(size[2]));
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < size[2]; ++slice) {
    tasks.push_back([&, slice] {
      withTypedPointer(labels.voxels, [&](auto pointer) { measureRuns(pointer + slice * size[0] * size[1], size[0], size[1], slices[slice]); });
    });
  }
  work.run("finding the regions", tasks);
  std::map<std::uint32_t, MaskExtent> all;
  for (std::int64_t slice = 0; slice < size[2]; ++slice) {
    slices[slice].each([&](std::uint32_t label, const SliceExtent& extent) { join(all[label], slice, extent); });
  }
  return all;
}

LabelMask resampleMaskOnto(const LabelMask& mask, const Grid& target, Work& work) {
  const std::optional<MaskExtent> extent = measureMask(mask, work);
  if (!extent) throw Refused("Label " + std::to_string(mask.label) + " is not in the mask. Choose a label that the mask holds.");
  checkInside(target, mask.image.grid, extent->box);
  return nearestOnGrid(mask, extent->box, target, work);
}

LabelMask nearestOnGrid(const LabelMask& mask, const Box& box, const Grid& target, Work& work) {
  const GridTransform own(target), other(mask.image.grid);
  const Index3& size = mask.image.grid.size;
  const auto isIn = [&box](std::int64_t index, int axis) { return index >= box.lower[axis] && index < box.lower[axis] + box.size[axis]; };
  auto [image, data] = makeImage<std::uint8_t>(target);
  std::vector<Task> tasks;
  withTypedPointer(mask.image.voxels, [&, data = data](auto voxels) {
    for (std::int64_t slice = 0; slice < target.size[2]; ++slice) {
      tasks.push_back([&, data, voxels, slice] {
        for (std::int64_t row = 0; row < target.size[1]; ++row) {
          const RowPositions positions(target, own, other, row, slice);
          if (positions.misses(box)) continue;
          std::uint8_t* const result = data + target.size[0] * (row + target.size[1] * slice);
          for (std::int64_t column = 0; column < target.size[0]; ++column) {
            const Position3 at = positions.at(column);
            const std::int64_t i = nearestVoxel(at[0]), j = nearestVoxel(at[1]), k = nearestVoxel(at[2]);
            if (!isIn(i, 0) || !isIn(j, 1) || !isIn(k, 2)) continue;
            result[column] = hasLabel(voxels[i + size[0] * (j + size[1] * k)], mask.label);
          }
        }
      });
    }
  });
  work.run("resampling the mask", tasks);
  return {image, 1};
}

}  // namespace fascicle
