// Contrast-limited adaptive histogram equalisation (K. Zuiderveld, Graphics Gems IV, 1994), as two programs do it.
#pragma once

#include <optional>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

struct ClaheSettings {
  /** The size of a block along i, j, k, voxels; an eighth of the image, and 1 at the least, where absent. Larger than the image is as large as it. */
  std::optional<Index3> kernel;
  double clipLimit = 0.01;
  int bins = 256;
  /** Each slice along k by itself. */
  bool bySlices = false;
};

/**
 * skimage.exposure.equalize_adapthist 0.19 of a volume, or of each slice: values from 0 to 1 in float32. The image (or slice) is put onto 2^14 levels by its
 * minimum and maximum first, and so is the result onto [0, 1]. Throws Refused where the image, or a slice by itself, is constant, where a voxel is not a
 * finite number, and where the blocks are so small that their tables would take more than 1 GiB.
 */
Image claheLikeScikitImage(const Image& image, const ClaheSettings& settings, Work& work);

/**
 * cv2.createCLAHE of each slice along k: the volume is put onto the whole range of uint8 (or uint16, with 16 bits) by its minimum and maximum first. The
 * result has that type. Throws Refused where the image is constant or a voxel not a finite number, and where it has fewer voxels than tiles.
 */
Image claheLikeOpenCv(const Image& image, double clipLimit, std::array<int, 2> tiles, int bits, Work& work);

}  // namespace fascicle
