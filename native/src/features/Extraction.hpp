// From one region of one image to features.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "features/Feature.hpp"
#include "matrices/Glcm.hpp"
#include "matrices/Ngtdm.hpp"
#include "matrices/SizeMatrix.hpp"
#include "matrices/Weighting.hpp"
#include "region/Levels.hpp"
#include "region/Region.hpp"

namespace fascicle {

/** How the features of one image type are computed. The names are PyRadiomics'. */
struct TextureSettings {
  Binning binning;
  int planeAxis = -1;             // force2Ddimension where force2D is on, else -1
  double voxelArrayShift = 0;
  std::vector<int> distances = {1};
  bool symmetricalGlcm = true;
  WeightingNorm weightingNorm = WeightingNorm::off;  // of GLCM and GLRLM
  int gldmA = 0;
};

/** The matrices behind the features, for those who want to look at them. */
struct Matrices {
  std::vector<int> levels;
  std::vector<Glcm> glcm;          // one a direction that has pairs; one where directions are weighted
  std::vector<SizeMatrix> glrlm;   // likewise
  std::vector<SizeMatrix> glszm, gldm;  // one
  std::vector<Ngtdm> ngtdm;             // one
};

/** Names of feature classes: shape, shape2D, firstorder, glcm, gldm, glrlm, glszm, ngtdm. */
using FeatureClasses = std::set<std::string>;

/**
 * Features of a mask alone, where `classes` holds shape or shape2D, in the order of the tables. `planeAxis`: the array axis along which shape2D
 * has the region one voxel thick. Throws Refused and Cancelled.
 */
std::vector<FeatureValue> extractShape(const Region& region, const FeatureClasses& classes, int planeAxis, Work& work);

/**
 * Features of the intensities in a region: every class of `classes` but shape, in the order of the tables. `matrices`: where not null, filled
 * as well. The result is the same for any number of threads. Throws Refused (words for the reader) and Cancelled.
 */
std::vector<FeatureValue> extractTexture(const Region& region, const TextureSettings& settings, const FeatureClasses& classes, Work& work,
                                         std::optional<Matrices>* matrices = nullptr);

/** Every feature of every class, in the order of the tables. */
std::vector<FeatureDocumentation> documentation();

}  // namespace fascicle
