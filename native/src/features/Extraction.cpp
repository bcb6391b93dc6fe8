#include "features/Extraction.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "features/Directions.hpp"
#include "features/FirstOrder.hpp"
#include "features/NgtdmFeatures.hpp"
#include "features/Shape.hpp"
#include "features/Shape2D.hpp"
#include "features/Symbols.hpp"
#include "matrices/Gldm.hpp"
#include "matrices/Glszm.hpp"

namespace fascicle {
namespace {

/** Runs of slices for tasks that add up what they find. */
constexpr std::int64_t slicesPerTask = 8;

/** What the tasks of shape fill in; each its own place. */
struct ShapeExtraction {
  const Region& region;
  Work& work;
  std::vector<Surface> surfaces;
  std::vector<CoordinateSums> coordinates;
  Shape shape;

  std::vector<Task> tasks() {
    std::vector<Task> all;
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
    return all;
  }

  const Shape& finish() {
    Surface surface;
    CoordinateSums sums;
    for (const Surface& part : surfaces) surface.add(part);
    for (const CoordinateSums& part : coordinates) sums.add(part);
    shape.voxels = static_cast<double>(region.voxelCount);
    shape.voxelVolume = region.spacingMm[0] * region.spacingMm[1] * region.spacingMm[2];
    shape.area = surface.areaMm2(region.spacingMm);
    shape.volume = surface.volumeMm3(region.spacingMm);
    shape.eigenvalue = principalVariances(sums, region.spacingMm);
    return shape;
  }
};

/** What the tasks of texture fill in; each its own place. */
struct TextureExtraction {
  const Region& region;
  const TextureSettings& settings;
  const FeatureClasses& classes;
  Work& work;
  bool keepMatrices;
  Levels levels;

  FirstOrder firstOrder;
  GlcmDirections glcm;
  GlrlmDirections glrlm;
  Glszm glszm;
  std::optional<SizeMatrix> gldm;
  std::optional<Ngtdm> ngtdm;

  TextureExtraction(const Region& measured, const TextureSettings& asked, const FeatureClasses& wanted, Work& threads, bool keep)
      : region(measured), settings(asked), classes(wanted), work(threads), keepMatrices(keep) {}

  bool wants(const char* featureClass) const { return classes.contains(featureClass); }

  std::vector<Task> tasks() {
    std::vector<Task> all;
    const std::vector<Offset> neighbours = offsetsWithin(allOffsets(settings.distances, settings.planeAxis), region.size);
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
    if (wants("glrlm")) glrlm.addTasks(region, levels, halfOffsets({1}, settings.planeAxis), settings.weightingNorm, keepMatrices, work, all);
    if (wants("glcm")) {
      glcm.addTasks(region, levels, offsetsWithin(halfOffsets(settings.distances, settings.planeAxis), region.size),
                    settings.symmetricalGlcm, settings.weightingNorm, keepMatrices, work, all);
    }
    return all;
  }

  std::vector<FeatureValue> values() {
    std::vector<FeatureValue> out;
    if (wants("firstorder")) compute("firstorder", firstOrderFeatures, firstOrder, out);
    if (wants("glcm")) average("glcm", glcmFeatures, glcm.values, out);
    if (wants("gldm")) compute("gldm", gldmFeatures, *gldm, out);
    if (wants("glrlm")) average("glrlm", glrlmFeatures, glrlm.values, out);
    if (wants("glszm")) compute("glszm", glszmFeatures, *glszm.matrix, out);
    if (wants("ngtdm")) compute("ngtdm", ngtdmFeatures, *ngtdm, out);
    return out;
  }

  Matrices handOver() {
    Matrices matrices;
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
    return matrices;
  }
};

}  // namespace

std::vector<FeatureValue> extractShape(const Region& region, const FeatureClasses& classes, int planeAxis, Work& work) {
  std::vector<FeatureValue> values;
  if (classes.contains("shape")) {
    ShapeExtraction extraction{region, work, {}, {}, {}};
    work.run("measuring the shape", extraction.tasks());
    compute("shape", shapeFeatures, extraction.finish(), values);
  }
  if (classes.contains("shape2D")) compute("shape2D", shape2DFeatures, measureShape2D(region, planeAxis, work), values);
  return values;
}

std::vector<FeatureValue> extractTexture(const Region& region, const TextureSettings& settings, const FeatureClasses& classes, Work& work,
                                         std::optional<Matrices>* matrices) {
  TextureExtraction extraction(region, settings, classes, work, matrices != nullptr);
  const int reach = settings.distances.empty() ? 1 : *std::max_element(settings.distances.begin(), settings.distances.end());
  extraction.levels = discretise(region, settings.binning, std::max(1, reach), work);
  work.run("computing features", extraction.tasks());
  extraction.glcm.finish(region, extraction.levels);
  extraction.glrlm.finish(region);
  std::vector<FeatureValue> values = extraction.values();
  if (matrices != nullptr) *matrices = extraction.handOver();  // the values are made of what is handed over: not before them
  return values;
}

std::vector<FeatureDocumentation> documentation() {
  std::vector<FeatureDocumentation> out;
  document("shape", shapeFeatures, shapeSymbols, out);
  document("shape2D", shape2DFeatures, shape2DSymbols, out);
  document("firstorder", firstOrderFeatures, firstOrderSymbols, out);
  document("glcm", glcmFeatures, glcmSymbols, out);
  document("gldm", gldmFeatures, gldmSymbols, out);
  document("glrlm", glrlmFeatures, glrlmSymbols, out);
  document("glszm", glszmFeatures, glszmSymbols, out);
  document("ngtdm", ngtdmFeatures, ngtdmSymbols, out);
  return out;
}

}  // namespace fascicle
