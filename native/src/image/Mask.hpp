// A mask: an image that holds labels.
#pragma once

#include <cstdint>

#include "image/Image.hpp"

namespace fascicle {

/** The voxels of one label. Mask voxels are truncated to whole numbers before comparing, as PyRadiomics does. */
struct LabelMask {
  Image image;
  std::uint32_t label = 1;
};

}  // namespace fascicle
