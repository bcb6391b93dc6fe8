// The image types: from an image to those that features are computed of.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "features/Extraction.hpp"
#include "filters/LocalBinaryPattern2D.hpp"
#include "filters/LocalBinaryPattern3D.hpp"
#include "filters/Wavelet.hpp"
#include "region/Mask.hpp"

namespace fascicle {

enum class ImageType {
  original,
  laplacianOfGaussian,
  wavelet,
  square,
  squareRoot,
  logarithm,
  exponential,
  gradient,
  localBinaryPattern2D,
  localBinaryPattern3D
};

/** A standard deviation of LoG, mm, and the name of its image. */
struct Sigma {
  double mm = 1;
  std::string imageName;  // log-sigma-1-0-mm-3D
};

/** One image type that is asked for: how it is made, and how its features are computed. */
struct ImageTypeRequest {
  ImageType type = ImageType::original;
  TextureSettings texture;
  std::vector<Sigma> sigmas;
  WaveletSettings wavelet;
  bool gradientUseSpacing = true;
  Lbp2DSettings localBinaryPattern2D;
  Lbp3DSettings localBinaryPattern3D;
};

/** An image that features are computed of: PyRadiomics' name, and the voxels of a box of the image that it was made from. */
struct DerivedImage {
  std::string name;
  Image image;
  Index3 corner{};  // the image's first voxel, as index in the image that it was made from
};

/** True where a filter of this type looks at voxels all over the image. */
bool looksAtWholeImage(ImageType type);

/**
 * Makes the images of one type, in PyRadiomics' order, and hands each to `use` as soon as it is there. `mask` is that of the one region
 * where the type looks at the mask (LBP3D). What was left out goes to `warnings` in words. Throws Refused and Cancelled.
 */
void eachDerivedImage(const Image& image, const LabelMask& mask, const Box& box, const ImageTypeRequest& request, Work& work,
                      std::vector<std::string>& warnings, const std::function<void(DerivedImage&&)>& use);

}  // namespace fascicle
