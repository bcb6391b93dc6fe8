// First-order features (IBSI UHIW and, of the histogram, ZVCW): of the intensities, wherever they lie.
#pragma once

#include <vector>

#include "features/Feature.hpp"
#include "region/Levels.hpp"
#include "region/Region.hpp"

namespace fascicle {

/**
 *   Np      number of voxels;  x: their intensities;  v: volume of one voxel, mm^3
 *   c       voxelArrayShift
 *   mean    sum of x / Np;  m2, m3, m4: means of the second, third and fourth powers of x - mean
 *   P10 ... percentiles, interpolated linearly between neighbours in rank
 *   x'      the intensities from P10 to P90, both ends included
 *   h(g)    share of the voxels in grey level g;  e: 2^-52
 */
struct FirstOrder {
  double voxelVolume = 0, minimum = 0, maximum = 0, mean = 0, m2 = 0, m3 = 0, m4 = 0;
  double shiftedEnergy = 0;  // sum of (x + c)^2
  double voxels = 0;
  double p10 = 0, p25 = 0, p50 = 0, p75 = 0, p90 = 0;
  double meanAbsoluteDeviation = 0, robustMeanAbsoluteDeviation = 0;
  std::vector<double> histogram;  // h

  /** Moments, energy, deviation of some intensities, at least one; `volume`: of one voxel, mm^3. */
  void takeMoments(const std::vector<double>& intensities, double volume, double voxelArrayShift, const Work& work);
  void takeMoments(const Region& region, double voxelArrayShift, const Work& work);
  /** Percentiles and the robust deviation. */
  void takeRanks(const std::vector<double>& intensities, const Work& work);
  void takeRanks(const Region& region, const Work& work) { takeRanks(region.values, work); }
  void takeHistogram(const Levels& levels);
};

extern const std::vector<Feature<FirstOrder>> firstOrderFeatures;

}  // namespace fascicle
