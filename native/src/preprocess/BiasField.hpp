// The slow change of intensities over an image (the bias field of MR), found and taken out.
#pragma once

#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

struct BiasFieldSettings {
  /** The most iterations of each fitting level; each level has twice as many spans of the spline along each axis as the one before. */
  std::vector<int> iterations{50, 50, 50, 50};
  /** A level ends where the coefficient of variation of the change is no larger. */
  double convergence = 0.001;
  int histogramBins = 200;
  /** Full width at half maximum of the deconvolution's Gaussian, in units of the logarithm. */
  double fullWidth = 0.15;
  double wienerNoise = 0.01;
  /** Control points of the cubic spline along each axis at the first level, 4 or more. */
  Index3 controlPoints{4, 4, 4};
  /** The field is fitted to every so-manieth voxel along each axis, and taken out of all. */
  Index3 shrink{1, 1, 1};
};

struct BiasField {
  /** The image divided by the field; float32. */
  Image corrected;
  /** The field's natural logarithm on the image's grid, everywhere; float32. */
  Image logField;
  /** Of each level: how many iterations it took, and the convergence that it ended with. */
  std::vector<int> iterations;
  std::vector<double> convergence;
  /** Voxels of the mask (as it was fitted) that have no logarithm: they are left out of the fit. */
  std::int64_t notPositive = 0;
};

/**
 * The bias field of the image inside a mask by N4 (N. Tustison et al., IEEE Trans. Med. Imaging 29, 2010), as ITK's
 * N4BiasFieldCorrectionImageFilter computes it, with its defaults: the logarithm of the image is sharpened by deconvolving its histogram
 * (J. Sled et al., IEEE Trans. Med. Imaging 17, 1998), and a cubic B-spline is fitted to what that changed, again and again, on finer and
 * finer lattices. On a regular grid the fit (S. Lee et al., IEEE Trans. Vis. Comput. Graph. 3, 1997) is a product of fits along the axes.
 * An axis of one voxel has no field along it. The mask has the image's size, and is inside where it is not 0. Throws Refused where fewer
 * than two voxels of the mask can be used, where these are all equal, and where one is not a finite number; Cancelled.
 */
BiasField correctBias(const Image& image, const Image& mask, const BiasFieldSettings& settings, Work& work);

}  // namespace fascicle
