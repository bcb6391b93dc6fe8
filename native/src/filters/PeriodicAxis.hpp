// A periodic axis, and what a convolution along it needs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace fascicle {

/** Consecutive places on an axis that goes round: `count` of its `length` places, from `first` on. */
struct Arc {
  std::int64_t length = 1, first = 0, count = 1;

  std::int64_t placeOf(std::int64_t index) const { return (first + index) % length; }
  /** Where a place of the arc stands in it. `place` may lie outside 0 .. length - 1. */
  std::int64_t indexOf(std::int64_t place) const { return (((place - first) % length) + length) % length; }
};

/** The places that a filter of `taps` coefficients looks at to give the places of `wanted`. */
inline Arc arcBehind(const Arc& wanted, std::int64_t taps) {
  const std::int64_t count = std::min(wanted.length, wanted.count + taps - 1);
  const std::int64_t first = wanted.first + taps / 2 - (taps - 1);
  return {wanted.length, ((first % wanted.length) + wanted.length) % wanted.length, count};
}

/**
 * The order in which PyWavelets adds up one place's taps. At n it takes coefficient q with place n + taps/2 - q, q ascending, but
 * where the filter reaches over the end of the axis, those coefficients come first and backwards. Sums differ in their last digit otherwise.
 */
inline void orderOfTaps(std::int64_t place, std::int64_t length, std::int64_t taps, std::vector<std::int64_t>& order) {
  order.clear();
  const std::int64_t over = std::max<std::int64_t>(0, place + taps / 2 - length + 1);
  for (std::int64_t q = over - 1; q >= 0; --q) order.push_back(q);
  for (std::int64_t q = over; q < taps; ++q) order.push_back(q);
}

}  // namespace fascicle
