// The grey level size zone matrix (IBSI 9SAK).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "matrices/SizeMatrix.hpp"

namespace fascicle {

/**
 * Zones: the largest sets of voxels of one grey level that hang together, corner to corner (26 neighbours in 3D, 8 in a plane).
 * P(i,s) counts the zones of level i with s voxels.
 *
 * Slabs of slices are joined by tasks of their own; the last of them to end joins the slabs and counts. Which one that is changes nothing:
 * zones are the same however their voxels are joined.
 */
class Glszm {
 public:
  /** What the tasks refer to must outlive them. The tasks throw Cancelled. Throws Refused where the box has too many voxels to number. */
  void addTasks(const Region& region, const Levels& levels, PlaneAxis planeAxis, const Work& work, std::vector<Task>& tasks);

  std::optional<SizeMatrix> matrix;  // once the tasks have run

 private:
  void joinSlices(std::int64_t first, std::int64_t last, bool acrossOnly);
  void count();

  const Region* region_ = nullptr;
  const Levels* levels_ = nullptr;
  const Work* work_ = nullptr;
  PlaneAxis planeAxis_ = -1;
  std::vector<std::int64_t> before_;        // steps back to the neighbours that come before a voxel in memory
  std::uint32_t acrossSlices_ = 0;          // which of them lie in the slice before, as bits
  std::unique_ptr<std::uint32_t[]> parent_;  // by position in the levels' codes; only those of the region's voxels are ever set
  std::atomic<std::size_t> slabsLeft_ = 0;
};

}  // namespace fascicle
