#include "preprocess/Smooth.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "preprocess/Finite.hpp"
#include "preprocess/LineKernels.hpp"
#include "preprocess/MedianNetwork.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {
namespace {

/** Half of the kernel along an axis, 1 alone where nothing is done, and the places that stand for -radius, ..., length - 1 + radius. */
struct AxisKernel {
  std::vector<double> half{1};
  std::vector<std::int64_t> places;

  std::int64_t radius() const { return static_cast<std::int64_t>(half.size()) - 1; }
};

AxisKernel axisKernel(double sigma, std::int64_t length) {
  AxisKernel kernel;
  if (length > 1) {
    if (4 * sigma > 1e5) throw Refused("The image cannot be smoothed (smooth): sigmaMm is too large for its voxels. Choose a smaller one.");
    kernel.half = gaussianWeights(sigma);
  }
  for (std::int64_t n = -kernel.radius(); n < length + kernel.radius(); ++n) kernel.places.push_back(placeBeyond(n, length, Beyond::mirrorEdge));
  return kernel;
}

/** The weighted sum, number by number, of 2 radius + 1 rows, which may overlap: `rowAt(n)` is where row n, from 0 on, begins. */
template <class RowAt, class Made>
void sumRows(const std::vector<double>& half, const RowAt& rowAt, std::int64_t length, Made* made) {
  // So few at a time that they stay in registers.
  constexpr std::int64_t piece = 8;
  const auto radius = static_cast<std::int64_t>(half.size()) - 1;
  const auto sumPiece = [&](std::int64_t first, std::int64_t count, auto* sum) {
    const double* const middle = rowAt(radius) + first;
    for (std::int64_t l = 0; l < count; ++l) sum[l] = half[0] * middle[l];
    for (std::int64_t m = radius; m >= 1; --m) {
      const double weight = half[static_cast<std::size_t>(m)];
      const double *const before = rowAt(radius - m) + first, *const behind = rowAt(radius + m) + first;
      for (std::int64_t l = 0; l < count; ++l) sum[l] += weight * (before[l] + behind[l]);
    }
    for (std::int64_t l = 0; l < count; ++l) made[first + l] = static_cast<Made>(sum[l]);
  };
  double sum[piece];
  std::int64_t first = 0;
  for (; first + piece <= length; first += piece) sumPiece(first, piece, sum);
  sumPiece(first, length - first, sum);
}

}  // namespace

Image smoothGaussian(const Image& image, double sigmaMm, Work& work) {
  checkFinite(image, "smoothed (smooth)", work);
  const auto [columns, rows, slices] = image.grid.size;
  const std::array kernels{axisKernel(sigmaMm / image.grid.spacingMm[0], columns), axisKernel(sigmaMm / image.grid.spacingMm[1], rows),
                           axisKernel(sigmaMm / image.grid.spacingMm[2], slices)};
  const std::int64_t plane = columns * rows;
  // Smoothed within their slices; every number is written before it is read.
  const std::unique_ptr<double[]> within(new double[static_cast<std::size_t>(plane * slices)]);
  withTypedPointer(image.voxels, [&](auto voxels) {
    forSlices(image.grid, "smoothing", work, [&](std::int64_t, std::int64_t first, std::int64_t) {
      std::vector<double> row(kernels[0].places.size()), slice(static_cast<std::size_t>(plane));
      for (std::int64_t j = 0; j < rows; ++j) {
        work.checkCancelled();
        const auto* const from = voxels + first + j * columns;
        std::transform(kernels[0].places.begin(), kernels[0].places.end(), row.begin(), [&](std::int64_t i) { return static_cast<double>(from[i]); });
        sumRows(kernels[0].half, [&](std::int64_t n) { return row.data() + n; }, columns, slice.data() + j * columns);
      }
      for (std::int64_t j = 0; j < rows; ++j) {
        work.checkCancelled();
        const auto rowAt = [&](std::int64_t n) { return slice.data() + kernels[1].places[static_cast<std::size_t>(j + n)] * columns; };
        sumRows(kernels[1].half, rowAt, columns, within.get() + first + j * columns);
      }
    });
  });
  auto [result, data] = makeImage<float>(image.grid);
  forSlices(image.grid, "smoothing", work, [&, data = data](std::int64_t k, std::int64_t first, std::int64_t) {
    for (std::int64_t j = 0; j < rows; ++j) {
      work.checkCancelled();
      const auto rowAt = [&](std::int64_t n) { return within.get() + kernels[2].places[static_cast<std::size_t>(k + n)] * plane + j * columns; };
      sumRows(kernels[2].half, rowAt, columns, data + first + j * columns);
    }
  });
  return result;
}

Image smoothMedian(const Image& image, const Index3& radius, Work& work) {
  checkFinite(image, "smoothed (smooth)", work);
  const auto width = static_cast<std::int32_t>(2 * radius[0] + 1), height = static_cast<std::int32_t>((2 * radius[1] + 1) * (2 * radius[2] + 1));
  const MedianNetwork network = medianNetwork(width, height);
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    // Boxes side by side, so many that what is compared stays near the processor.
    constexpr std::int64_t piece = 64;
    auto [result, data] = makeImage<Scalar>(image.grid);
    const Index3& size = image.grid.size;
    const std::int64_t continued = size[0] + 2 * radius[0];
    forSlices(image.grid, "smoothing", work, [&, data = data](std::int64_t k, std::int64_t first, std::int64_t) {
      // The columns of the boxes of one row of voxels, mirrored and continued.
      std::vector<Scalar> columns(static_cast<std::size_t>(height * continued)), boxes(static_cast<std::size_t>(width * height * piece));
      for (std::int64_t j = 0; j < size[1]; ++j) {
        work.checkCancelled();
        Scalar* row = columns.data() + radius[0];
        for (std::int64_t c = k - radius[2]; c <= k + radius[2]; ++c) {
          for (std::int64_t b = j - radius[1]; b <= j + radius[1]; ++b, row += continued) {
            const Scalar* const from = voxels + size[0] * (placeBeyond(b, size[1], Beyond::mirrorEdge) + size[1] * placeBeyond(c, size[2], Beyond::mirrorEdge));
            std::copy_n(from, size[0], row);
          }
        }
        exchangeAll(network.column, columns.data() + radius[0], continued, size[0]);
        for (std::int32_t n = 0; n < height; ++n) {
          Scalar* const sorted = columns.data() + n * continued + radius[0];
          for (std::int64_t i = 1; i <= radius[0]; ++i) {
            sorted[-i] = sorted[placeBeyond(-i, size[0], Beyond::mirrorEdge)];
            sorted[size[0] - 1 + i] = sorted[placeBeyond(size[0] - 1 + i, size[0], Beyond::mirrorEdge)];
          }
        }
        for (std::int64_t i = 0; i < size[0]; i += piece) {
          const std::int64_t count = std::min(piece, size[0] - i);
          Scalar* to = boxes.data();
          for (std::int32_t a = 0; a < width; ++a) {
            for (std::int32_t n = 0; n < height; ++n, to += piece) std::copy_n(columns.data() + n * continued + i + a, count, to);
          }
          exchangeAll(network.box, boxes.data(), piece, count);
          std::copy_n(boxes.data() + network.median * piece, count, data + first + j * size[0] + i);
        }
      }
    });
    return result;
  });
}

}  // namespace fascicle
