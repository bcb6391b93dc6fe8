// How much the cubic B-splines around a place count.
#pragma once

#include <array>

namespace fascicle {

/**
 * The weights of the four B-splines around a place that lies `fraction` of a voxel, 0 <= fraction < 1, behind the second of them, in SciPy's order of
 * operations.
 */
inline std::array<double, 4> splineWeights(double fraction) {
  const double y = fraction, z = 1 - fraction;
  std::array<double, 4> weights;
  weights[1] = (y * y * (y - 2) * 3 + 4) / 6;
  weights[2] = (z * z * (z - 2) * 3 + 4) / 6;
  weights[0] = z * z * z / 6;
  weights[3] = 1 - weights[0] - weights[1] - weights[2];
  return weights;
}

}  // namespace fascicle
