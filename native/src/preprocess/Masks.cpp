#include "preprocess/Masks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "preprocess/Finite.hpp"
#include "preprocess/GreyValues.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {

Image maskOfLabels(const Image& labels, const std::vector<std::uint32_t>& chosen, Work& work) {
  if (chosen.empty()) return maskOfNonzero(labels, work);
  std::vector<double> sorted(chosen.begin(), chosen.end());
  std::sort(sorted.begin(), sorted.end());
  return mapVoxels<std::uint8_t>(labels, "reading the mask", work, [&](double value, std::int64_t) {
    return static_cast<std::uint8_t>(value != 0 && std::binary_search(sorted.begin(), sorted.end(), value));
  });
}

Image maskOfNonzero(const Image& image, Work& work) {
  return mapVoxels<std::uint8_t>(image, "reading the mask", work, [](double value, std::int64_t) { return static_cast<std::uint8_t>(value != 0); });
}

Image maskAbove(const Image& image, double threshold, Work& work) {
  return mapVoxels<std::uint8_t>(image, "reading the mask", work,
                                 [threshold](double value, std::int64_t) { return static_cast<std::uint8_t>(value > threshold); });
}

double otsuThreshold(const Image& image, Work& work) {
  constexpr std::int64_t bins = 200;
  const GreyValues all = measureGreyValues(image, nullptr, "thresholded (otsu)", work);
  // ITK makes the last bin a hundredth wider, so that the largest value lies within it.
  const double width = (all.maximum - all.minimum) * (1 + 0.01 / bins) / bins;
  std::vector<std::vector<std::int64_t>> counts(static_cast<std::size_t>(image.grid.size[2]), std::vector<std::int64_t>(bins));
  withTypedPointer(image.voxels, [&](auto voxels) {
    forSlices(image.grid, "finding a threshold", work, [&](std::int64_t slice, std::int64_t first, std::int64_t length) {
      std::vector<std::int64_t>& own = counts[static_cast<std::size_t>(slice)];
      for (std::int64_t v = first; v < first + length; ++v) {
        const auto bin = static_cast<std::int64_t>((static_cast<double>(voxels[v]) - all.minimum) / width);
        ++own[static_cast<std::size_t>(std::min(bin, bins - 1))];
      }
    });
  });
  std::vector<double> share(bins);
  for (const auto& own : counts) {
    for (std::size_t bin = 0; bin < bins; ++bin) share[bin] += static_cast<double>(own[bin]);
  }
  double total = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    share[bin] /= static_cast<double>(all.count);
    total += static_cast<double>(bin + 1) * share[bin];
  }
  double left = 0, leftSum = 0, most = -1;
  std::int64_t best = 0;
  for (std::int64_t bin = 0; bin < bins - 1; ++bin) {
    left += share[static_cast<std::size_t>(bin)];
    leftSum += static_cast<double>(bin + 1) * share[static_cast<std::size_t>(bin)];
    if (left <= 0 || left >= 1) continue;
    const double apart = leftSum / left - (total - leftSum) / (1 - left);
    const double between = left * (1 - left) * apart * apart;
    if (between > most) {
      most = between;
      best = bin;
    }
  }
  return all.minimum + width * static_cast<double>(best + 1);
}

std::optional<Box> boxOfMask(const Image& mask, Work& work) {
  const Index3& size = mask.grid.size;
  struct Extent {
    Index3 lower{INT64_MAX, INT64_MAX, INT64_MAX}, upper{-1, -1, -1};
  };
  std::vector<Extent> extents(static_cast<std::size_t>(size[2]));
  const auto* const inside = static_cast<const std::uint8_t*>(mask.voxels.data);
  forSlices(mask.grid, "reading the mask", work, [&](std::int64_t slice, std::int64_t first, std::int64_t) {
    Extent& extent = extents[static_cast<std::size_t>(slice)];
    for (std::int64_t j = 0; j < size[1]; ++j) {
      const std::uint8_t* const row = inside + first + j * size[0];
      for (std::int64_t i = 0; i < size[0]; ++i) {
        if (row[i] == 0) continue;
        const Index3 at{i, j, slice};
        for (int axis = 0; axis < 3; ++axis) {
          extent.lower[axis] = std::min(extent.lower[axis], at[axis]);
          extent.upper[axis] = std::max(extent.upper[axis], at[axis]);
        }
      }
    }
  });
  Extent all;
  for (const Extent& extent : extents) {
    for (int axis = 0; axis < 3; ++axis) {
      all.lower[axis] = std::min(all.lower[axis], extent.lower[axis]);
      all.upper[axis] = std::max(all.upper[axis], extent.upper[axis]);
    }
  }
  if (all.upper[0] < 0) return std::nullopt;
  return Box{all.lower, {all.upper[0] - all.lower[0] + 1, all.upper[1] - all.lower[1] + 1, all.upper[2] - all.lower[2] + 1}};
}

std::int64_t voxelsOfMask(const Image& mask, Work& work) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(mask.grid.size[2]));
  const auto* const inside = static_cast<const std::uint8_t*>(mask.voxels.data);
  forSlices(mask.grid, "reading the mask", work, [&](std::int64_t slice, std::int64_t first, std::int64_t length) {
    counts[static_cast<std::size_t>(slice)] = std::count_if(inside + first, inside + first + length, [](std::uint8_t each) { return each != 0; });
  });
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace fascicle
