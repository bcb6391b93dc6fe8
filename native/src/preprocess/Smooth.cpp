#include "preprocess/Smooth.hpp"

#include <algorithm>
#include <vector>

#include "preprocess/Finite.hpp"
#include "preprocess/LineKernels.hpp"
#include "preprocess/Lines.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {

Image smoothGaussian(const Image& image, double sigmaMm, Work& work) {
  checkFinite(image, "smoothed (smooth)", work);
  Block block = blockOf(image, work);
  for (int axis = 0; axis < 3; ++axis) {
    const double sigma = sigmaMm / image.grid.spacingMm[axis];
    if (block.size[axis] == 1) continue;
    if (4 * sigma > 1e5) throw Refused("The image cannot be smoothed (smooth): sigmaMm is too large for its voxels. Choose a smaller one.");
    const std::vector<double> half = gaussianWeights(sigma);
    const auto smooth = [&](std::vector<double>& in, std::vector<double>& out) { convolveLines(in, out, half, Beyond::mirrorEdge); };
    block = alongAxis(block, axis, block.size[axis], "smoothing", smooth, work);
  }
  return imageOf(block, image.grid, work);
}

Image smoothMedian(const Image& image, const Index3& radius, Work& work) {
  checkFinite(image, "smoothed (smooth)", work);
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    auto [result, data] = makeImage<Scalar>(image.grid);
    const Index3& size = image.grid.size;
    const std::int64_t width = 2 * radius[0] + 1;
    forSlices(image.grid, "smoothing", work, [&, data = data](std::int64_t k, std::int64_t first, std::int64_t) {
      // The rows of the boxes of one row of voxels, mirrored and continued: a box is a piece of each.
      std::vector<std::vector<Scalar>> rows(static_cast<std::size_t>((2 * radius[1] + 1) * (2 * radius[2] + 1)),
                                            std::vector<Scalar>(static_cast<std::size_t>(size[0] + 2 * radius[0])));
      std::vector<Scalar> box(rows.size() * static_cast<std::size_t>(width));
      for (std::int64_t j = 0; j < size[1]; ++j) {
        work.checkCancelled();
        auto row = rows.begin();
        for (std::int64_t c = k - radius[2]; c <= k + radius[2]; ++c) {
          for (std::int64_t b = j - radius[1]; b <= j + radius[1]; ++b) {
            const Scalar* const from = voxels + size[0] * (placeBeyond(b, size[1], Beyond::mirrorEdge) + size[1] * placeBeyond(c, size[2], Beyond::mirrorEdge));
            auto to = row->begin();
            for (std::int64_t i = -radius[0]; i < size[0] + radius[0]; ++i) *to++ = from[placeBeyond(i, size[0], Beyond::mirrorEdge)];
            ++row;
          }
        }
        const auto middle = box.begin() + static_cast<std::int64_t>(box.size() / 2);
        for (std::int64_t i = 0; i < size[0]; ++i) {
          auto to = box.begin();
          for (const auto& each : rows) to = std::copy_n(each.begin() + i, width, to);
          std::nth_element(box.begin(), middle, box.end());
          data[first + j * size[0] + i] = *middle;
        }
      }
    });
    return result;
  });
}

}  // namespace fascicle
