// Sums whose result does not depend on the order of summing.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

namespace fascicle {

/** A sum in twice the working precision: T. Ogita, S. Rump, S. Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26, 2005. */
struct PreciseSum {
  double sum = 0, error = 0;

  void add(double value) {
    const double next = sum + value;
    const double part = next - sum;
    error += (sum - (next - part)) + (value - part);
    sum = next;
  }
  void add(const PreciseSum& other) {
    add(other.sum);
    error += other.error;
  }
  double value() const { return std::isfinite(sum) ? sum + error : sum; }
};

/** Sum, sum of squares (0 where not asked for), minimum and maximum of some intensities. */
struct Moments {
  std::int64_t count = 0;
  PreciseSum sum, squares;
  double minimum = INFINITY, maximum = -INFINITY;

  void add(const Moments& other) {
    count += other.count;
    sum.add(other.sum);
    squares.add(other.squares);
    if (other.minimum < minimum) minimum = other.minimum;
    if (other.maximum > maximum) maximum = other.maximum;
  }
  double mean() const { return sum.value() / static_cast<double>(count); }
};

/** Moments of `length` intensities in a row, at most 2^31 of them; the squares only `withSquares`. Exact for whole numbers of up to 16 bits. */
template <bool withSquares, class Scalar>
Moments momentsOf(const Scalar* values, std::int64_t length) {
  Moments moments;
  moments.count = length;
  if (length == 0) return moments;
  Scalar least = values[0], most = values[0];
  for (std::int64_t v = 0; v < length; ++v) {
    least = values[v] < least ? values[v] : least;
    most = values[v] > most ? values[v] : most;
  }
  moments.minimum = static_cast<double>(least);
  moments.maximum = static_cast<double>(most);
  if constexpr (std::is_integral_v<Scalar> && sizeof(Scalar) <= 2) {
    using Square = std::conditional_t<std::is_signed_v<Scalar>, std::int32_t, std::uint32_t>;
    std::int64_t sum = 0;
    std::uint64_t squares = 0;
    for (std::int64_t v = 0; v < length; ++v) {
      const auto value = static_cast<Square>(values[v]);
      sum += value;
      if constexpr (withSquares) squares += static_cast<std::uint32_t>(value * value);
    }
    moments.sum.add(static_cast<double>(sum));
    moments.squares.add(static_cast<double>(squares));
  } else {
    // Four sums by turns: each addition would wait for the one before.
    PreciseSum sums[4], squares[4];
    const std::int64_t whole = length / 4 * 4;
    for (std::int64_t v = 0; v < whole; v += 4) {
      for (int lane = 0; lane < 4; ++lane) {
        const auto value = static_cast<double>(values[v + lane]);
        sums[lane].add(value);
        if constexpr (withSquares) squares[lane].add(value * value);
      }
    }
    for (std::int64_t v = whole; v < length; ++v) {
      const auto value = static_cast<double>(values[v]);
      sums[0].add(value);
      if constexpr (withSquares) squares[0].add(value * value);
    }
    for (int lane = 0; lane < 4; ++lane) {
      moments.sum.add(sums[lane]);
      moments.squares.add(squares[lane]);
    }
  }
  return moments;
}

}  // namespace fascicle
