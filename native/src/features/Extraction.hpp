// From an image and a mask to features.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "features/Feature.hpp"
#include "image/Levels.hpp"
#include "image/Region.hpp"
#include "matrices/Glcm.hpp"
#include "matrices/Ngtdm.hpp"
#include "matrices/SizeMatrix.hpp"
#include "matrices/Weighting.hpp"

namespace fascicle {

inline constexpr const char* engineVersion = "0.1.0";

/** What is asked for. The names are PyRadiomics'. */
struct ExtractionSettings {
  std::set<std::string> classes;  // of shape, shape2D, firstorder, glcm, glrlm, glszm, gldm, ngtdm
  Binning binning;
  int planeAxis = -1;             // force2Ddimension where force2D is on, else -1
  double voxelArrayShift = 0;
  std::vector<int> distances = {1};
  bool symmetricalGlcm = true;
  WeightingNorm weightingNorm = WeightingNorm::off;  // of GLCM and GLRLM
  int gldmA = 0;
  std::uint32_t label = 1;
  int minimumRoiDimensions = 2;
  std::int64_t minimumRoiSize = 0;
};

/** The matrices behind the features, for those who want to look at them. */
struct Matrices {
  std::vector<int> levels;
  std::vector<Glcm> glcm;          // one a direction that has pairs; one where directions are weighted
  std::vector<SizeMatrix> glrlm;   // likewise
  std::vector<SizeMatrix> glszm, gldm;  // one
  std::vector<Ngtdm> ngtdm;             // one
};

/**
 * Computes the features of one region on the original image, in the order of the tables. `matrices`: where not null, filled as well.
 * The result is the same for any number of threads. Throws Refused (words for the reader) and Cancelled.
 */
std::vector<FeatureValue> extractFeatures(const Voxels& image, const Voxels& mask, const Index3& size, const std::array<double, 3>& spacingMm,
                                          const ExtractionSettings& settings, Work& work, Matrices* matrices);

/** Every feature of every class, in the order of the tables. */
std::vector<FeatureDocumentation> documentation();

}  // namespace fascicle
