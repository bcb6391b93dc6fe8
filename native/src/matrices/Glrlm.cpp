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

/** True where two voxels of the region are neighbours in this direction, in one row. */
bool hasNeighbours(const std::uint16_t* voxel, const std::uint16_t* before, std::int32_t length) {
  bool found = false;
  for (std::int32_t v = 0; v < length; ++v) found |= voxel[v] != 0 && before[v] != 0;
  return found;
}

/**
 * Counts, by code and place, the voxels that are the first, second, third ... of a run. There are as many runs of length s as voxels in place s
 * less those in place s + 1, so that no run has to be followed to its end. `Place`: large enough for the box's longest side.
 */
template <class Place>
std::vector<std::uint32_t> countPlaces(const Region& region, const Levels& levels, const Offset& offset, std::size_t sizes, bool& touching, const Work& work) {
  const std::int64_t step = offset.in(levels);
  // Places in two slices by turns, laid out as in the levels.
  std::vector<Place> places(static_cast<std::size_t>(2 * levels.sliceStride), 0);
  // Two tables by turns: equal voxels that follow each other would wait for one counter.
  std::vector<std::uint32_t> even(static_cast<std::size_t>(levels.count() + 1) * sizes, 0);
  const bool twoTables = even.size() <= 65536;
  std::vector<std::uint32_t> odd(twoTables ? even.size() : 0, 0);
  std::uint32_t* const countEven = even.data();
  std::uint32_t* const countOdd = twoTables ? odd.data() : even.data();
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
    work.checkCancelled();
    Place* const here = places.data() + slice % 2 * levels.sliceStride;
    const Place* const there = places.data() + (slice + offset.slices) % 2 * levels.sliceStride;
    for (std::int64_t row = 0; row < region.size[1]; ++row) {
      const RowSpan span = region.rows[row + region.size[1] * slice];
      const std::int32_t length = span.last - span.first + 1;
      if (length <= 0) continue;
      const std::int64_t start = levels.at(row, slice) + span.first;
      const std::uint16_t* const voxel = levels.codes.data() + start;
      const std::uint16_t* const before = voxel - step;
      if (!touching) touching = hasNeighbours(voxel, before, length);
      const std::int64_t inSlice = start - (slice + levels.border) * levels.sliceStride;
      Place* const place = here + inSlice;
      if (step == 1) {
        Place run = 0;
        for (std::int32_t v = 0; v < length; ++v) {
          run = static_cast<Place>(voxel[v] == 0 ? 0 : before[v] == voxel[v] ? run + 1 : 1);
          place[v] = run;
        }
      } else {
        const Place* const placeBefore = there + inSlice - offset.rows * levels.rowStride - offset.columns;
        // Masks of all ones or none, which compilers turn into vector instructions.
        for (std::int32_t v = 0; v < length; ++v) {
          const auto same = static_cast<Place>(-(before[v] == voxel[v])), inside = static_cast<Place>(-(voxel[v] != 0));
          place[v] = static_cast<Place>(((placeBefore[v] & same) + 1) & inside);
        }
      }
      std::int32_t v = 0;
      for (; v + 1 < length; v += 2) {
        ++countEven[voxel[v] * sizes + place[v]];
        ++countOdd[voxel[v + 1] * sizes + place[v + 1]];
      }
      if (v < length) ++countEven[voxel[v] * sizes + place[v]];
    }
  }
  for (std::size_t c = 0; c < odd.size(); ++c) even[c] += odd[c];
  return even;
}

}  // namespace

std::optional<SizeMatrix> countRuns(const Region& region, const Levels& levels, const Offset& offset, const Work& work) {
  const auto longest = static_cast<std::size_t>(std::max({region.size[0], region.size[1], region.size[2]}));
  const std::size_t sizes = longest + 2;
  refuseLargeTable(levels.count() + 1, sizes, "a box as long as the region's");
  bool touching = false;
  const std::vector<std::uint32_t> places = longest < 65535 ? countPlaces<std::uint16_t>(region, levels, offset, sizes, touching, work)
                                                            : countPlaces<std::uint32_t>(region, levels, offset, sizes, touching, work);
  if (!touching && !hasLineOfTwo(region, levels, offset)) return std::nullopt;
  return SizeMatrix(levels, longest + 1, [&](std::size_t row, std::size_t size) -> std::uint64_t {
    const std::uint32_t* const voxels = places.data() + (row + 1) * sizes + size;
    return size == 0 ? 0 : voxels[0] - voxels[1];
  });
}

}  // namespace fascicle
