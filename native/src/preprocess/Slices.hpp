// Work on an image slice by slice, on all threads.
#pragma once

#include <type_traits>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** Calls `act(slice, first, length)` for each slice along k, in any order: its number, the index of its first voxel and how many it has. */
template <class Act>
void forSlices(const Grid& grid, const char* phase, Work& work, const Act& act) {
  const std::int64_t plane = grid.size[0] * grid.size[1];
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < grid.size[2]; ++slice) tasks.push_back([&act, slice, plane] { act(slice, slice * plane, plane); });
  work.run(phase, tasks);
}

/** An image on the same grid of `make(value, voxel)` for each voxel's value as a double. */
template <class Made, class Make>
Image mapVoxels(const Image& image, const char* phase, Work& work, const Make& make) {
  auto [result, data] = makeImage<Made>(image.grid);
  withTypedPointer(image.voxels, [&, data = data](auto voxels) {
    forSlices(image.grid, phase, work, [&, data](std::int64_t, std::int64_t first, std::int64_t length) {
      for (std::int64_t v = first; v < first + length; ++v) data[v] = make(static_cast<double>(voxels[v]), v);
    });
  });
  return result;
}

}  // namespace fascicle
