#include "features/Extraction.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "features/Directions.hpp"
#include "features/FirstOrder.hpp"
#include "features/NgtdmFeatures.hpp"
#include "features/Shape.hpp"
#include "features/Shape2D.hpp"
#include "matrices/Gldm.hpp"
#include "matrices/Glszm.hpp"

namespace fascicle {
namespace {

/** Runs of slices for tasks that add up what they find. */
constexpr std::int64_t slicesPerTask = 8;

/** Everything that tasks of one extraction fill in; each its own place. */
struct Extraction {
  Extraction(const ExtractionSettings& asked, Work& threads, bool keep) : settings(asked), work(threads), keepMatrices(keep) {}

  const ExtractionSettings& settings;
  Work& work;
  Region region;
  Levels levels;
  bool keepMatrices;

  std::vector<Surface> surfaces;
  std::vector<CoordinateSums> coordinates;
  Shape shape;
  Shape2D shape2D;
  FirstOrder firstOrder;
  GlcmDirections glcm;
  GlrlmDirections glrlm;
  Glszm glszm;
  std::optional<SizeMatrix> gldm;
  std::optional<Ngtdm> ngtdm;

  bool wants(const char* featureClass) const { return settings.classes.contains(featureClass); }

  std::vector<Task> tasks() {
    std::vector<Task> all;
    const std::vector<Offset> neighbours = allOffsets(settings.distances, settings.planeAxis);
    // The longest first, so that no thread is left waiting for one that began late.
    if (wants("glszm")) glszm.addTasks(region, levels, settings.planeAxis, work, all);
    if (wants("ngtdm")) all.push_back([this, neighbours] { ngtdm.emplace(region, levels, neighbours, work); });
    if (wants("gldm")) all.push_back([this, neighbours] { gldm.emplace(countDependences(region, levels, neighbours, settings.gldmA, work)); });
    if (wants("firstorder")) {
      all.push_back([this] { firstOrder.takeRanks(region, work); });
      all.push_back([this] {
        firstOrder.takeMoments(region, settings.voxelArrayShift, work);
        firstOrder.takeHistogram(levels);
      });
    }
    if (wants("shape")) addShapeTasks(all);
    if (wants("shape2D")) all.push_back([this] { shape2D = measureShape2D(region, settings.planeAxis, work); });
    if (wants("glrlm")) glrlm.addTasks(region, levels, halfOffsets({1}, settings.planeAxis), settings.weightingNorm, keepMatrices, work, all);
    if (wants("glcm")) {
      glcm.addTasks(region, levels, halfOffsets(settings.distances, settings.planeAxis), settings.symmetricalGlcm, settings.weightingNorm, keepMatrices, work, all);
    }
    return all;
  }

  void addShapeTasks(std::vector<Task>& all) {
    all.push_back([this] { shape.diameter = measureDiameters(region, work); });
    const std::int64_t gaps = region.size[2] + 1;  // between the slices of the bordered box
    const auto parts = static_cast<std::size_t>((gaps + slicesPerTask - 1) / slicesPerTask);
    surfaces.resize(parts);
    coordinates.resize(parts);
    for (std::size_t part = 0; part < parts; ++part) {
      all.push_back([this, part, gaps] {
        const std::int64_t first = static_cast<std::int64_t>(part) * slicesPerTask;
        for (std::int64_t slice = first; slice < std::min(gaps, first + slicesPerTask); ++slice) {
          work.checkCancelled();
          surfaces[part].addSlice(region, slice);
          if (slice < region.size[2]) coordinates[part].addSlice(region, slice);
        }
      });
    }
  }

  void finishShape() {
    Surface surface;
    CoordinateSums sums;
    for (const Surface& part : surfaces) surface.add(part);
    for (const CoordinateSums& part : coordinates) sums.add(part);
    shape.voxels = static_cast<double>(region.voxelCount);
    shape.voxelVolume = region.spacingMm[0] * region.spacingMm[1] * region.spacingMm[2];
    shape.area = surface.areaMm2(region.spacingMm);
    shape.volume = surface.volumeMm3(region.spacingMm);
    shape.eigenvalue = principalVariances(sums, region.spacingMm);
  }

  std::vector<FeatureValue> values() {
    std::vector<FeatureValue> out;
    if (wants("shape")) {
      finishShape();
      compute("shape", shapeFeatures, shape, out);
    }
    if (wants("shape2D")) compute("shape2D", shape2DFeatures, shape2D, out);
    glcm.finish(region, levels);
    glrlm.finish(region);
    if (wants("firstorder")) compute("firstorder", firstOrderFeatures, firstOrder, out);
    if (wants("glcm")) average("glcm", glcmFeatures, glcm.values, out);
    if (wants("gldm")) compute("gldm", gldmFeatures, *gldm, out);
    if (wants("glrlm")) average("glrlm", glrlmFeatures, glrlm.values, out);
    if (wants("glszm")) compute("glszm", glszmFeatures, *glszm.matrix, out);
    if (wants("ngtdm")) compute("ngtdm", ngtdmFeatures, *ngtdm, out);
    return out;
  }

  void handOver(Matrices& matrices) {
    matrices.levels.assign(levels.levelOf.begin() + 1, levels.levelOf.end());
    for (auto& direction : glcm.matrices) {
      if (direction) matrices.glcm.push_back(std::move(*direction));
    }
    for (auto& direction : glrlm.matrices) {
      if (direction) matrices.glrlm.push_back(std::move(*direction));
    }
    if (glszm.matrix) matrices.glszm.push_back(std::move(*glszm.matrix));
    if (gldm) matrices.gldm.push_back(std::move(*gldm));
    if (ngtdm) matrices.ngtdm.push_back(std::move(*ngtdm));
  }
};

}  // namespace

std::vector<FeatureValue> extractFeatures(const Voxels& image, const Voxels& mask, const Index3& size, const std::array<double, 3>& spacingMm,
                                          const ExtractionSettings& settings, Work& work, Matrices* matrices) {
  Extraction extraction(settings, work, matrices != nullptr);
  extraction.region = cutRegion(image, mask, size, spacingMm, settings.label, settings.minimumRoiDimensions, settings.minimumRoiSize, work);
  const bool needsLevels = settings.classes.size() > (extraction.wants("shape") ? 1u : 0u) + (extraction.wants("shape2D") ? 1u : 0u);
  if (needsLevels) {
    const int reach = settings.distances.empty() ? 1 : *std::max_element(settings.distances.begin(), settings.distances.end());
    extraction.levels = discretise(extraction.region, settings.binning, std::max(1, reach), work);
  }
  const std::vector<Task> tasks = extraction.tasks();
  work.run("computing features", tasks);
  std::vector<FeatureValue> values = extraction.values();
  if (matrices != nullptr) extraction.handOver(*matrices);
  return values;
}

std::vector<FeatureDocumentation> documentation() {
  std::vector<FeatureDocumentation> out;
  document("shape", shapeFeatures, out);
  document("shape2D", shape2DFeatures, out);
  document("firstorder", firstOrderFeatures, out);
  document("glcm", glcmFeatures, out);
  document("gldm", gldmFeatures, out);
  document("glrlm", glrlmFeatures, out);
  document("glszm", glszmFeatures, out);
  document("ngtdm", ngtdmFeatures, out);
  return out;
}

}  // namespace fascicle
