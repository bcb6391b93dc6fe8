#include "filters/LaplacianOfGaussian.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filters/RecursiveLines.hpp"

namespace fascicle {
namespace {

constexpr std::int64_t lanes = RecursiveLines::lanes;
constexpr std::int64_t rowsPerTask = 8;
constexpr std::int64_t blocksPerTask = 8;
constexpr char phase[] = "filtering with the Laplacian of Gaussian";

std::unique_ptr<float[]> room(std::int64_t length) { return std::unique_ptr<float[]>(new float[static_cast<std::size_t>(length)]); }

/**
 * One image, one sigma. Each axis has its own chain of three passes. A pass needs only what the later ones need: the last only lines through
 * the box, those before only what lies on such lines. The chains are cut where a line crosses slices:
 *   x chain: x and y pass, slice by slice            -> afterX_, the box's columns and rows of every slice; then the z pass
 *   y chain: y and x pass, slice by slice            -> afterY_, likewise; then the z pass
 *   z chain: z and x pass, some rows of all slices   -> afterZ_, the box's columns and slices of every row; then the y pass
 */
class Laplacian {
 public:
  Laplacian(const Image& image, const Box& box, double sigmaMm, Work& work)
      : image_(image), lower_(box.lower), inner_(box.size), outer_(image.grid.size), longest_(std::max({outer_[0], outer_[1], outer_[2]})), work_(work) {
    for (int axis = 0; axis < 3; ++axis) {
      const double spacing = image.grid.spacingMm[axis];
      smoothing_[axis] = gaussianSmoothing(sigmaMm, spacing);
      derivative_[axis] = gaussianSecondDerivative(sigmaMm, spacing);
      share_[axis] = 1.0 / (spacing * spacing);
    }
  }

  Image run() {
    auto [result, data] = makeImage<float>(cropGrid(image_.grid, {lower_, inner_}));
    result_ = data;
    afterX_ = room(inner_[0] * inner_[1] * outer_[2]);
    afterY_ = room(inner_[0] * inner_[1] * outer_[2]);
    afterZ_ = room(inner_[0] * outer_[1] * inner_[2]);
    work_.run(phase, firstPasses());
    work_.run(phase, lastPassesAlongZ());
    work_.run(phase, lastPassesAlongY());
    return std::move(result);
  }

 private:
  std::vector<Task> firstPasses() {
    std::vector<Task> tasks;
    for (std::int64_t z = 0; z < outer_[2]; ++z) {
      tasks.push_back([this, z] { alongXThenY(z * outer_[0] * outer_[1], afterX_.get() + z * inner_[0] * inner_[1]); });
      tasks.push_back([this, z] { alongYThenX(z * outer_[0] * outer_[1], afterY_.get() + z * inner_[0] * inner_[1]); });
    }
    for (std::int64_t y = 0; y < outer_[1]; y += rowsPerTask) {
      tasks.push_back([this, y] { alongZThenX(y, std::min(rowsPerTask, outer_[1] - y)); });
    }
    return tasks;
  }

  /** One slice, from voxel `slice` on: the derivative along x, smoothed along y. `to`: the box's part of the slice, x fastest. */
  void alongXThenY(std::int64_t slice, float* to) {
    RecursiveLines lines(longest_);
    const auto columns = room(inner_[0] * outer_[1]);  // y fastest
    inBlocks(outer_[1], [&](std::int64_t y, std::int64_t count) {
      lines.load(image_.voxels, slice + y * outer_[0], 1, outer_[0], outer_[0], count);
      const float* found = lines.filter(derivative_[0], lower_[0], inner_[0]);
      for (std::int64_t x = 0; x < inner_[0]; ++x) std::copy_n(found + x * lanes, count, columns.get() + x * outer_[1] + y);
    });
    inBlocks(inner_[0], [&](std::int64_t x, std::int64_t count) {
      lines.load(columns.get() + x * outer_[1], 1, outer_[1], outer_[1], count);
      const float* found = lines.filter(smoothing_[1], lower_[1], inner_[1]);
      for (std::int64_t y = 0; y < inner_[1]; ++y) std::copy_n(found + y * lanes, count, to + y * inner_[0] + x);
    });
  }

  /** One slice: the derivative along y, smoothed along x. */
  void alongYThenX(std::int64_t slice, float* to) {
    RecursiveLines lines(longest_);
    const auto rows = room(outer_[0] * inner_[1]);
    inBlocks(outer_[0], [&](std::int64_t x, std::int64_t count) {
      lines.load(image_.voxels, slice + x, outer_[0], 1, outer_[1], count);
      const float* found = lines.filter(derivative_[1], lower_[1], inner_[1]);
      for (std::int64_t y = 0; y < inner_[1]; ++y) std::copy_n(found + y * lanes, count, rows.get() + y * outer_[0] + x);
    });
    inBlocks(inner_[1], [&](std::int64_t y, std::int64_t count) {
      lines.load(rows.get() + y * outer_[0], 1, outer_[0], outer_[0], count);
      const float* found = lines.filter(smoothing_[0], lower_[0], inner_[0]);
      for (std::int64_t l = 0; l < count; ++l) {
        for (std::int64_t x = 0; x < inner_[0]; ++x) to[(y + l) * inner_[0] + x] = found[x * lanes + l];
      }
    });
  }

  /** Some rows of every slice: the derivative along z, smoothed along x. */
  void alongZThenX(std::int64_t firstRow, std::int64_t rowCount) {
    RecursiveLines lines(longest_);
    const auto rows = room(inner_[2] * rowCount * outer_[0]);  // x fastest, then the rows of one slice
    for (std::int64_t row = 0; row < rowCount; ++row) {
      inBlocks(outer_[0], [&](std::int64_t x, std::int64_t count) {
        lines.load(image_.voxels, (firstRow + row) * outer_[0] + x, outer_[0] * outer_[1], 1, outer_[2], count);
        const float* found = lines.filter(derivative_[2], lower_[2], inner_[2]);
        for (std::int64_t z = 0; z < inner_[2]; ++z) std::copy_n(found + z * lanes, count, rows.get() + (z * rowCount + row) * outer_[0] + x);
      });
    }
    inBlocks(inner_[2] * rowCount, [&](std::int64_t line, std::int64_t count) {
      lines.load(rows.get() + line * outer_[0], 1, outer_[0], outer_[0], count);
      const float* found = lines.filter(smoothing_[0], lower_[0], inner_[0]);
      for (std::int64_t l = 0; l < count; ++l) {
        const std::int64_t z = (line + l) / rowCount, row = firstRow + (line + l) % rowCount;
        float* to = afterZ_.get() + (z * outer_[1] + row) * inner_[0];
        for (std::int64_t x = 0; x < inner_[0]; ++x) to[x] = found[x * lanes + l];
      }
    });
  }

  /** Smooths the x and the y chain along z and adds them. */
  std::vector<Task> lastPassesAlongZ() {
    const std::int64_t plane = inner_[0] * inner_[1], perTask = blocksPerTask * lanes;
    std::vector<Task> tasks;
    for (std::int64_t begin = 0; begin < plane; begin += perTask) {
      tasks.push_back([this, plane, begin, end = std::min(begin + perTask, plane)] {
        RecursiveLines lines(longest_);
        for (std::int64_t v = begin; v < end; v += lanes) {
          const std::int64_t count = std::min(lanes, end - v);
          lines.load(afterX_.get() + v, plane, 1, outer_[2], count);
          add(lines.filter(smoothing_[2], lower_[2], inner_[2]), share_[0], inner_[2], plane, count, result_ + v);
          lines.load(afterY_.get() + v, plane, 1, outer_[2], count);
          add(lines.filter(smoothing_[2], lower_[2], inner_[2]), share_[1], inner_[2], plane, count, result_ + v);
          work_.checkCancelled();
        }
      });
    }
    return tasks;
  }

  /** Smooths the z chain along y and adds it. */
  std::vector<Task> lastPassesAlongY() {
    const std::int64_t perSlice = (inner_[0] + lanes - 1) / lanes, blocks = perSlice * inner_[2];
    std::vector<Task> tasks;
    for (std::int64_t begin = 0; begin < blocks; begin += blocksPerTask) {
      tasks.push_back([this, perSlice, begin, end = std::min(begin + blocksPerTask, blocks)] {
        RecursiveLines lines(longest_);
        for (std::int64_t block = begin; block < end; ++block) {
          const std::int64_t z = block / perSlice, x = block % perSlice * lanes, count = std::min(lanes, inner_[0] - x);
          lines.load(afterZ_.get() + z * inner_[0] * outer_[1] + x, inner_[0], 1, outer_[1], count);
          add(lines.filter(smoothing_[1], lower_[1], inner_[1]), share_[2], inner_[1], inner_[0], count, result_ + z * inner_[0] * inner_[1] + x);
          work_.checkCancelled();
        }
      });
    }
    return tasks;
  }

  static void add(const float* found, double share, std::int64_t length, std::int64_t along, std::int64_t count, float* sum) {
    for (std::int64_t i = 0; i < length; ++i) {
      for (std::int64_t l = 0; l < count; ++l) sum[i * along + l] = static_cast<float>(sum[i * along + l] + found[i * lanes + l] * share);
    }
  }

  /** Goes through so many lines, as many at a time as lie side by side. */
  template <class Use>
  void inBlocks(std::int64_t lineCount, Use use) const {
    for (std::int64_t line = 0; line < lineCount; line += lanes) {
      use(line, std::min(lanes, lineCount - line));
      work_.checkCancelled();
    }
  }

  const Image& image_;
  const Index3 lower_, inner_, outer_;  // the box, and the whole image
  const std::int64_t longest_;
  Work& work_;
  std::array<RecursiveGaussian, 3> smoothing_, derivative_;
  std::array<double, 3> share_;
  std::unique_ptr<float[]> afterX_, afterY_, afterZ_;
  float* result_ = nullptr;
};

}  // namespace

bool isLargeEnoughForLog(const Grid& grid, double sigmaMm) {
  for (int axis = 0; axis < 3; ++axis) {
    const auto size = static_cast<double>(grid.size[axis]);
    if (!(size >= 4) || !(size >= std::ceil(sigmaMm / grid.spacingMm[axis]) + 1)) return false;
  }
  return true;
}

Image laplacianOfGaussian(const Image& image, const Box& box, double sigmaMm, Work& work) {
  if (!(sigmaMm > 0)) throw Refused("A sigma of the LoG filter is not above 0. Correct LoG.sigma of the settings.");
  for (const std::int64_t size : image.grid.size) {
    if (size < 4) {
      throw Refused("The image has an axis of " + std::to_string(size) + " voxels; the LoG filter needs 4 or more. Leave LoG out of the settings.");
    }
  }
  return Laplacian(image, box, sigmaMm, work).run();
}

}  // namespace fascicle
