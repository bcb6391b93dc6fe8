// From an image, a mask and settings to features: PyRadiomics' steps, in its order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "features/DerivedImages.hpp"
#include "features/Extraction.hpp"
#include "image/Diagnostics.hpp"
#include "image/Resample.hpp"
#include "image/Resegment.hpp"

namespace fascicle {

inline constexpr const char* engineVersion = "0.2.0";

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

/** One region, ready for the image types. */
struct PreparedRegion {
  Image image;
  LabelMask mask;
  Region shape;    // what shape is measured of
  Region texture;  // without values
  Box box;         // around `texture`, in `image`
};

/**
 * Takes one label through the steps before the image types. What it was like goes into `result`. `image` is the request's, normalised.
 * Throws Refused and Cancelled.
 */
PreparedRegion prepareRegion(const Request& request, const Image& image, std::uint32_t label, LabelResult& result, Work& work);

/** Throws Refused where `notFinite` of the region's voxels are not finite numbers in an image of this name. */
void refuseNotFinite(std::int64_t notFinite, const Region& region, std::uint32_t label, const std::string& imageName);

/** The request's image, normalised where that is asked for. Throws Refused where a voxel that some step looks at is not a finite number. */
Image prepareImage(const Request& request, Work& work);

/**
 * Extracts every label. Filters of the whole image are computed once for all labels where no step before depends on the label. One label that
 * is refused says so in its result and does not stop the others. The result is the same for any number of threads. Throws Refused and Cancelled.
 */
std::vector<LabelResult> extract(const Request& request, Work& work);

}  // namespace fascicle
