// Feature maps: the features of every voxel's neighbourhood, as images (PyRadiomics' voxel-based extraction).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "image/Image.hpp"
#include "matrices/Weighting.hpp"
#include "region/Levels.hpp"
#include "region/Region.hpp"

namespace fascicle {

/** What is asked for. The names are PyRadiomics'. */
struct FeatureMapRequest {
  std::vector<std::pair<std::string, std::vector<std::string>>> features;  // classes, each with names of its features; shape has no maps
  int kernelRadius = 1;
  bool maskedKernel = true;  // false: kernels hold voxels outside the region as well
  double initValue = 0;      // outside the region
  std::int64_t voxelBatch = -1;  // voxels that PyRadiomics computes together; -1: all. See extractFeatureMaps
  Binning binning;
  int planeAxis = -1;        // force2Ddimension where force2D is on, else -1
  std::vector<int> distances = {1};
  WeightingNorm weighting = WeightingNorm::off;
  bool symmetricalGlcm = true;
  int gldmA = 0;
  double voxelArrayShift = 0;
};

struct FeatureMap {
  std::string featureClass, name;
  Image image;  // float64, on the box of the region padded by kernelRadius as far as the image goes; NaN where the feature is undefined
};

/**
 * For every voxel of the region (cut out of this image), the features of its kernel: the voxels no farther than kernelRadius along every
 * axis, those of the region only where
 * kernels are masked. Intensities are put into bins once: over the region where kernels are masked, else over the padded box. In the order asked.
 *
 * Without weightingNorm two features of the GLCM are as PyRadiomics computes them for all voxels of a batch together. A direction that has
 * pairs in no kernel of the batch
 * is left out of it; if a kernel has none in a direction that is left in, its JointAverage is NaN, and MCC cannot be computed for the whole batch: it
 * keeps initValue. The other features leave such a direction out of the kernel's mean.
 *
 * The result is the same for any number of threads. Throws Refused (words for the reader) and Cancelled.
 */
std::vector<FeatureMap> extractFeatureMaps(const Image& image, Region region, const FeatureMapRequest& request, Work& work);

}  // namespace fascicle
