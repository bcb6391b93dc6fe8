#include "preprocess/Crop.hpp"

#include <algorithm>

namespace fascicle {

Box padBox(const Box& box, std::int64_t padding, const Grid& grid) {
  Box padded;
  for (int axis = 0; axis < 3; ++axis) {
    padded.lower[axis] = std::max<std::int64_t>(0, box.lower[axis] - padding);
    padded.size[axis] = std::min(grid.size[axis], box.lower[axis] + box.size[axis] + padding) - padded.lower[axis];
  }
  return padded;
}

Image cropImage(const Image& image, const Box& box, Work& work) {
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    auto [cropped, data] = makeImage<Scalar>(cropGrid(image.grid, box));
    const Index3& size = image.grid.size;
    for (std::int64_t slice = 0; slice < box.size[2]; ++slice) {
      work.checkCancelled();
      for (std::int64_t row = 0; row < box.size[1]; ++row) {
        const Scalar* const from = voxels + box.lower[0] + size[0] * (box.lower[1] + row + size[1] * (box.lower[2] + slice));
        std::copy_n(from, box.size[0], data + box.size[0] * (row + box.size[1] * slice));
      }
    }
    return cropped;
  });
}

}  // namespace fascicle
