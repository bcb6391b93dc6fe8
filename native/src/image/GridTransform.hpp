// From voxel indices to patient space and back.
#pragma once

#include "image/Image.hpp"

namespace fascicle {

using Position3 = std::array<double, 3>;  // a point in mm, or an index between voxels

/** A grid's indices in patient space (LPS, mm), computed in the order in which ITK does: ties between voxels then fall alike. */
class GridTransform {
 public:
  explicit GridTransform(const Grid& grid);

  /** The point of an index; indices between voxels are allowed. */
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

/** The voxel nearest to an index between voxels; a tie goes to the larger one. */
inline std::int64_t nearestVoxel(double index) {
  const auto below = static_cast<std::int64_t>(index) - (index < static_cast<double>(static_cast<std::int64_t>(index)));
  return below + (index - static_cast<double>(below) >= 0.5);
}

/** Throws Refused where a box of the mask's grid reaches outside the image by more than a thousandth of a voxel. */
void checkInside(const Grid& image, const Grid& mask, const Box& box);

}  // namespace fascicle
