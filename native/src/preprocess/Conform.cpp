#include "preprocess/Conform.hpp"

#include <algorithm>
#include <cmath>

#include "grid/GridTransform.hpp"
#include "preprocess/GreyValues.hpp"
#include "preprocess/Interpolate.hpp"
#include "preprocess/Rounding.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {
namespace {

/** The value that becomes 255: the lower end of the bin before the one in which the last thousandth of the non-zero voxels begins. */
double upperEnd(const Image& image, const GreyValues& all, Work& work) {
  constexpr std::size_t bins = 1000;
  const double width = (all.maximum - all.minimum) / bins;
  std::vector<std::vector<std::int64_t>> counts(static_cast<std::size_t>(image.grid.size[2]), std::vector<std::int64_t>(bins + 1));
  withTypedPointer(image.voxels, [&](auto voxels) {
    forSlices(image.grid, "measuring grey values", work, [&](std::int64_t slice, std::int64_t first, std::int64_t length) {
      std::vector<std::int64_t>& own = counts[static_cast<std::size_t>(slice)];
      for (std::int64_t v = first; v < first + length; ++v) {
        const auto value = static_cast<double>(voxels[v]);
        ++own[std::min(bins - 1, static_cast<std::size_t>((value - all.minimum) / width))];
        own[bins] += std::abs(value) >= 1e-15;
      }
    });
  });
  std::int64_t nonzero = 0;
  for (const auto& own : counts) nonzero += own[bins];
  const std::int64_t wanted = all.count - static_cast<std::int64_t>((1.0 - 0.999) * static_cast<double>(nonzero));
  std::int64_t below = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    for (const auto& own : counts) below += own[bin];
    if (below >= wanted) return all.minimum + width * static_cast<double>(std::max<std::size_t>(bin, 2) - 1);
  }
  return all.maximum;
}

}  // namespace

Conformed conformImage(const Image& image, const Grid& grid, Work& work) {
  const GreyValues all = measureGreyValues(image, nullptr, "conformed (conform)", work);
  Conformed result;
  const GridTransform own(image.grid), conformed(grid);
  for (int corner = 0; corner < 8; ++corner) {
    Position3 outer;
    for (int axis = 0; axis < 3; ++axis) outer[axis] = corner >> axis & 1 ? static_cast<double>(image.grid.size[axis]) - 0.5 : -0.5;
    const Position3 place = conformed.indexAt(own.pointAt(outer));
    for (int axis = 0; axis < 3; ++axis) result.isCut = result.isCut || place[axis] < -1 || place[axis] > static_cast<double>(grid.size[axis]);
  }
  if (image.type() != ScalarType::uint8) {
    result.lower = all.minimum;
    result.upper = upperEnd(image, all, work);
  }
  const auto asFloat = [](double value, std::int64_t) { return static_cast<float>(value); };
  const Image asFloats = image.type() == ScalarType::float32 ? image : mapVoxels<float>(image, "reading the image", work, asFloat);
  const Image resampled = interpolateOnto(asFloats, grid, Interpolator::linear, work);
  const double scale = 255 / (result.upper - result.lower);
  result.image = mapVoxels<std::uint8_t>(resampled, "writing the image", work, [&](double value, std::int64_t) {
    return static_cast<std::uint8_t>(std::clamp(roundHalfEven((value - result.lower) * scale), 0.0, 255.0));
  });
  return result;
}

}  // namespace fascicle
