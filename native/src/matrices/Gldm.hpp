// The grey level dependence matrix (IBSI REK0, neighbouring grey level dependence).
#pragma once

#include "matrices/SizeMatrix.hpp"

namespace fascicle {

/**
 * Dependence of a voxel: 1 + the number of its neighbours in the region whose grey level differs from its own by at most `coarseness` (gldm_a).
 * P(i,s) counts the voxels of level i with dependence s; N = Np. Throws Cancelled.
 */
SizeMatrix countDependences(const Region& region, const Levels& levels, const std::vector<Offset>& neighbours, std::int32_t coarseness, const Work& work);

}  // namespace fascicle
