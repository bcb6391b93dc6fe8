// Rows multiplied by a filter's coefficients and added up, several filters at a time.
#pragma once

#include <array>
#include <cstdint>

namespace fascicle {

/**
 * out[k][x] = sum over t of coefficients[k][t] rows[t][x], for x < length, in the order of t. `taps` rows.
 * The sums are kept in registers for a few x at once.
 */
template <class Real, int filters>
class RowSums {
 public:
  std::array<const Real*, filters> coefficients{};
  const Real* const* rows = nullptr;
  std::int64_t taps = 0;
  std::array<Real*, filters> out{};

  void add(std::int64_t length) const {
    const std::int64_t rest = addBlocks<8>(0, length);
    addBlocks<1>(addBlocks<2>(rest, length), length);
  }

 private:
  /** Answers where it stopped: at the last whole block. */
  template <int width>
  std::int64_t addBlocks(std::int64_t x, std::int64_t length) const {
    for (; x + width <= length; x += width) {
      Real sums[filters][width] = {};
      for (std::int64_t t = 0; t < taps; ++t) {
        const Real* const row = rows[t] + x;
        for (int k = 0; k < filters; ++k) {
          const Real coefficient = coefficients[k][t];
          for (int w = 0; w < width; ++w) sums[k][w] += coefficient * row[w];
        }
      }
      for (int k = 0; k < filters; ++k) {
        for (int w = 0; w < width; ++w) out[k][x + w] = sums[k][w];
      }
    }
    return x;
  }
};

}  // namespace fascicle
