#include "region/Rows.hpp"

#include <limits>
#include <type_traits>

namespace fascicle {

void takeIntensities(const Voxels& voxels, std::int64_t start, std::int64_t length, double* intensities) {
  withTypedPointer(voxels, [=](auto pointer) {
    for (std::int64_t v = 0; v < length; ++v) intensities[v] = static_cast<double>(pointer[start + v]);
  });
}

std::int64_t takeInside(const LabelMask& mask, std::int64_t start, std::int64_t length, std::uint8_t* inside) {
  return withTypedPointer(mask.image.voxels, [=, label = mask.label](auto pointer) {
    using Scalar = std::remove_cvref_t<decltype(*pointer)>;
    const Scalar* const voxels = pointer + start;
    if constexpr (std::is_integral_v<Scalar>) {
      // Whole numbers are compared as they are, without widening: the loop is then many times faster. A label that the type cannot hold is nowhere.
      const bool possible = label <= static_cast<std::uint64_t>(std::numeric_limits<Scalar>::max());
      const auto whole = static_cast<Scalar>(label);
      for (std::int64_t v = 0; v < length; ++v) inside[v] = static_cast<std::uint8_t>(voxels[v] == whole) & static_cast<std::uint8_t>(possible);
    } else {
      for (std::int64_t v = 0; v < length; ++v) inside[v] = hasLabel(voxels[v], label);
    }
    std::int32_t count = 0;  // narrow, for the processor to count many at once; a row has fewer than 2^31 voxels
    for (std::int64_t v = 0; v < length; ++v) count += inside[v];
    return count;
  });
}

}  // namespace fascicle
