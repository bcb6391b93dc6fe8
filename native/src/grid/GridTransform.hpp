// From voxel indices to patient space and back.
#pragma once

#include "image/Image.hpp"

namespace fascicle {

using Position3 = std::array<double, 3>;  // a point in mm, or an index between voxels

/**
 * A grid's indices in patient space (LPS, mm), computed in the order in which ITK 5.2 does (itkImageBase.h): where a voxel lies midway between two
 * others the last digits decide, and they then fall alike.
 */
class GridTransform {
 public:
  /** Throws Refused where the grid's axes do not span space or its numbers are too large or too small to compute with. */
  explicit GridTransform(const Grid& grid);

  /** The centre of a voxel, as ITK's TransformIndexToPhysicalPoint: the origin, and to it the steps along each axis. */
  Position3 centreOf(const Position3& index) const;
  /** The point of an index between voxels, as ITK's TransformContinuousIndexToPhysicalPoint: the steps first, and to them the origin. */
  Position3 pointAt(const Position3& index) const;
  /** The index of a point. */
  Position3 indexAt(const Position3& pointMm) const;

 private:
  Position3 origin_;
  std::array<double, 9> toPoint_, toIndex_;
};

/** The positions, in indices of another grid, of one row of a grid's voxels: a straight line between its ends, as ITK's resampling walks it. */
class RowPositions {
 public:
  RowPositions(const Grid& grid, const GridTransform& own, const GridTransform& other, std::int64_t row, std::int64_t slice);

  Position3 at(std::int64_t column) const {
    const double part = static_cast<double>(column) / columns_;
    return {start_[0] + part * step_[0], start_[1] + part * step_[1], start_[2] + part * step_[2]};
  }
  /** True where no voxel of the row is nearest to a voxel of the box. */
  bool misses(const Box& box) const;

 private:
  double columns_;
  Position3 start_, step_;
};

/** The voxel nearest to an index between voxels; a tie goes to the larger one. -1 for what lies before the first voxel or beyond any image. */
inline std::int64_t nearestVoxel(double index) {
  if (!(index >= -1 && index < 1e15)) return -1;
  const auto below = static_cast<std::int64_t>(index) - (index < static_cast<double>(static_cast<std::int64_t>(index)));
  return below + (index - static_cast<double>(below) >= 0.5);
}

/** True where each of the grid's axes lies along one of patient space: no step along one has a part in another, not even by rounding. */
bool isAxisAligned(const Grid& grid);

/** Throws Refused where a box of the mask's grid reaches outside the image by more than a thousandth of a voxel. */
void checkInside(const Grid& image, const Grid& mask, const Box& box);

}  // namespace fascicle
