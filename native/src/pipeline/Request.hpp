// What is asked of the pipeline, and what it answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "features/Extraction.hpp"
#include "pipeline/DerivedImages.hpp"
#include "preprocess/Resample.hpp"
#include "region/Diagnostics.hpp"
#include "region/Resegment.hpp"

namespace fascicle {

struct Normalisation {
  double scale = 1;
  std::optional<double> removeOutliers;  // standard deviations
};

struct Resampling {
  std::array<double, 3> spacingMm{};  // 0: as the mask's
  Interpolator interpolator = Interpolator::bspline;
};

struct Resegmentation {
  std::vector<double> range;
  ResegmentMode mode = ResegmentMode::absolute;
  bool shape = false;  // shape features are of the resegmented mask as well
};

/** What is done before the image types, in this order. */
struct Preprocessing {
  std::optional<Normalisation> normalisation;
  std::optional<Resampling> resampling;
  bool preCrop = false;
  std::int64_t padDistance = 5;  // voxels, of resampling and preCrop
  int minimumRoiDimensions = 2;
  std::int64_t minimumRoiSize = 0;  // 0: no such limit
  std::optional<Resegmentation> resegmentation;
};

/** What is asked for. */
struct Request {
  Image image;
  Image mask;  // a label map; on a grid of its own only where `resampleMask`
  bool resampleMask = false;
  std::vector<std::uint32_t> labels;
  Preprocessing preprocessing;
  FeatureClasses classes;
  int shapePlaneAxis = -1;  // of shape2D: force2Ddimension where force2D is on, else -1
  std::vector<ImageTypeRequest> imageTypes;
  bool withDiagnostics = false;
  bool withMatrices = false;
  bool withImages = false;  // the derived images, cut to the region's box
};

/** Features of one derived image; `values` in the order of the tables, classes not asked for left out. */
struct ImageResult {
  std::string name;
  std::vector<FeatureValue> values;
  std::optional<Matrices> matrices;
  std::optional<Image> image;
};

/** Image and mask as they were at one step. */
struct StepDiagnostics {
  std::string step;  // original, corrected, interpolated, resegmented
  Grid maskGrid;
  MaskDiagnostics mask;
  std::optional<Grid> imageGrid;
  std::optional<Moments> image;        // of all voxels
  std::optional<Moments> intensities;  // of the mask's voxels
};

struct LabelResult {
  std::uint32_t label = 1;
  std::string refused;  // in words, why this label could not be measured; empty where it was
  std::vector<FeatureValue> shape;
  std::vector<ImageResult> images;
  std::vector<StepDiagnostics> diagnostics;
  std::vector<std::string> warnings;
};

}  // namespace fascicle
