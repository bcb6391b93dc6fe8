#include "preprocess/GreyValues.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "image/Sums.hpp"
#include "preprocess/Finite.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {
namespace {

/** The values of each slice's voxels, all or those of the mask. */
template <class Scalar>
std::vector<std::vector<Scalar>> valuesWithin(const Image& image, const Scalar* voxels, const Image* mask, const char* what, Work& work) {
  std::vector<std::vector<Scalar>> values(static_cast<std::size_t>(image.grid.size[2]));
  forSlices(image.grid, "measuring grey values", work, [&](std::int64_t slice, std::int64_t first, std::int64_t length) {
    std::vector<Scalar>& own = values[static_cast<std::size_t>(slice)];
    if (!mask) {
      own.assign(voxels + first, voxels + first + length);
      return;
    }
    const auto* const inside = static_cast<const std::uint8_t*>(mask->voxels.data);
    for (std::int64_t v = first; v < first + length; ++v) {
      if (inside[v] != 0) own.push_back(voxels[v]);
    }
  });
  std::size_t count = 0, notFinite = 0;
  for (const auto& own : values) {
    count += own.size();
    if constexpr (std::is_floating_point_v<Scalar>) {
      notFinite += static_cast<std::size_t>(std::count_if(own.begin(), own.end(), [](Scalar value) { return !std::isfinite(value); }));
    }
  }
  const std::string start = std::string("The image cannot be ") + what + ": ";
  if (count == 0) throw Refused(start + "its mask is empty. Choose another mask.");
  if (notFinite > 0)
    throw Refused(start + (notFinite == 1 ? "one voxel is" : std::to_string(notFinite) + " voxels are") + " not a finite number. Correct the image.");
  return values;
}

}  // namespace

GreyValues measureGreyValues(const Image& image, const Image* mask, const char* what, Work& work) {
  return withTypedPointer(image.voxels, [&](auto voxels) {
    const auto values = valuesWithin(image, voxels, mask, what, work);
    std::vector<Moments> moments(values.size());
    forSlices(image.grid, "measuring grey values", work, [&](std::int64_t slice, std::int64_t, std::int64_t) {
      const auto& own = values[static_cast<std::size_t>(slice)];
      moments[static_cast<std::size_t>(slice)] = momentsOf<false>(own.data(), static_cast<std::int64_t>(own.size()));
    });
    Moments all;
    for (const Moments& own : moments) all.add(own);
    if (!(all.maximum > all.minimum))
      throw Refused(std::string("The image cannot be ") + what + ": all of the voxels that are looked at are equal. Choose another image or mask.");
    const double mean = all.mean();
    std::vector<PreciseSum> squares(values.size());
    forSlices(image.grid, "measuring grey values", work, [&](std::int64_t slice, std::int64_t, std::int64_t) {
      PreciseSum sum;
      for (const auto value : values[static_cast<std::size_t>(slice)]) {
        const double apart = static_cast<double>(value) - mean;
        sum.add(apart * apart);
      }
      squares[static_cast<std::size_t>(slice)] = sum;
    });
    PreciseSum sum;
    for (const PreciseSum& own : squares) sum.add(own);
    return GreyValues{all.count, mean, sum.value(), all.minimum, all.maximum};
  });
}

std::vector<double> measurePercentiles(const Image& image, const Image* mask, const std::vector<double>& percents, const char* what, Work& work) {
  return withTypedPointer(image.voxels, [&](auto voxels) {
    const auto values = valuesWithin(image, voxels, mask, what, work);
    std::remove_cvref_t<decltype(values.front())> all;
    for (const auto& own : values) all.insert(all.end(), own.begin(), own.end());
    std::vector<double> found;
    for (const double percent : percents) {
      work.checkCancelled();
      const double place = percent / 100 * static_cast<double>(all.size() - 1);
      const auto below = all.begin() + static_cast<std::int64_t>(std::floor(place));
      std::nth_element(all.begin(), below, all.end());
      const auto first = static_cast<double>(*below);
      const auto second = below + 1 == all.end() ? first : static_cast<double>(*std::min_element(below + 1, all.end()));
      const double part = place - std::floor(place);
      found.push_back(part < 0.5 ? first + (second - first) * part : second - (second - first) * (1 - part));
    }
    return found;
  });
}

}  // namespace fascicle
