#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "preprocess/Clahe.hpp"
#include "preprocess/GreyValues.hpp"
#include "preprocess/LineKernels.hpp"
#include "preprocess/Rounding.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {
namespace {

constexpr int levelsOf(std::size_t bytes) { return bytes == 1 ? 256 : 65536; }

/**
 * Which value becomes which by the grey values of one tile. OpenCV fills a table of all levels; here only those that the tile has are kept, of which there are
 * few where the levels are 65,536, and the rest is counted from them.
 */
class Tile {
 public:
  /** `slice`, of `size`, has the tile's first voxel at `first` and is mirrored beyond its end. `counts`: one a level, all 0; left so. */
  template <class Level>
  Tile(const Level* slice, std::array<std::int64_t, 2> size, std::array<std::int64_t, 2> first, std::array<std::int64_t, 2> length, double clipLimit,
       std::vector<int>& counts)
      : present_(counts.size() / 64), below_(present_.size()) {
    for (std::int64_t b = 0; b < length[1]; ++b) {
      const Level* const row = slice + size[0] * placeBeyond(first[1] + b, size[1], Beyond::mirrorCentre);
      for (std::int64_t a = 0; a < length[0]; ++a) {
        const Level level = row[placeBeyond(first[0] + a, size[0], Beyond::mirrorCentre)];
        ++counts[level];
        present_[level / 64] |= std::uint64_t{1} << level % 64;
      }
    }
    const auto levels = static_cast<int>(counts.size()), voxels = static_cast<int>(length[0] * length[1]);
    const int limit = clipLimit > 0 ? std::max(1, static_cast<int>(std::min(clipLimit * voxels / levels, 2e9))) : voxels;
    int excess = 0;
    for (std::size_t word = 0; word < present_.size(); ++word) {
      below_[word] = static_cast<int>(sums_.size()) - 1;
      for (std::uint64_t left = present_[word]; left != 0; left &= left - 1) {
        int& count = counts[64 * word + static_cast<std::size_t>(std::countr_zero(left))];
        excess += std::max(0, count - limit);
        sums_.push_back(sums_.back() + std::min(count, limit));
        count = 0;
      }
    }
    each_ = excess / levels;
    more_ = excess - each_ * levels;
    step_ = more_ > 0 ? std::max(levels / more_, 1) : levels;
    perStep_ = (std::uint64_t{1} << 32) / static_cast<std::uint64_t>(step_) + 1;
    most_ = static_cast<float>(levels - 1);
    scale_ = most_ / static_cast<float>(voxels);
  }

  float operator[](std::uint32_t level) const {
    const std::uint32_t word = level / 64;
    const int distinct = below_[word] + std::popcount(present_[word] << (63 - level % 64));
    // What was cut off is given to all levels alike, and the rest of it to every so-manieth; a product in place of level / step_.
    const int more = std::min(more_, static_cast<int>(level * perStep_ >> 32) + 1);
    const int sum = sums_[static_cast<std::size_t>(distinct)] + each_ * static_cast<int>(level + 1) + more;
    return std::clamp(roundHalfEven(static_cast<float>(sum) * scale_), 0.0f, most_);
  }

 private:
  std::vector<std::uint64_t> present_;  // one bit a level
  std::vector<int> below_;              // how many levels of the tile lie below each 64
  std::vector<int> sums_{0};            // voxels, as far as they are not cut off, of so many levels of the tile from the lowest on
  int each_ = 0, more_ = 0, step_ = 1;
  std::uint64_t perStep_ = 0;
  float most_ = 0, scale_ = 0;
};

/** Between which two tiles each index along an axis lies, and how much the second counts; in OpenCV's single precision. */
struct Between {
  std::int64_t first, second;
  float share;
};

std::vector<Between> between(std::int64_t length, std::int64_t tile, std::int64_t tiles) {
  std::vector<Between> places;
  const float perVoxel = 1.0f / static_cast<float>(tile);
  for (std::int64_t n = 0; n < length; ++n) {
    const float place = static_cast<float>(n) * perVoxel - 0.5f;
    const auto below = static_cast<std::int64_t>(std::floor(place));
    places.push_back({std::max<std::int64_t>(below, 0), std::min(below + 1, tiles - 1), place - static_cast<float>(below)});
  }
  return places;
}

template <class Level>
void equaliseSlice(const Level* slice, Level* result, std::array<std::int64_t, 2> size, double clipLimit, std::array<int, 2> tiling, const Work& work) {
  constexpr int levels = levelsOf(sizeof(Level));
  // Where the tiles do not fit, OpenCV adds a mirrored border along both axes, a whole number of tiles where one of them fits.
  const bool fits = size[0] % tiling[0] == 0 && size[1] % tiling[1] == 0;
  const auto tileOf = [&](int axis) { return fits ? size[axis] / tiling[axis] : (size[axis] + tiling[axis] - size[axis] % tiling[axis]) / tiling[axis]; };
  const std::array length{tileOf(0), tileOf(1)};
  std::vector<int> counts(levels);
  std::vector<Tile> tiles;
  for (std::int64_t b = 0; b < tiling[1]; ++b) {
    for (std::int64_t a = 0; a < tiling[0]; ++a) {
      work.checkCancelled();
      tiles.emplace_back(slice, size, std::array{a * length[0], b * length[1]}, length, clipLimit, counts);
    }
  }
  const std::vector<Between> columns = between(size[0], length[0], tiling[0]), rows = between(size[1], length[1], tiling[1]);
  for (std::int64_t j = 0; j < size[1]; ++j) {
    const Between& y = rows[static_cast<std::size_t>(j)];
    const Tile* const upper = tiles.data() + y.first * tiling[0];
    const Tile* const lower = tiles.data() + y.second * tiling[0];
    for (std::int64_t i = 0; i < size[0]; ++i) {
      const Between& x = columns[static_cast<std::size_t>(i)];
      const Level level = slice[i + size[0] * j];
      const float x1 = 1.0f - x.share, y1 = 1.0f - y.share;
      const float value = (upper[x.first][level] * x1 + upper[x.second][level] * x.share) * y1 +
                          (lower[x.first][level] * x1 + lower[x.second][level] * x.share) * y.share;
      result[i + size[0] * j] = static_cast<Level>(std::clamp(roundHalfEven(value), 0.0f, static_cast<float>(levels - 1)));
    }
  }
}

template <class Level>
Image equalise(const Image& image, double clipLimit, std::array<int, 2> tiles, Work& work) {
  const GreyValues all = measureGreyValues(image, nullptr, "equalised (clahe)", work);
  const double width = all.maximum - all.minimum, most = levelsOf(sizeof(Level)) - 1;
  const Image gray = mapVoxels<Level>(image, "equalising contrast", work,
                                      [&](double value, std::int64_t) { return static_cast<Level>(roundHalfEven((value - all.minimum) / width * most)); });
  auto [result, data] = makeImage<Level>(image.grid);
  const auto* const from = static_cast<const Level*>(gray.voxels.data);
  forSlices(image.grid, "equalising contrast", work, [&, data = data](std::int64_t, std::int64_t first, std::int64_t) {
    equaliseSlice<Level>(from + first, data + first, {image.grid.size[0], image.grid.size[1]}, clipLimit, tiles, work);
  });
  return result;
}

}  // namespace

Image claheLikeOpenCv(const Image& image, double clipLimit, std::array<int, 2> tiles, int bits, Work& work) {
  if (image.grid.size[0] < tiles[0] || image.grid.size[1] < tiles[1])
    throw Refused("The contrast cannot be equalised (clahe): a slice has fewer voxels than tiles along an axis. Choose fewer tiles.");
  return bits == 8 ? equalise<std::uint8_t>(image, clipLimit, tiles, work) : equalise<std::uint16_t>(image, clipLimit, tiles, work);
}

}  // namespace fascicle
