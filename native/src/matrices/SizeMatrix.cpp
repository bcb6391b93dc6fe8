#include "matrices/SizeMatrix.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace fascicle {

SizeMatrix::SizeMatrix(const Levels& levels, const std::vector<std::uint64_t>& counts, std::size_t sizes)
    : voxelCount(static_cast<double>(levels.voxelCount)) {
  for (std::size_t row = 0; row * sizes < counts.size(); ++row) {
    for (std::size_t size = 0; size < sizes; ++size) {
      const std::uint64_t count = counts[row * sizes + size];
      if (count > 0) entries.push_back({static_cast<double>(levels.levelOf[row + 1]), static_cast<double>(size), static_cast<double>(count)});
    }
  }
  sumUp();
}

SizeMatrix::SizeMatrix(const Levels& levels, std::vector<std::pair<std::uint32_t, std::uint64_t>> things)
    : voxelCount(static_cast<double>(levels.voxelCount)) {
  std::sort(things.begin(), things.end());
  for (std::size_t first = 0; first < things.size();) {
    std::size_t end = first;
    while (end < things.size() && things[end] == things[first]) ++end;
    entries.push_back({static_cast<double>(levels.levelOf[things[first].first + 1]), static_cast<double>(things[first].second), static_cast<double>(end - first)});
    first = end;
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
