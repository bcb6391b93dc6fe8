// The surface of a region: its area and the volume inside.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "region/Region.hpp"

namespace fascicle {

/**
 * The triangles of marching cubes over the region (border outside), never held one by one: a triangle's area and its share of the volume
 * depend only on its cube's pattern of inside corners and on where the cube is, and the volume does so linearly. So it is enough to count the
 * cubes of each pattern and to add up their positions, as whole numbers: no rounding, whatever the order.
 */
class Surface {
 public:
  /** Adds the cubes between one slice of the bordered box and the next; slice from 0 to size[2]. */
  void addSlice(const Region& region, std::int64_t slice);
  /** Adds what another has counted. */
  void add(const Surface& other);

  /** Area of the triangles, mm^2. */
  double areaMm2(const std::array<double, 3>& spacingMm) const;
  /** Volume inside: sum over the triangles (a, b, c) of a . (b x c) / 6, mm^3. */
  double volumeMm3(const std::array<double, 3>& spacingMm) const;

 private:
  struct Pattern {
    std::int64_t cubes = 0;
    Index3 positions{};  // sum of the cubes' first corners
  };
  std::array<Pattern, 256> patterns_{};
};

}  // namespace fascicle
