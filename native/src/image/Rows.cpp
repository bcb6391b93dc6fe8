#include "image/Rows.hpp"

namespace fascicle {

void takeIntensities(const Voxels& voxels, std::int64_t start, std::int64_t length, double* intensities) {
  withTypedPointer(voxels, [=](auto pointer) {
    for (std::int64_t v = 0; v < length; ++v) intensities[v] = static_cast<double>(pointer[start + v]);
  });
}

std::int64_t takeInside(const LabelMask& mask, std::int64_t start, std::int64_t length, std::uint8_t* inside) {
  return withTypedPointer(mask.image.voxels, [=, label = mask.label](auto pointer) {
    std::int64_t count = 0;
    for (std::int64_t v = 0; v < length; ++v) {
      inside[v] = hasLabel(pointer[start + v], label);
      count += inside[v];
    }
    return count;
  });
}

}  // namespace fascicle
