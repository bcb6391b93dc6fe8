#include "matrices/Glcm.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace fascicle {
namespace {

// Above this, a matrix of counts would not fit in memory beside the image.
constexpr std::int64_t mostLevelsInMatrix = 8192;

/** Counts pairs (code, code of the neighbour); row and column 0 hold the pairs with the outside, which are not used. */
std::vector<std::uint32_t> countPairs(const Region& region, const Levels& levels, const Offset& offset, const Work& work) {
  const std::int64_t width = levels.count() + 1;
  const std::int64_t step = offset.in(levels);
  // Two tables by turns: equal pairs that follow each other would wait for one counter.
  std::vector<std::uint32_t> even(static_cast<std::size_t>(width * width), 0);
  const bool twoTables = width <= 512;
  std::vector<std::uint32_t> odd(twoTables ? even.size() : 0, 0);
  std::uint32_t* const countEven = even.data();
  std::uint32_t* const countOdd = twoTables ? odd.data() : even.data();
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    work.checkCancelled();
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const RowSpan span = region.rows[row + region.size[1] * slice];
      const std::uint16_t* voxel = levels.codes.data() + levels.at(row, slice);
      const std::uint16_t* neighbour = voxel + step;
      std::int32_t column = span.first;
      for (; column < span.last; column += 2) {
        ++countEven[voxel[column] * width + neighbour[column]];
        ++countOdd[voxel[column + 1] * width + neighbour[column + 1]];
      }
      if (column == span.last) ++countEven[voxel[column] * width + neighbour[column]];
    }
  }
  for (std::size_t pair = 0; pair < odd.size(); ++pair) even[pair] += odd[pair];
  return even;
}

double entropyOf(const std::vector<double>& distribution) {
  double sum = 0;
  for (const double p : distribution) sum += p * std::log2(p + epsilon);
  return -sum;
}

}  // namespace

PairCounts PairCounts::of(const Region& region, const Levels& levels, const Offset& offset, bool symmetrical, const Work& work) {
  if (levels.count() > mostLevelsInMatrix) {
    throw Refused("The region's intensities fall into " + std::to_string(levels.count()) + " grey levels; a co-occurrence matrix is made of at most " +
                  std::to_string(mostLevelsInMatrix) + ". Choose a larger binWidth or fewer bins.");
  }
  const std::vector<std::uint32_t> table = countPairs(region, levels, offset, work);
  const std::int64_t width = levels.count() + 1;
  PairCounts pairs;
  for (std::int64_t i = 1; i < width; ++i) {
    for (std::int64_t j = 1; j < width; ++j) {
      const std::uint64_t found = table[i * width + j] + (symmetrical ? static_cast<std::uint64_t>(table[j * width + i]) : 0);
      if (found > 0) pairs.entries.push_back({static_cast<std::uint32_t>(i - 1), static_cast<std::uint32_t>(j - 1), static_cast<double>(found)});
    }
  }
  return pairs;
}

PairCounts PairCounts::weighted(const std::vector<PairCounts>& directions, const std::vector<double>& weights) {
  std::vector<Entry> all;
  for (std::size_t d = 0; d < directions.size(); ++d) {
    for (const Entry& entry : directions[d].entries) all.push_back({entry.row, entry.column, weights[d] * entry.count});
  }
  // Stable: equal pairs are added up in the order of the directions.
  std::stable_sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  PairCounts merged;
  for (const Entry& entry : all) {
    const bool another = merged.entries.empty() || merged.entries.back().row != entry.row || merged.entries.back().column != entry.column;
    if (another) merged.entries.push_back(entry);
    else merged.entries.back().count += entry.count;
  }
  return merged;
}

Glcm::Glcm(const Levels& levels, const PairCounts& pairs) {
  level.assign(levels.levelOf.begin() + 1, levels.levelOf.end());
  largestLevel = static_cast<double>(levels.largest());
  px.assign(level.size(), 0);
  py.assign(level.size(), 0);
  for (const PairCounts::Entry& pair : pairs.entries) total += pair.count;
  if (total == 0) return;
  entries.reserve(pairs.entries.size());
  for (const PairCounts::Entry& pair : pairs.entries) {
    if (pair.count > 0) entries.push_back({level[pair.row], level[pair.column], pair.count / total, pair.row, pair.column});
  }
  describe();
}

void Glcm::describe() {
  psum.assign(static_cast<std::size_t>(2 * level.back()) + 1, 0);
  pdiff.assign(static_cast<std::size_t>(level.back() - level.front()) + 1, 0);
  for (const Entry& entry : entries) {
    px[entry.row] += entry.p;
    py[entry.column] += entry.p;
    psum[static_cast<std::size_t>(entry.i + entry.j)] += entry.p;
    pdiff[static_cast<std::size_t>(std::abs(entry.i - entry.j))] += entry.p;
    ux += entry.i * entry.p;
    uy += entry.j * entry.p;
  }
  double varianceX = 0, varianceY = 0;
  for (const Entry& entry : entries) {
    varianceX += entry.p * (entry.i - ux) * (entry.i - ux);
    varianceY += entry.p * (entry.j - uy) * (entry.j - uy);
    hxy -= entry.p * std::log2(entry.p + epsilon);
    hxy1 -= entry.p * std::log2(px[entry.row] * py[entry.column] + epsilon);
  }
  sx = std::sqrt(varianceX);
  sy = std::sqrt(varianceY);
  hx = entropyOf(px);
  hy = entropyOf(py);
  for (const double x : px) {
    for (const double y : py) {
      const double product = x * y;
      if (product > 0) hxy2 -= product * std::log2(product + epsilon);
    }
  }
}

}  // namespace fascicle
