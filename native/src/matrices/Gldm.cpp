#include "matrices/Gldm.hpp"

#include <algorithm>

namespace fascicle {

SizeMatrix countDependences(const Region& region, const Levels& levels, const std::vector<Offset>& neighbours, std::int32_t coarseness, const Work& work) {
  std::vector<std::int64_t> steps;
  for (const Offset& offset : neighbours) steps.push_back(offset.in(levels));
  const std::size_t sizes = neighbours.size() + 2;
  refuseTooManyNeighbours(neighbours);
  refuseLargeTable(levels.count(), sizes, "these distances");
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(levels.count()) * sizes, 0);
  std::vector<std::uint16_t> dependence(static_cast<std::size_t>(region.size[0]));
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    work.checkCancelled();
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const RowSpan span = region.rows[row + region.size[1] * slice];
      const std::int32_t length = span.last - span.first + 1;
      if (length <= 0) continue;
      const std::uint16_t* const voxel = levels.codes.data() + levels.at(row, slice) + span.first;
      std::uint16_t* const size = dependence.data();
      std::fill_n(size, length, std::uint16_t{1});
      for (const std::int64_t step : steps) {
        const std::uint16_t* const neighbour = voxel + step;
        if (coarseness == 0) {
          for (std::int32_t v = 0; v < length; ++v) size[v] = static_cast<std::uint16_t>(size[v] + (neighbour[v] == voxel[v]));
        } else {
          for (std::int32_t v = 0; v < length; ++v) {
            const std::int32_t difference = levels.levelOf[neighbour[v]] - levels.levelOf[voxel[v]];
            size[v] = static_cast<std::uint16_t>(size[v] + (neighbour[v] != 0 && difference <= coarseness && -difference <= coarseness));
          }
        }
      }
      for (std::int32_t v = 0; v < length; ++v) {
        if (voxel[v] != 0) ++counts[(voxel[v] - 1) * sizes + size[v]];
      }
    }
  }
  return SizeMatrix(levels, sizes, [&](std::size_t row, std::size_t size) { return counts[row * sizes + size]; });
}

}  // namespace fascicle
