// What an image and a region of interest are like: the numbers that let a reader see whether two extractions started from the same data.
#pragma once

#include "grid/GridTransform.hpp"
#include "image/Sums.hpp"
#include "region/Mask.hpp"

namespace fascicle {

/** Moments of all of the image's voxels. A mean is good to the last digit or nearly so, and the same for any number of threads. */
Moments measureImage(const Image& image, Work& work);
/** The same with the sum of squares. */
Moments measureImageWithSquares(const Image& image, Work& work);

/** Moments of the region's voxels. The image and the mask have the same size; `box` holds all of the label. */
Moments measureRegion(const Image& image, const LabelMask& mask, const Box& box, Work& work);

struct MaskDiagnostics {
  MaskExtent extent;
  std::int64_t volumes = 0;         // parts that are connected through faces, edges or corners
  Position3 centreOfMassIndex{};    // mean index of the label's voxels
  Position3 centreOfMassMm{};       // the same point in patient space (LPS)
};

/** Of the label, whose extent is known. */
MaskDiagnostics diagnoseMask(const LabelMask& mask, const MaskExtent& extent, Work& work);

}  // namespace fascicle
