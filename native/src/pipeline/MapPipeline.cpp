#include "pipeline/MapPipeline.hpp"

#include <utility>

#include "pipeline/PrepareRegion.hpp"
#include "preprocess/Crop.hpp"

namespace fascicle {
namespace {

FeatureMapRequest requestOf(const MapSettings& settings, const TextureSettings& texture, const Image& image) {
  FeatureMapRequest request;
  request.features = settings.features;
  request.kernelRadius = settings.kernelRadius;
  request.maskedKernel = settings.maskedKernel;
  request.initValue = settings.initValue;
  request.voxelBatch = settings.voxelBatch;
  request.binning = texture.binning;
  request.binning.singlePrecisionEdges = image.type() == ScalarType::float32;
  request.planeAxis = texture.planeAxis;
  request.distances = texture.distances;
  request.weighting = texture.weightingNorm;
  request.symmetricalGlcm = texture.symmetricalGlcm;
  request.gldmA = texture.gldmA;
  request.voxelArrayShift = texture.voxelArrayShift;
  return request;
}

}  // namespace

std::vector<DerivedFeatureMap> extractDerivedMaps(const Request& request, const MapSettings& settings, Work& work) {
  LabelResult result;
  result.label = request.labels.front();
  const PreparedRegion prepared = prepareRegion(request, prepareImage(request, work), result.label, result, work);
  const Box padded = padBox(prepared.box, settings.kernelRadius, prepared.image.grid);
  std::vector<DerivedFeatureMap> maps;
  for (const ImageTypeRequest& type : request.imageTypes) {
    eachDerivedImage(prepared.image, prepared.mask, padded, type, work, result.warnings, [&](DerivedImage&& derived) {
      Region region = prepared.texture;
      for (int axis = 0; axis < 3; ++axis) region.lower[axis] -= derived.corner[axis];
      refuseNotFinite(takeValues(region, derived.image, {0, 0, 0}, work), region, result.label, derived.name);
      for (FeatureMap& map : extractFeatureMaps(derived.image, std::move(region), requestOf(settings, type.texture, derived.image), work)) {
        maps.push_back({derived.name, std::move(map)});
      }
    });
  }
  return maps;
}

}  // namespace fascicle
