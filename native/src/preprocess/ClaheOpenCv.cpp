#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "preprocess/Clahe.hpp"
#include "preprocess/GreyValues.hpp"
#include "preprocess/LineKernels.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {
namespace {

/** The tiles of a slice and the table of each: which value becomes which. */
template <class Level>
struct Tiles {
  std::int64_t columns, rows, width, height;
  std::vector<Level> tables;
};

constexpr int levelsOf(std::size_t bytes) { return bytes == 1 ? 256 : 65536; }

template <class Level>
void fillTable(const Level* slice, std::array<std::int64_t, 2> size, std::array<std::int64_t, 2> first, Tiles<Level>& tiles, double clipLimit, Level* table) {
  constexpr int levels = levelsOf(sizeof(Level));
  const auto voxels = static_cast<int>(tiles.width * tiles.height);
  std::vector<int> counts(levels);
  for (std::int64_t b = 0; b < tiles.height; ++b) {
    const Level* const row = slice + size[0] * placeBeyond(first[1] + b, size[1], Beyond::mirrorCentre);
    for (std::int64_t a = 0; a < tiles.width; ++a) ++counts[row[placeBeyond(first[0] + a, size[0], Beyond::mirrorCentre)]];
  }
  if (clipLimit > 0) {
    const int limit = std::max(1, static_cast<int>(std::min(clipLimit * voxels / levels, 2e9)));
    int excess = 0;
    for (int& count : counts) {
      excess += std::max(0, count - limit);
      count = std::min(count, limit);
    }
    const int each = excess / levels;
    int left = excess - each * levels;
    for (int& count : counts) count += each;
    if (left > 0) {
      const int step = std::max(levels / left, 1);
      for (int level = 0; level < levels && left > 0; level += step, --left) ++counts[static_cast<std::size_t>(level)];
    }
  }
  const float scale = static_cast<float>(levels - 1) / static_cast<float>(voxels);
  int sum = 0;
  for (int level = 0; level < levels; ++level) {
    sum += counts[static_cast<std::size_t>(level)];
    table[level] = static_cast<Level>(std::clamp(std::nearbyint(static_cast<float>(sum) * scale), 0.0f, static_cast<float>(levels - 1)));
  }
}

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
  Tiles<Level> tiles{tiling[0], tiling[1], tileOf(0), tileOf(1), std::vector<Level>(static_cast<std::size_t>(levels) * tiling[0] * tiling[1])};
  for (std::int64_t tile = 0; tile < tiles.columns * tiles.rows; ++tile) {
    work.checkCancelled();
    fillTable(slice, size, {tile % tiles.columns * tiles.width, tile / tiles.columns * tiles.height}, tiles, clipLimit, tiles.tables.data() + tile * levels);
  }
  const std::vector<Between> columns = between(size[0], tiles.width, tiles.columns), rows = between(size[1], tiles.height, tiles.rows);
  for (std::int64_t j = 0; j < size[1]; ++j) {
    const Between& y = rows[static_cast<std::size_t>(j)];
    const Level* const upper = tiles.tables.data() + y.first * tiles.columns * levels;
    const Level* const lower = tiles.tables.data() + y.second * tiles.columns * levels;
    for (std::int64_t i = 0; i < size[0]; ++i) {
      const Between& x = columns[static_cast<std::size_t>(i)];
      const std::int64_t level = slice[i + size[0] * j], first = x.first * levels + level, second = x.second * levels + level;
      const float x1 = 1.0f - x.share, y1 = 1.0f - y.share;
      const float value = (static_cast<float>(upper[first]) * x1 + static_cast<float>(upper[second]) * x.share) * y1 +
                          (static_cast<float>(lower[first]) * x1 + static_cast<float>(lower[second]) * x.share) * y.share;
      result[i + size[0] * j] = static_cast<Level>(std::clamp(std::nearbyint(value), 0.0f, static_cast<float>(levels - 1)));
    }
  }
}

template <class Level>
Image equalise(const Image& image, double clipLimit, std::array<int, 2> tiles, Work& work) {
  const GreyValues all = measureGreyValues(image, nullptr, "equalised (clahe)", work);
  const double width = all.maximum - all.minimum, most = levelsOf(sizeof(Level)) - 1;
  const Image gray = mapVoxels<Level>(image, "equalising contrast", work,
                                      [&](double value, std::int64_t) { return static_cast<Level>(std::nearbyint((value - all.minimum) / width * most)); });
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
