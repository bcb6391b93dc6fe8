// Medians by comparisons that are the same for all voxels: of whole rows at once.
#pragma once

#include <cstdint>
#include <vector>

namespace fascicle {

/** Two numbers are put in order: the smaller one stands at `low` then. */
struct Exchange {
  std::int32_t low, high;
};

/**
 * How the median of a box of numbers is found: its columns are sorted, which neighbouring boxes share, and then merged as far as the median needs it.
 * K. E. Batcher, "Sorting networks and their applications", AFIPS Spring Joint Computer Conference 1968.
 */
struct MedianNetwork {
  /** Sort the numbers 0 to `height` - 1 of each column. */
  std::vector<Exchange> column;
  /** Follow on the columns so sorted: number n of column c is c * height + n. */
  std::vector<Exchange> box;
  /** Where the median stands at the end. */
  std::int32_t median = 0;
};

/** Of a box of `width` columns of `height` numbers, an odd number in all. */
MedianNetwork medianNetwork(std::int32_t width, std::int32_t height);

/** Does the exchanges for `count` boxes side by side: number n of box b stands at n * stride + b. The numbers are no NaN. */
template <class Scalar>
void exchangeAll(const std::vector<Exchange>& exchanges, Scalar* numbers, std::int64_t stride, std::int64_t count) {
  for (const Exchange& each : exchanges) {
    Scalar* __restrict low = numbers + each.low * stride;
    Scalar* __restrict high = numbers + each.high * stride;
    for (std::int64_t b = 0; b < count; ++b) {
      // Two comparisons, the other way round: where both ask the same, GCC makes a branch of them.
      const Scalar one = low[b], other = high[b];
      low[b] = other < one ? other : one;
      high[b] = one < other ? other : one;
    }
  }
}

}  // namespace fascicle
