#include "matrices/Ngtdm.hpp"

#include <algorithm>
#include <cstdlib>

namespace fascicle {

Ngtdm::Ngtdm(const Region& region, const Levels& levels, const std::vector<Offset>& neighbours, const Work& work) {
  std::vector<std::int64_t> steps;
  for (const Offset& offset : neighbours) steps.push_back(offset.in(levels));

  // Levels, not codes, are averaged: where some level is missing the two differ.
  std::vector<std::uint16_t> translated;
  const std::uint16_t* levelAt = levels.codes.data();
  if (levels.levelOf.back() != levels.count()) {
    translated.resize(levels.codes.size());
    std::transform(levels.codes.begin(), levels.codes.end(), translated.begin(),
                   [&](std::uint16_t code) { return static_cast<std::uint16_t>(levels.levelOf[code]); });
    levelAt = translated.data();
  }

  // |i * c - sum| summed as whole numbers for each number of neighbours c: s(i) then has no rounding that depends on the order.
  const std::size_t most = neighbours.size() + 1;
  refuseTooManyNeighbours(neighbours);
  refuseLargeTable(levels.count(), most, "these distances");
  std::vector<std::uint64_t> difference(static_cast<std::size_t>(levels.count()) * most, 0), found(difference.size(), 0);
  std::vector<std::uint32_t> sum(static_cast<std::size_t>(region.size[0]));
  std::vector<std::uint16_t> count(sum.size());
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    work.checkCancelled();
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const RowSpan span = region.rows[row + region.size[1] * slice];
      const std::int32_t length = span.last - span.first + 1;
      if (length <= 0) continue;
      const std::int64_t start = levels.at(row, slice) + span.first;
      std::fill_n(sum.data(), length, 0u);
      std::fill_n(count.data(), length, std::uint16_t{0});
      std::uint32_t* const sums = sum.data();
      std::uint16_t* const counts = count.data();
      for (const std::int64_t step : steps) {
        const std::uint16_t* const neighbour = levelAt + start + step;
        for (std::int32_t v = 0; v < length; ++v) sums[v] += neighbour[v];
        for (std::int32_t v = 0; v < length; ++v) counts[v] = static_cast<std::uint16_t>(counts[v] + (neighbour[v] != 0));
      }
      for (std::int32_t v = 0; v < length; ++v) {
        const std::uint16_t code = levels.codes[start + v];
        if (code == 0) continue;
        const std::int64_t own = static_cast<std::int64_t>(levels.levelOf[code]) * counts[v];
        difference[(code - 1) * most + counts[v]] += static_cast<std::uint64_t>(std::llabs(own - static_cast<std::int64_t>(sums[v])));
        ++found[(code - 1) * most + counts[v]];
      }
    }
  }

  for (std::int64_t code = 1; code <= levels.count(); ++code) {
    double voxels = static_cast<double>(found[(code - 1) * most]), apart = 0;  // without a neighbour: counted, with difference 0
    for (std::size_t c = 1; c < most; ++c) {
      voxels += static_cast<double>(found[(code - 1) * most + c]);
      apart += static_cast<double>(difference[(code - 1) * most + c]) / static_cast<double>(c);
    }
    if (voxels == 0) continue;
    level.push_back(levels.levelOf[code]);
    n.push_back(voxels);
    s.push_back(apart);
    voxelCount += voxels;
  }
  for (const double voxels : n) p.push_back(voxels / voxelCount);
}

}  // namespace fascicle
