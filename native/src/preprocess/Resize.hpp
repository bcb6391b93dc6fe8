// An image with other numbers of voxels along its axes.
#pragma once

#include "preprocess/LineKernels.hpp"
#include "preprocess/Lines.hpp"

namespace fascicle {

/**
 * corners: the centres of the first and last voxels stay (scipy.ndimage.zoom, torch with align_corners). centres: their outer edges stay
 * (skimage.transform.resize, torch without align_corners). area: the mean of all voxels that a new one touches (torch's adaptive pooling).
 * nearestBelow: voxel floor(index * old size / new size) (torch's nearest).
 */
enum class ResizeMethod { corners, centres, area, nearestBelow };

struct ResizeSettings {
  Index3 size{1, 1, 1};
  ResizeMethod method = ResizeMethod::centres;
  /** Of the spline along each axis: 0 nearest voxel, 1 linear, 3 cubic. Of `area` and `nearestBelow` they do not count. */
  std::array<int, 3> orders{1, 1, 1};
  /** Of `centres`; splines of `corners` are mirrored at the ends' centres. */
  Beyond beyond = Beyond::edge;
  /** Of `centres`: a Gaussian of (old size / new size - 1) / 2 voxels along each axis that gets shorter. */
  bool antiAlias = false;
  /** Values beyond the range of the image (or of a slice, see below) become the range's ends. */
  bool clip = false;
  /**
   * -1, or an axis: every slice across it is resized, and clipped to its own range, before anything is done along it. So nnU-Net treats images whose
   * slices are thick.
   */
  int sliceAxis = -1;
};

/** The grid of the resized image: its field of view with `corners` is half a new voxel more than the centres, else the image's own. Throws Refused. */
Grid resizedGrid(const Grid& grid, const ResizeSettings& settings);

/**
 * The resized image, in float32; where every order is 0 and nothing is smoothed, each voxel is one of the image's and the type stays. Positions and
 * splines are computed as SciPy 1.10 does, in float64. Throws Refused where a voxel is not a finite number and would be spread over others, where
 * `corners` would stretch a single voxel, and where the new image would have more than 134,217,728 voxels; Cancelled.
 */
Image resizeImage(const Image& image, const ResizeSettings& settings, Work& work);

}  // namespace fascicle
