// The voxels of a mask that carry one label.
#pragma once

#include <cstdint>
#include <type_traits>

#include "image/Image.hpp"

namespace fascicle {

/** The region of interest: the voxels of `image` that hold `label`. */
struct LabelMask {
  Image image;
  std::uint32_t label = 1;
};

/** Whether a mask voxel holds the label. Voxels are truncated to whole numbers first, as PyRadiomics does (1.7 is label 1). */
template <class Scalar>
inline bool hasLabel(Scalar value, std::uint32_t label) {
  if constexpr (std::is_floating_point_v<Scalar>) {
    return value >= static_cast<double>(label) && value < static_cast<double>(label) + 1.0;
  } else if constexpr (std::is_signed_v<Scalar>) {
    return static_cast<std::int64_t>(value) == static_cast<std::int64_t>(label);
  } else {
    return static_cast<std::uint32_t>(value) == label;
  }
}

}  // namespace fascicle
