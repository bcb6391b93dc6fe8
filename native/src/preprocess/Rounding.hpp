// Rounding within loops over voxels.
#pragma once

#include <cstdint>
#include <limits>

namespace fascicle {

/**
 * The nearest whole number, half to even, as std::nearbyint, which costs a call for each voxel where compilers do not know the processor. Exact below 2^22 for
 * float and 2^51 for double; beyond, near enough to be clamped.
 */
template <class Real>
Real roundHalfEven(Real value) {
  // Added to it, a number keeps no digits after its point.
  constexpr Real shift = static_cast<Real>(1.5) * static_cast<Real>(std::int64_t{1} << (std::numeric_limits<Real>::digits - 1));
  return (value + shift) - shift;
}

}  // namespace fascicle
