// The Laplacian of Gaussian, as ITK computes it for PyRadiomics.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/**
 * Whether PyRadiomics filters a grid by this sigma (mm): it asks for 4 voxels along each axis, and for ceil(sigma / spacing) + 1. Where this
 * says no, PyRadiomics warns and goes on without the image.
 */
bool isLargeEnoughForLog(const Grid& grid, double sigmaMm);

/**
 * The scale-normalised Laplacian of Gaussian, sigma^2 (d2/dx2 + d2/dy2 + d2/dz2) of the image smoothed by a Gaussian of standard deviation
 * `sigmaMm`: float32, of the box's voxels. Equal to ITK's LaplacianRecursiveGaussianImageFilter on the whole image: for each axis in turn the
 * second derivative along it and the smoothing along the others, each pass stored as float32, then added over the squared spacing (mm).
 * The image is as large as isLargeEnoughForLog asks; a sigma that is not above 0, or an axis of fewer than 4 voxels, is Refused. Throws Cancelled.
 */
Image laplacianOfGaussian(const Image& image, const Box& box, double sigmaMm, Work& work);

}  // namespace fascicle
