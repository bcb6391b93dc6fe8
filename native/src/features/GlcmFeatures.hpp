// Features of the grey level co-occurrence matrix (IBSI LFYI). Symbols: matrices/Glcm.hpp.
#pragma once

#include <vector>

#include "features/Feature.hpp"
#include "matrices/Glcm.hpp"

namespace fascicle {

/** Computed for each direction, then averaged over the directions in which the region has neighbours. */
extern const std::vector<Feature<Glcm>> glcmFeatures;

}  // namespace fascicle
