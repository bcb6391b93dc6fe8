// The neighbourhood grey tone difference matrix (IBSI IPET).
#pragma once

#include <vector>

#include "matrices/Offsets.hpp"

namespace fascicle {

/**
 * How far the grey levels lie from the mean of their neighbours (Amadasun and King 1989).
 *
 *   n(i)  number of voxels of level i; PyRadiomics counts those without a neighbour as well
 *   Nvp   sum of n
 *   p(i)  n(i) / Nvp
 *   s(i)  sum over those of them that have neighbours in the region of |i - mean level of the voxel's neighbours|
 *   Ngp   number of levels with p(i) > 0
 */
class Ngtdm {
 public:
  /** Throws Cancelled. */
  Ngtdm(const Region& region, const Levels& levels, const std::vector<Offset>& neighbours, const Work& work);

  /** The levels that have n(i) > 0, ascending. */
  std::vector<double> level, n, p, s;
  double voxelCount = 0;  // Nvp
};

}  // namespace fascicle
