// The outline of a region of one slice: its length and the area inside.
#pragma once

#include <cstdint>

#include "matrices/Offsets.hpp"

namespace fascicle {

/**
 * The lines of marching squares over a region that is one voxel thick (border outside): they join the middles of the edges between a pixel
 * inside and one outside, and two pixels that touch at a corner only stay apart. A square's lines and the area inside it depend on its pattern
 * of inside corners alone, so it is enough to count squares: no rounding, whatever the order.
 */
struct Outline {
  std::int64_t pixels = 0;
  std::int64_t eighths = 0;  // area inside, in eighths of a pixel
  std::int64_t cuts = 0;     // lines that cut off a corner of a square
  std::int64_t alongU = 0, alongV = 0;  // lines one pixel long, along each axis of the slice
  double spacingU = 0, spacingV = 0;    // mm

  /** `planeAxis`: the array axis along which the region is one voxel thick: 0 slices, 1 rows, 2 columns. */
  Outline(const Region& region, PlaneAxis planeAxis);

  double lengthMm() const;
  double areaMm2() const;
};

}  // namespace fascicle
