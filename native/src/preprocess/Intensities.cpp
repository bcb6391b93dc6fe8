#include "preprocess/Intensities.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "preprocess/Slices.hpp"

namespace fascicle {

Image standardise(const Image& image, double centre, double unit, const Image* mask, Work& work) {
  const auto standard = [centre, unit](double value) { return static_cast<float>((value - centre) / unit); };
  if (!mask) return mapVoxels<float>(image, "standardising", work, [&](double value, std::int64_t) { return standard(value); });
  const auto* const inside = static_cast<const std::uint8_t*>(mask->voxels.data);
  return mapVoxels<float>(image, "standardising", work, [&](double value, std::int64_t v) { return inside[v] != 0 ? standard(value) : 0.0f; });
}

Image rescaleRange(const Image& image, std::array<double, 2> range, std::array<double, 2> onto, bool clip, Work& work) {
  const double width = range[1] - range[0], newWidth = onto[1] - onto[0];
  return mapVoxels<float>(image, "rescaling", work, [&](double value, std::int64_t) {
    if (clip) value = std::clamp(value, range[0], range[1]);
    return static_cast<float>((value - range[0]) / width * newWidth + onto[0]);
  });
}

Image clipValues(const Image& image, std::optional<double> lower, std::optional<double> upper, Work& work) {
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    double least = lower.value_or(-INFINITY), most = upper.value_or(INFINITY);
    if constexpr (std::is_integral_v<Scalar>) {
      least = std::max(std::ceil(least), static_cast<double>(std::numeric_limits<Scalar>::lowest()));
      most = std::min(std::floor(most), static_cast<double>(std::numeric_limits<Scalar>::max()));
    }
    if (!(least <= most))
      throw Refused("The image cannot be clipped (clip): its voxels are whole numbers, and none of them lies between the limits. Choose other limits.");
    auto [result, data] = makeImage<Scalar>(image.grid);
    forSlices(image.grid, "clipping", work, [&, data = data](std::int64_t, std::int64_t first, std::int64_t length) {
      for (std::int64_t v = first; v < first + length; ++v) data[v] = static_cast<Scalar>(std::clamp(static_cast<double>(voxels[v]), least, most));
    });
    return result;
  });
}

Image fillOutside(const Image& image, const Image& mask, double outside, Work& work) {
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    if constexpr (std::is_integral_v<Scalar>) {
      const bool fits = outside >= static_cast<double>(std::numeric_limits<Scalar>::lowest()) &&
                        outside <= static_cast<double>(std::numeric_limits<Scalar>::max()) && outside == std::floor(outside);
      if (!fits)
        throw Refused("The image cannot be masked (mask): its voxels are whole numbers, which cannot hold the value for outside. Choose another value.");
    }
    const auto* const inside = static_cast<const std::uint8_t*>(mask.voxels.data);
    auto [result, data] = makeImage<Scalar>(image.grid);
    forSlices(image.grid, "masking", work, [&, data = data](std::int64_t, std::int64_t first, std::int64_t length) {
      for (std::int64_t v = first; v < first + length; ++v) data[v] = inside[v] != 0 ? voxels[v] : static_cast<Scalar>(outside);
    });
    return result;
  });
}

}  // namespace fascicle
