// The neighbourhood of one voxel, as a region of its own.
#pragma once

#include <cstdint>
#include <vector>

#include "matrices/Offsets.hpp"
#include "region/Levels.hpp"
#include "region/Region.hpp"

namespace fascicle {

/** What kernels are cut out of. */
struct KernelSource {
  const Levels& levels;               // its border is at least the radius
  const std::vector<double>& values;  // intensities, where `levels.codes` has their grey levels; empty where they are not needed
  const Region& region;
};

/**
 * The voxels of a region no farther than `radius` from one of them along every axis (Chebyshev), in its plane only where there is a plane axis.
 * A kernel is moved from voxel to voxel and keeps its memory. Its matrices are those of a region of its own: `levels` numbers the grey levels
 * that occur in it, and no neighbour is found outside.
 */
class Kernel {
 public:
  /** `reach`: the largest distance at which neighbours are looked for. */
  Kernel(const KernelSource& source, int radius, PlaneAxis planeAxis, std::int64_t reach);

  /** Moves to the voxel at a position in the source's codes. */
  void moveTo(std::int64_t at);

  Region region;  // size, rows, voxelCount, values
  Levels levels;

 private:
  const KernelSource source_;
  std::vector<std::int64_t> steps_;      // from the voxel to each of the kernel's, in the source's codes
  std::vector<std::int64_t> places_;     // of each of them in `levels.codes`
  std::vector<std::uint16_t> codeOf_;    // by the source's code; all 0 between moves
  std::vector<std::uint16_t> occurring_;
};

/** How many voxels a kernel has along each axis at most. */
Index3 kernelSize(int radius, PlaneAxis planeAxis);

}  // namespace fascicle
