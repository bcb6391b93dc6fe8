#include "filters/Gradient.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <vector>

namespace fascicle {
namespace {

/** The rows that a row of the box is computed of, each from the image's first column on. */
template <class Scalar>
struct Rows {
  const Scalar *centre, *before, *after, *below, *above;
};

template <class Scalar>
void filterRow(const Rows<Scalar>& rows, const std::array<double, 3>& weights, std::int64_t firstColumn, std::int64_t columns,
               std::int64_t lastOfImage, float* to) {
  // Each neighbour is weighed before the difference is taken: so rounds ITK's inner product.
  const auto magnitude = [&](std::int64_t x, std::int64_t left, std::int64_t right) {
    const double gx = static_cast<double>(rows.centre[right]) * weights[0] - static_cast<double>(rows.centre[left]) * weights[0];
    const double gy = static_cast<double>(rows.after[x]) * weights[1] - static_cast<double>(rows.before[x]) * weights[1];
    const double gz = static_cast<double>(rows.above[x]) * weights[2] - static_cast<double>(rows.below[x]) * weights[2];
    return static_cast<float>(std::sqrt(gx * gx + gy * gy + gz * gz));
  };
  for (std::int64_t i = 0; i < columns; ++i) {
    const std::int64_t x = firstColumn + i;
    to[i] = magnitude(x, std::max<std::int64_t>(x - 1, 0), std::min(x + 1, lastOfImage));
  }
}

}  // namespace

Image gradientMagnitude(const Image& image, const Box& box, bool useSpacing, Work& work) {
  auto [result, data] = makeImage<float>(cropGrid(image.grid, box));
  std::array<double, 3> weights;
  for (int axis = 0; axis < 3; ++axis) weights[axis] = useSpacing ? 0.5 * (1.0 / image.grid.spacingMm[axis]) : 0.5;
  const Index3 size = image.grid.size;

  withTypedPointer(image.voxels, [&, to = data](auto voxels) {
    const auto row = [&](std::int64_t y, std::int64_t z) {
      return voxels + size[0] * (std::clamp<std::int64_t>(y, 0, size[1] - 1) + size[1] * std::clamp<std::int64_t>(z, 0, size[2] - 1));
    };
    std::vector<Task> tasks;
    for (std::int64_t k = 0; k < box.size[2]; ++k) {
      tasks.push_back([&, k] {
        const std::int64_t z = box.lower[2] + k;
        for (std::int64_t j = 0; j < box.size[1]; ++j) {
          const std::int64_t y = box.lower[1] + j;
          const Rows<std::remove_cvref_t<decltype(*voxels)>> rows{row(y, z), row(y - 1, z), row(y + 1, z), row(y, z - 1), row(y, z + 1)};
          filterRow(rows, weights, box.lower[0], box.size[0], size[0] - 1, to + box.size[0] * (j + box.size[1] * k));
          if (j % 64 == 0) work.checkCancelled();
        }
      });
    }
    work.run("filtering with the gradient", tasks);
  });
  return result;
}

}  // namespace fascicle
