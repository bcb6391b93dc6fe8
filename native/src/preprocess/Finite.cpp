#include "preprocess/Finite.hpp"

#include <cmath>
#include <numeric>
#include <string>
#include <type_traits>

namespace fascicle {

void checkFinite(const Image& image, const char* what, Work& work) {
  withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    if constexpr (std::is_floating_point_v<Scalar>) {
      const std::int64_t plane = image.grid.size[0] * image.grid.size[1];
      std::vector<std::int64_t> counts(static_cast<std::size_t>(image.grid.size[2]));
      std::vector<Task> tasks;
      for (std::int64_t slice = 0; slice < image.grid.size[2]; ++slice) {
        tasks.push_back([&, voxels, slice] {
          std::int64_t count = 0;
          for (const Scalar* value = voxels + slice * plane; value < voxels + (slice + 1) * plane; ++value) count += !std::isfinite(*value);
          counts[static_cast<std::size_t>(slice)] = count;
        });
      }
      work.run("reading the image", tasks);
      const std::int64_t count = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
      if (count > 0)
        throw Refused(std::string("The image cannot be ") + what + ": " + (count == 1 ? "one voxel is" : std::to_string(count) + " voxels are") +
                      " not a finite number. Correct the image.");
    }
  });
}

}  // namespace fascicle
