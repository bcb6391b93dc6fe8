#include "pipeline/Kernel.hpp"

#include <algorithm>

namespace fascicle {

Index3 kernelSize(int radius, PlaneAxis planeAxis) {
  const std::int64_t side = 2 * static_cast<std::int64_t>(radius) + 1;
  Index3 size{side, side, side};
  if (planeAxis >= 0) size[2 - planeAxis] = 1;
  return size;
}

Kernel::Kernel(const KernelSource& source, int radius, PlaneAxis planeAxis, std::int64_t reach) : source_(source) {
  region.size = kernelSize(radius, planeAxis);
  region.spacingMm = source.region.spacingMm;
  region.rows.assign(static_cast<std::size_t>(region.size[1] * region.size[2]), {0, static_cast<std::int32_t>(region.size[0]) - 1});

  levels.border = reach;
  levels.rowStride = region.size[0] + 2 * reach;
  levels.sliceStride = levels.rowStride * (region.size[1] + 2 * reach);
  levels.codes.assign(static_cast<std::size_t>(levels.sliceStride * (region.size[2] + 2 * reach)), 0);
  levels.largestOfWhole = source.levels.levelOf.back();
  codeOf_.assign(source.levels.levelOf.size(), 0);

  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      for (std::int64_t column = 0; column < region.size[0]; ++column) {
        steps_.push_back(column - region.size[0] / 2 + (row - region.size[1] / 2) * source.levels.rowStride +
                         (slice - region.size[2] / 2) * source.levels.sliceStride);
        places_.push_back(levels.at(row, slice) + column);
      }
    }
  }
}

void Kernel::moveTo(std::int64_t at) {
  const std::uint16_t* const codes = source_.levels.codes.data() + at;
  occurring_.clear();
  for (const std::int64_t step : steps_) {
    const std::uint16_t code = codes[step];
    if (code == 0 || codeOf_[code] != 0) continue;
    codeOf_[code] = 1;
    occurring_.push_back(code);
  }
  std::sort(occurring_.begin(), occurring_.end());
  levels.levelOf.assign(1, 0);
  for (const std::uint16_t code : occurring_) {
    codeOf_[code] = static_cast<std::uint16_t>(levels.levelOf.size());
    levels.levelOf.push_back(source_.levels.levelOf[code]);
  }

  levels.histogram.assign(levels.levelOf.size(), 0);
  for (std::size_t v = 0; v < steps_.size(); ++v) {
    const std::uint16_t code = codeOf_[codes[steps_[v]]];  // codeOf_[0] is 0
    levels.codes[places_[v]] = code;
    ++levels.histogram[code];
  }
  region.voxelCount = levels.voxelCount = static_cast<std::int64_t>(steps_.size()) - levels.histogram[0];
  levels.histogram[0] = 0;
  for (const std::uint16_t code : occurring_) codeOf_[code] = 0;

  if (source_.values.empty()) return;
  region.values.clear();
  for (const std::int64_t step : steps_) {
    if (codes[step] != 0) region.values.push_back(source_.values[at + step]);
  }
}

}  // namespace fascicle
