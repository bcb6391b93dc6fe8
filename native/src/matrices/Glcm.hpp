// The grey level co-occurrence matrix (IBSI LFYI), of one direction or of all.
#pragma once

#include <cstdint>
#include <vector>

#include "matrices/Offsets.hpp"

namespace fascicle {

/** How many pairs of neighbours have two grey levels, named by their positions; only pairs that occur, by row, then column. */
struct PairCounts {
  struct Entry {
    std::uint32_t row, column;
    double count;  // a whole number, unless it was weighted
  };
  std::vector<Entry> entries;

  /**
   * Counts the pairs of one direction; symmetrical: each as (i,j) and as (j,i).
   * Throws Cancelled; Refused where more levels occur than a matrix can be made of.
   */
  static PairCounts of(const Region& region, const Levels& levels, const Offset& offset, bool symmetrical, const Work& work);

  /** The sum over directions of weight times count, for weightingNorm. One weight a direction. */
  static PairCounts weighted(const std::vector<PairCounts>& directions, const std::vector<double>& weights);
};

/**
 * How often two grey levels are neighbours in one direction, as a distribution, and what its features are made of.
 *
 *   K          number of grey levels that occur in the region; i and j run over them
 *   Ng         the largest grey level
 *   p(i,j)     probability that a voxel has level i and its neighbour in this direction level j; sums to 1. Symmetrical: each pair
 *              counts as (i,j) and as (j,i). Under weightingNorm: over all directions, pairs counting by their distance
 *   px(i)      sum over j of p(i,j);  py(j): sum over i of p(i,j)
 *   ux, uy     mean of i under px, of j under py;  sx, sy: their standard deviations
 *   psum(k)    probability that i + j = k;  pdiff(k): that |i - j| = k
 *   HX, HY     entropies of px and py;  HXY: of p
 *   HXY1       -sum of p(i,j) log2(px(i) py(j) + e);  HXY2: -sum of px(i) py(j) log2(px(i) py(j) + e)
 *   e          2^-52, which PyRadiomics adds before every logarithm and in the denominators of MCC and Correlation
 */
class Glcm {
 public:
  /** A pair that occurs: levels as values and as positions, and its probability. */
  struct Entry {
    double i, j, p;
    std::uint32_t row, column;
  };

  Glcm(const Levels& levels, const PairCounts& pairs);

  /** False where no two voxels of the region are neighbours in this direction: there is then no distribution. */
  bool hasPairs() const { return total > 0; }

  double total = 0;            // pairs counted, or the sum of their weights
  std::vector<double> level;   // the K levels
  double largestLevel = 0;     // Ng
  std::vector<Entry> entries;  // p where it is not 0, by row, then column
  std::vector<double> px, py;  // by position
  double ux = 0, uy = 0, sx = 0, sy = 0;
  std::vector<double> psum, pdiff;  // by k
  double hx = 0, hy = 0, hxy = 0, hxy1 = 0, hxy2 = 0;

 private:
  void describe();
};

/** 2^-52: what PyRadiomics calls epsilon. */
inline constexpr double epsilon = 2.220446049250313e-16;

}  // namespace fascicle
