// Features of the run length, size zone and dependence matrices. Symbols: matrices/SizeMatrix.hpp.
#pragma once

#include <vector>

#include "features/Feature.hpp"
#include "matrices/SizeMatrix.hpp"

namespace fascicle {

/** IBSI TP0I; computed for each direction, then averaged. */
extern const std::vector<Feature<SizeMatrix>> glrlmFeatures;
/** IBSI 9SAK. */
extern const std::vector<Feature<SizeMatrix>> glszmFeatures;
/** IBSI REK0. */
extern const std::vector<Feature<SizeMatrix>> gldmFeatures;

}  // namespace fascicle
