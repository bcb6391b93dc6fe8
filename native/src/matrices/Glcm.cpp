#include "matrices/Glcm.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace fascicle {
namespace {

// Above this, a matrix of counts would not fit in memory beside the image.
constexpr std::int64_t mostLevelsInMatrix = 8192;

/** Cells of a table that is counted in at once: larger matrices are counted some rows at a time. */
constexpr std::int64_t mostCells = 1 << 22;

/** Calls `use` with rows of voxels and of their neighbours, as codes, and how many they are. */
template <class Use>
void eachRow(const Region& region, const Levels& levels, const Offset& offset, const Work& work, Use&& use) {
  const std::int64_t step = offset.in(levels);
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    work.checkCancelled();
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const RowSpan span = region.rows[row + region.size[1] * slice];
      const std::uint16_t* const voxel = levels.codes.data() + levels.at(row, slice) + span.first;
      use(voxel, voxel + step, span.last - span.first + 1);
    }
  }
}

/** Counts pairs (code, code of the neighbour); row and column 0 hold the pairs with the outside, which are not used. */
std::vector<std::uint32_t> countPairs(const Region& region, const Levels& levels, const Offset& offset, const Work& work) {
  const std::int64_t width = levels.count() + 1;
  // Two tables by turns: equal pairs that follow each other would wait for one counter.
  std::vector<std::uint32_t> even(static_cast<std::size_t>(width * width), 0);
  const bool twoTables = width <= 512;
  std::vector<std::uint32_t> odd(twoTables ? even.size() : 0, 0);
  std::uint32_t* const countEven = even.data();
  std::uint32_t* const countOdd = twoTables ? odd.data() : even.data();
  eachRow(region, levels, offset, work, [=](const std::uint16_t* voxel, const std::uint16_t* neighbour, std::int32_t length) {
    std::int32_t v = 0;
    for (; v + 1 < length; v += 2) {
      ++countEven[voxel[v] * width + neighbour[v]];
      ++countOdd[voxel[v + 1] * width + neighbour[v + 1]];
    }
    if (v < length) ++countEven[voxel[v] * width + neighbour[v]];
  });
  for (std::size_t pair = 0; pair < odd.size(); ++pair) even[pair] += odd[pair];
  return even;
}

/** The same for the rows from `first` to before `last` alone, each pair counted both ways where that is asked for. */
std::vector<std::uint32_t> countPairsInBand(const Region& region, const Levels& levels, const Offset& offset, bool symmetrical,
                                            std::int64_t first, std::int64_t last, const Work& work) {
  const std::int64_t width = levels.count() + 1;
  std::vector<std::uint32_t> table(static_cast<std::size_t>(width * (last - first)), 0);
  std::uint32_t* const counts = table.data();
  const auto count = [=](std::int64_t row, std::int64_t column) {
    if (row >= first && row < last) ++counts[(row - first) * width + column];
  };
  eachRow(region, levels, offset, work, [&](const std::uint16_t* voxel, const std::uint16_t* neighbour, std::int32_t length) {
    for (std::int32_t v = 0; v < length; ++v) {
      count(voxel[v], neighbour[v]);
      if (symmetrical) count(neighbour[v], voxel[v]);
    }
  });
  return table;
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
  const std::int64_t width = levels.count() + 1;
  PairCounts pairs;
  const auto add = [&pairs](std::int64_t i, std::int64_t j, std::uint64_t found) {
    if (found > 0) pairs.entries.push_back({static_cast<std::uint32_t>(i - 1), static_cast<std::uint32_t>(j - 1), static_cast<double>(found)});
  };
  if (width * width <= mostCells) {
    const std::vector<std::uint32_t> table = countPairs(region, levels, offset, work);
    for (std::int64_t i = 1; i < width; ++i) {
      for (std::int64_t j = 1; j < width; ++j) add(i, j, table[i * width + j] + (symmetrical ? static_cast<std::uint64_t>(table[j * width + i]) : 0));
    }
    return pairs;
  }
  const std::int64_t rows = std::max<std::int64_t>(1, mostCells / width);
  for (std::int64_t first = 1; first < width; first += rows) {
    const std::int64_t last = std::min(width, first + rows);
    const std::vector<std::uint32_t> table = countPairsInBand(region, levels, offset, symmetrical, first, last, work);
    for (std::int64_t i = first; i < last; ++i) {
      for (std::int64_t j = 1; j < width; ++j) add(i, j, table[(i - first) * width + j]);
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
