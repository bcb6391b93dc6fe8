#include "matrices/Glrlm.hpp"

#include <algorithm>

namespace fascicle {
namespace {

/** True where some line in this direction holds two voxels of the region, touching or not. */
bool hasLineOfTwo(const Region& region, const Levels& levels, const Offset& offset) {
  const auto inBox = [&](std::int64_t column, std::int64_t row, std::int64_t slice) {
    return column >= 0 && column < region.size[0] && row >= 0 && row < region.size[1] && slice >= 0 && slice < region.size[2];
  };
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const RowSpan span = region.rows[row + region.size[1] * slice];
      for (std::int64_t column = span.first; column <= span.last; ++column) {
        if (levels.codes[levels.at(row, slice) + column] == 0) continue;
        std::int64_t c = column + offset.columns, r = row + offset.rows, s = slice + offset.slices;
        for (; inBox(c, r, s); c += offset.columns, r += offset.rows, s += offset.slices) {
          if (levels.codes[levels.at(r, s) + c] != 0) return true;
        }
      }
    }
  }
  return false;
}

}  // namespace

std::optional<SizeMatrix> countRuns(const Region& region, const Levels& levels, const Offset& offset, const Work& work) {
  const std::int64_t step = offset.in(levels);
  const std::size_t sizes = static_cast<std::size_t>(std::max({region.size[0], region.size[1], region.size[2]})) + 1;
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(levels.count()) * sizes, 0);
  bool touching = false;
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    work.checkCancelled();
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const RowSpan span = region.rows[row + region.size[1] * slice];
      const std::uint16_t* voxel = levels.codes.data() + levels.at(row, slice);
      for (std::int32_t column = span.first; column <= span.last; ++column) {
        const std::uint16_t code = voxel[column];
        const std::uint16_t before = voxel[column - step];
        touching |= code != 0 && before != 0;
        if (code == 0 || before == code) continue;  // not the first of a run
        const std::uint16_t* next = voxel + column + step;
        std::size_t length = 1;
        for (; *next == code; next += step) ++length;
        ++counts[(code - 1) * sizes + length];
      }
    }
  }
  if (!touching && !hasLineOfTwo(region, levels, offset)) return std::nullopt;
  return SizeMatrix(levels, counts, sizes);
}

}  // namespace fascicle
