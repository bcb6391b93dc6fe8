// Grey levels: intensities put into bins.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "region/Region.hpp"

namespace fascicle {

/** How intensities are put into bins. */
struct Binning {
  double width = 25.0;
  std::optional<int> count;   // where given, this many bins over the region's range; the width is then not used
  bool singlePrecisionEdges = false;  // the image is float32: the edges of a fixed count are float32 as well, as numpy makes them
};

/**
 * The edges between bins; bin g (from 1) holds edge(g - 1) <= x < edge(g).
 * Fixed width w: the edges of numpy.arange(low, max + 2 w, w), low = min - (min mod w), mod as the floor modulus.
 * Fixed count: the edges of numpy.histogram (numpy.linspace from min to max; a flat region is widened by 0.5 each way), the last one plus 1.
 */
class BinEdges {
 public:
  /** Throws Refused where there would be more than 65,535 bins, or where the intensities are too large for bins of that width. */
  BinEdges(const Binning& binning, double minimum, double maximum);
  double edge(std::int64_t index) const { return edges_[static_cast<std::size_t>(index)]; }
  /** The bin of an intensity, from 1. */
  std::int64_t binOf(double intensity) const {
    // A closed form finds the place or its neighbour; the edges themselves decide.
    const double guess = (intensity - edges_[0]) * perStep_;
    std::int64_t bin = guess >= 0 ? static_cast<std::int64_t>(std::min(guess, last_)) + 1 : 0;
    if (bin < count_ && edge(bin) <= intensity) ++bin;
    else if (bin > 0 && edge(bin - 1) > intensity) --bin;
    if ((bin == 0 || edge(bin - 1) <= intensity) && (bin == count_ || edge(bin) > intensity)) return bin;
    return std::upper_bound(edges_.begin(), edges_.end(), intensity) - edges_.begin();
  }

 private:
  std::vector<double> edges_;
  std::int64_t count_ = 0;  // of the edges
  double last_ = 0, perStep_ = 0;
};

/**
 * The region in grey levels. `codes` numbers the levels that occur, in ascending order, from 1; 0 is outside. `levelOf[code]` is the level
 * itself. The box has a border of `border` voxels outside all round, so that a neighbour is found without looking where the box ends.
 */
struct Levels {
  std::int64_t border = 1;
  std::int64_t rowStride = 0, sliceStride = 0;  // steps in `codes` to the next row and the next slice
  std::vector<std::uint16_t> codes;
  std::vector<std::int32_t> levelOf;            // by code; levelOf[0] is 0
  std::vector<std::int64_t> histogram;          // voxels of each code; histogram[0] is 0
  std::int64_t voxelCount = 0;
  std::int32_t largestOfWhole = 0;              // where this is a part of a region (a kernel): that region's largest level; else 0

  /** Number of levels that occur. */
  std::int64_t count() const { return static_cast<std::int64_t>(levelOf.size()) - 1; }
  /** The region's largest level: Ng in the formulas that name it. */
  std::int64_t largest() const { return largestOfWhole > 0 ? largestOfWhole : levelOf.back(); }
  /** Position in `codes` of the box's voxel (0, row, slice). */
  std::int64_t at(std::int64_t row, std::int64_t slice) const { return border + (row + border) * rowStride + (slice + border) * sliceStride; }
};

/** Puts the region's intensities into bins. `border` is at least the largest distance at which neighbours are looked for. Throws Refused. */
Levels discretise(const Region& region, const Binning& binning, std::int64_t border, Work& work);

}  // namespace fascicle
