// What feature maps are computed from: the voxels that have kernels, and those that kernels are made of.
#pragma once

#include <vector>

#include "pipeline/FeatureMaps.hpp"
#include "pipeline/Kernel.hpp"

namespace fascicle {

/** The region, or where kernels are not masked all of its padded box, in grey levels. */
class MapDomain {
 public:
  /** A voxel of the region: where its code is, and where its value goes in a map. */
  struct Voxel {
    std::int64_t inCodes, inMap;
  };

  /** Throws Refused and Cancelled. */
  MapDomain(const Image& image, Region region, const FeatureMapRequest& request, Work& work);
  MapDomain(const MapDomain&) = delete;
  MapDomain& operator=(const MapDomain&) = delete;

  KernelSource textures() const { return {levels_, noValues_, region}; }
  /** With intensities. PyRadiomics' first-order features have float64 edges between bins whatever the image's type. */
  KernelSource firstOrder() const { return {doubleLevels_.codes.empty() ? levels_ : doubleLevels_, values_, region}; }

  Grid grid;                  // of the maps
  Region region;              // of the voxels that kernels are made of
  std::vector<Voxel> voxels;  // i fastest

 private:
  Levels levels_, doubleLevels_;
  std::vector<double> values_, noValues_;
};

}  // namespace fascicle
