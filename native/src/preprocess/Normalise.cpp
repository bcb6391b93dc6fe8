#include "preprocess/Normalise.hpp"

#include <algorithm>
#include <cmath>

#include "region/Diagnostics.hpp"

namespace fascicle {

Image normalise(const Image& image, double scale, std::optional<double> removeOutliers, Work& work) {
  const Moments moments = measureImageWithSquares(image, work);
  const auto count = static_cast<double>(moments.count);
  const double sum = moments.sum.value(), mean = sum / count;
  const double variance = (moments.squares.value() - sum * sum / count) / (count - 1);
  if (!std::isfinite(variance)) throw Refused("The image cannot be normalised (normalize): it has a voxel that is not a finite number. Correct the image.");
  if (!(variance > 0))
    throw Refused(
        "The image cannot be normalised (normalize): all of its voxels are equal. Set normalize to false, or choose another image.");
  const double perDeviation = 1.0 / std::sqrt(variance);

  auto [result, data] = makeImage<double>(image.grid);
  withTypedPointer(image.voxels, [&, data = data](auto voxels) {
    const std::int64_t plane = image.grid.size[0] * image.grid.size[1];
    std::vector<Task> tasks;
    for (std::int64_t slice = 0; slice < image.grid.size[2]; ++slice) {
      tasks.push_back([&, voxels, data, slice] {
        const auto* const from = voxels + slice * plane;
        double* const to = data + slice * plane;
        if (!removeOutliers) {
          for (std::int64_t v = 0; v < plane; ++v) to[v] = (static_cast<double>(from[v]) - mean) * perDeviation * scale;
          return;
        }
        const double limit = *removeOutliers;
        for (std::int64_t v = 0; v < plane; ++v) {
          double value = (static_cast<double>(from[v]) - mean) * perDeviation;
          value = value > limit ? limit : value;
          value = value < -limit ? -limit : value;
          to[v] = value * scale;
        }
      });
    }
    work.run("normalising", tasks);
  });
  return result;
}

}  // namespace fascicle
