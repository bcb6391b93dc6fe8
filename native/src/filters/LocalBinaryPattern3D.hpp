// The local binary pattern of each voxel on a sphere around it.
#pragma once

#include <vector>

#include "image/Image.hpp"
#include "region/Mask.hpp"
#include "work/Work.hpp"

namespace fascicle {

struct Lbp3DSettings {
  int levels = 2;       // degrees of the spherical harmonics, from degree 0
  double radius = 1;    // voxels
  int subdivision = 1;  // of the icosphere: 12, 42, 162, ... samples
};

/**
 * The rotation invariant local binary pattern on a sphere (Banerjee et al. 2013) as PyRadiomics computes it, of the mask's voxels within `box`:
 * an image for each degree n, then one of the samples' excess kurtosis. A sample is a one where it is not below the voxel; the ones are put on
 * the spherical harmonics of degree n, and the image holds the norm over the samples of what these give back. float64; zero outside the mask. The kurtosis is
 * NaN where all samples are equal. As in PyRadiomics, the harmonics take the angle to the pole for their azimuth and the other way round,
 * samples of an image of whole numbers are rounded, and the sphere is round in voxels, not in mm. Throws Refused for more than 6 subdivisions.
 */
std::vector<Image> localBinaryPattern3D(const Image& image, const LabelMask& mask, const Box& box, const Lbp3DSettings& settings, Work& work);

}  // namespace fascicle
