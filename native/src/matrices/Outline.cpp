#include "matrices/Outline.hpp"

#include <cmath>

namespace fascicle {

Outline::Outline(const Region& region, PlaneAxis planeAxis) {
  // Axes of the slice, and the steps along columns, rows and slices in the bordered box.
  const int u = planeAxis == 2 ? 1 : 0, v = planeAxis == 0 ? 1 : 2, across = 2 - planeAxis;
  const std::int64_t steps[3] = {1, region.paddedRow(), region.paddedSlice()};
  spacingU = region.spacingMm[u];
  spacingV = region.spacingMm[v];
  pixels = region.voxelCount;

  const std::uint8_t* const slice = region.inside.data() + steps[across];
  for (std::int64_t row = 0; row <= region.size[v]; ++row) {
    for (std::int64_t column = 0; column <= region.size[u]; ++column) {
      const std::uint8_t* const corner = slice + column * steps[u] + row * steps[v];
      const int first = corner[0], second = corner[steps[u]], third = corner[steps[v]], fourth = corner[steps[u] + steps[v]];
      switch (first + second + third + fourth) {
        case 1:
          eighths += 1;
          cuts += 1;
          break;
        case 2:
          if (first == fourth) {
            eighths += 2;
            cuts += 2;
          } else {
            eighths += 4;
            (first == second ? alongU : alongV) += 1;
          }
          break;
        case 3:
          eighths += 7;
          cuts += 1;
          break;
        case 4:
          eighths += 8;
          break;
        default: break;
      }
    }
  }
}

double Outline::lengthMm() const {
  const double cut = 0.5 * std::sqrt(spacingU * spacingU + spacingV * spacingV);
  return static_cast<double>(cuts) * cut + static_cast<double>(alongU) * spacingU + static_cast<double>(alongV) * spacingV;
}

double Outline::areaMm2() const { return static_cast<double>(eighths) / 8 * (spacingU * spacingV); }

}  // namespace fascicle
