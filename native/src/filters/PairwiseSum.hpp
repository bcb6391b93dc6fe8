// Sums in NumPy's order.
#pragma once

#include <cstddef>

namespace fascicle {

/** The sum of `length` numbers as numpy.sum adds up a row: eight sums side by side, in parts of at most 128 numbers. */
template <class Real>
Real pairwiseSum(const Real* numbers, std::size_t length) {
  if (length < 8) {
    Real sum = 0;
    for (std::size_t i = 0; i < length; ++i) sum += numbers[i];
    return sum;
  }
  if (length > 128) {
    const std::size_t half = length / 2 - length / 2 % 8;
    return pairwiseSum(numbers, half) + pairwiseSum(numbers + half, length - half);
  }
  Real sums[8];
  for (int lane = 0; lane < 8; ++lane) sums[lane] = numbers[lane];
  std::size_t i = 8;
  for (; i + 8 <= length; i += 8) {
    for (int lane = 0; lane < 8; ++lane) sums[lane] += numbers[i + lane];
  }
  Real sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < length; ++i) sum += numbers[i];
  return sum;
}

}  // namespace fascicle
