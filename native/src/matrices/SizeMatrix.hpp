// A matrix of counts by grey level and size: what run lengths, zones and dependences have in common.
#pragma once

#include <cstdint>
#include <vector>

#include "matrices/Offsets.hpp"

namespace fascicle {

/**
 * Counts of things by their grey level and their size. A thing is a run (GLRLM), a zone (GLSZM) or a voxel with its dependence (GLDM).
 *
 *   P(i,s)  number of things of grey level i and size s
 *   N       sum of P: the number of things
 *   p(i,s)  P(i,s) / N
 *   Np      number of voxels in the region
 *           (under weightingNorm P is a sum over directions that counts runs by the direction's weight; Np is then Np times the sum of weights)
 *   R(i)    sum over s of P(i,s);  C(s): sum over i of P(i,s)
 */
class SizeMatrix {
 public:
  struct Entry {
    double i, s, count;
  };

  /** `countOf(row, size)`: P of a level's position, from 0, and a size, from 0 to below `sizes`. */
  template <class CountOf>
  SizeMatrix(const Levels& levels, std::size_t sizes, CountOf&& countOf) : voxelCount(static_cast<double>(levels.voxelCount)) {
    for (std::size_t row = 0; row < static_cast<std::size_t>(levels.count()); ++row) {
      for (std::size_t size = 0; size < sizes; ++size) {
        const std::uint64_t count = countOf(row, size);
        if (count > 0) entries.push_back({static_cast<double>(levels.levelOf[row + 1]), static_cast<double>(size), static_cast<double>(count)});
      }
    }
    sumUp();
  }
  /** `codes` and `sizes`: of every thing, in any order. */
  SizeMatrix(const Levels& levels, const std::vector<std::uint16_t>& codes, const std::vector<std::uint32_t>& sizes);
  /** The sum over directions of weight times P, for weightingNorm; Np is weighted as well. */
  SizeMatrix(const std::vector<SizeMatrix>& directions, const std::vector<double>& weights);

  std::vector<Entry> entries;   // P where it is not 0, by level, then size
  std::vector<double> rowSums;  // R, where not 0
  std::vector<double> columnSums;  // C, where not 0, by size
  double total = 0;             // N
  double voxelCount = 0;        // Np

 private:
  void sumUp();
};

}  // namespace fascicle
