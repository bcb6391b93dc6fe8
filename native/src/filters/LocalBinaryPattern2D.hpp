// The local binary pattern of each voxel in its plane.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** What a voxel's pattern becomes. In PyRadiomics' words: uniform, default, ror, var. */
enum class Lbp2DMethod {
  uniform,             // the number of ones, or samples + 1 where the pattern changes more than twice
  standard,            // the pattern itself, sample i is bit i
  rotationInvariant,   // the smallest number that a turned pattern makes
  variance,            // the samples' variance; NaN where that is zero
};

struct Lbp2DSettings {
  double radius = 1;  // voxels
  int samples = 8;    // on the circle, from 1
  Lbp2DMethod method = Lbp2DMethod::uniform;
  int planeAxis = 0;  // the array axis across the planes: 0 slices, 1 rows, 2 columns
};

/**
 * The local binary pattern of each voxel of `box` (Ojala, Pietikainen and Maenpaa 2002), as PyRadiomics takes it from scikit-image: samples on
 * a circle in the plane, their places rounded to 5 decimals, interpolated bilinearly, zero outside the image; a sample is a one where it is not
 * below the voxel. Changes are counted along the samples without closing the circle. Answers the image's own type; a value that it
 * cannot hold is wrapped as NumPy does. Throws Refused for a standard or rotation invariant pattern of more than 31 samples.
 */
Image localBinaryPattern2D(const Image& image, const Box& box, const Lbp2DSettings& settings, Work& work);

}  // namespace fascicle
