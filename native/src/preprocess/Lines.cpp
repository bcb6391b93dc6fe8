#include "preprocess/Lines.hpp"

#include <algorithm>

namespace fascicle {
namespace {

/** Voxels in one task: some milliseconds of work. */
constexpr std::int64_t voxelsPerTask = 200'000;

}  // namespace

Block blockOf(const Image& image, Work& work) {
  Block block{image.grid.size, std::vector<double>(static_cast<std::size_t>(image.grid.voxels()))};
  const std::int64_t plane = block.size[0] * block.size[1];
  withTypedPointer(image.voxels, [&](auto voxels) {
    std::vector<Task> tasks;
    for (std::int64_t slice = 0; slice < block.size[2]; ++slice) {
      tasks.push_back([&, voxels, slice] {
        const auto* const from = voxels + slice * plane;
        double* const to = block.values.data() + slice * plane;
        for (std::int64_t v = 0; v < plane; ++v) to[v] = static_cast<double>(from[v]);
      });
    }
    work.run("reading the image", tasks);
  });
  return block;
}

Block alongAxis(const Block& block, int axis, std::int64_t length, const char* phase, const LineWork& act, Work& work) {
  Block made{block.size, {}};
  made.size[axis] = length;
  made.values.resize(static_cast<std::size_t>(made.size[0] * made.size[1] * made.size[2]));
  // Lines side by side follow each other along `side`; where they lie along i, the longer of two steps through memory is the other axis'.
  const int side = axis == 0 ? 1 : 0, slow = axis == 2 ? 1 : 2;
  const auto stride = [](const Index3& size, int along) { return along == 0 ? 1 : along == 1 ? size[0] : size[0] * size[1]; };
  const std::int64_t oldLength = block.size[axis], oldStep = stride(block.size, axis), newStep = stride(made.size, axis);
  const std::int64_t oldSide = stride(block.size, side), newSide = stride(made.size, side);
  const std::int64_t oldSlow = stride(block.size, slow), newSlow = stride(made.size, slow);
  const std::int64_t run = std::max<std::int64_t>(1, voxelsPerTask / (std::max(oldLength, length) * block.size[side]));
  std::vector<Task> tasks;
  for (std::int64_t first = 0; first < block.size[slow]; first += run) {
    tasks.push_back([&, first] {
      std::vector<double> in(static_cast<std::size_t>(oldLength * lineLanes)), out(static_cast<std::size_t>(length * lineLanes));
      for (std::int64_t s = first; s < std::min(block.size[slow], first + run); ++s) {
        for (std::int64_t start = 0; start < block.size[side]; start += lineLanes) {
          work.checkCancelled();
          const std::int64_t used = std::min(lineLanes, block.size[side] - start);
          const double* const from = block.values.data() + s * oldSlow + start * oldSide;
          for (std::int64_t n = 0; n < oldLength; ++n) {
            for (std::int64_t l = 0; l < used; ++l) in[n * lineLanes + l] = from[n * oldStep + l * oldSide];
          }
          act(in, out);
          double* const to = made.values.data() + s * newSlow + start * newSide;
          for (std::int64_t n = 0; n < length; ++n) {
            for (std::int64_t l = 0; l < used; ++l) to[n * newStep + l * newSide] = out[n * lineLanes + l];
          }
        }
      }
    });
  }
  work.run(phase, tasks);
  return made;
}

Image imageOf(const Block& block, const Grid& grid, Work& work) {
  auto [image, data] = makeImage<float>(grid);
  const std::int64_t plane = block.size[0] * block.size[1];
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < block.size[2]; ++slice) {
    tasks.push_back([&, data = data, slice] {
      const double* const from = block.values.data() + slice * plane;
      float* const to = data + slice * plane;
      for (std::int64_t v = 0; v < plane; ++v) to[v] = static_cast<float>(from[v]);
    });
  }
  work.run("writing the image", tasks);
  return image;
}

}  // namespace fascicle
