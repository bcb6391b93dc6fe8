#include "matrices/SizeMatrix.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace fascicle {

SizeMatrix::SizeMatrix(const Levels& levels, const std::vector<std::uint16_t>& codes, const std::vector<std::uint32_t>& sizes)
    : voxelCount(static_cast<double>(levels.voxelCount)) {
  // Most things are small: these are counted in a table, only the others sorted.
  constexpr std::uint32_t small = 32;
  std::vector<std::uint32_t> table(static_cast<std::size_t>(levels.count() + 1) * small, 0);
  std::vector<std::pair<std::uint16_t, std::uint32_t>> large;
  for (std::size_t thing = 0; thing < sizes.size(); ++thing) {
    if (sizes[thing] < small) ++table[codes[thing] * small + sizes[thing]];
    else large.emplace_back(codes[thing], sizes[thing]);
  }
  std::sort(large.begin(), large.end());
  auto next = large.cbegin();
  for (std::uint32_t code = 1; code <= levels.count(); ++code) {
    const double level = levels.levelOf[code];
    for (std::uint32_t size = 1; size < small; ++size) {
      const std::uint32_t count = table[code * small + size];
      if (count > 0) entries.push_back({level, static_cast<double>(size), static_cast<double>(count)});
    }
    while (next != large.cend() && next->first == code) {
      const auto end = std::upper_bound(next, large.cend(), *next);
      entries.push_back({level, static_cast<double>(next->second), static_cast<double>(end - next)});
      next = end;
    }
  }
  sumUp();
}

SizeMatrix::SizeMatrix(const std::vector<SizeMatrix>& directions, const std::vector<double>& weights) {
  std::map<std::pair<double, double>, double> counts;
  for (std::size_t d = 0; d < directions.size(); ++d) {
    voxelCount += weights[d] * directions[d].voxelCount;
    for (const Entry& entry : directions[d].entries) counts[{entry.i, entry.s}] += weights[d] * entry.count;
  }
  for (const auto& [at, count] : counts) entries.push_back({at.first, at.second, count});
  sumUp();
}

void SizeMatrix::sumUp() {
  std::vector<std::pair<double, double>> bySize;
  bySize.reserve(entries.size());
  for (std::size_t e = 0; e < entries.size(); ++e) {
    if (e == 0 || entries[e].i != entries[e - 1].i) rowSums.push_back(0);
    rowSums.back() += entries[e].count;
    bySize.emplace_back(entries[e].s, entries[e].count);
    total += entries[e].count;
  }
  std::stable_sort(bySize.begin(), bySize.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t b = 0; b < bySize.size(); ++b) {
    if (b == 0 || bySize[b].first != bySize[b - 1].first) columnSums.push_back(0);
    columnSums.back() += bySize[b].second;
  }
}

}  // namespace fascicle
