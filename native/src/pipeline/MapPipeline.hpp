// From an image, a mask and settings to feature maps: PyRadiomics' voxel-based extraction with all its steps.
#pragma once

#include <string>
#include <vector>

#include "pipeline/FeatureMaps.hpp"
#include "pipeline/Request.hpp"

namespace fascicle {

/** Which maps are made, and how (PyRadiomics' voxelSetting). */
struct MapSettings {
  std::vector<std::pair<std::string, std::vector<std::string>>> features;  // classes, each with names of its features
  int kernelRadius = 1;
  bool maskedKernel = true;
  double initValue = 0;
  std::int64_t voxelBatch = -1;  // -1: all
};

/** A map of a feature of one derived image. */
struct DerivedFeatureMap {
  std::string imageName;  // "original", "wavelet-LLH" ...
  FeatureMap map;
};

/**
 * The maps of the request's first label, image by image, in the order asked; on the image's grid after resampling. The result is the same for
 * any number of threads. Throws Refused and Cancelled.
 */
std::vector<DerivedFeatureMap> extractDerivedMaps(const Request& request, const MapSettings& settings, Work& work);

}  // namespace fascicle
