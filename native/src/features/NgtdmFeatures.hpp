// Features of the neighbourhood grey tone difference matrix (IBSI IPET). Symbols: matrices/Ngtdm.hpp.
#pragma once

#include <vector>

#include "features/Feature.hpp"
#include "matrices/Ngtdm.hpp"

namespace fascicle {

extern const std::vector<Feature<Ngtdm>> ngtdmFeatures;

}  // namespace fascicle
