// A recursive filter along many lines at once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "filters/RecursiveGaussian.hpp"

namespace fascicle {

/**
 * Up to 16 lines side by side, sample by sample: sample i of line l at [i * lanes + l]. The recursion runs along i, the same for each l, so
 * that the processor computes several lines by one instruction; every line's values are those it would have alone.
 */
class RecursiveLines {
 public:
  static constexpr std::int64_t lanes = 16;

  /** Room for lines of up to `length` samples. */
  explicit RecursiveLines(std::int64_t length);

  /** Takes lines in: sample i of line l is at source[i * along + l * across]. 1 <= lines <= lanes. */
  template <class Scalar>
  void load(const Scalar* source, std::int64_t along, std::int64_t across, std::int64_t length, std::int64_t lines) {
    length_ = length;
    double* samples = samples_.get();
    if (lines < lanes) std::fill_n(samples, length * lanes, 0.0);
    if (across == 1 && lines == lanes) {
      for (std::int64_t i = 0; i < length; ++i) {
        for (std::int64_t l = 0; l < lanes; ++l) samples[i * lanes + l] = static_cast<double>(source[i * along + l]);
      }
      return;
    }
    for (std::int64_t i = 0; i < length; ++i) {
      for (std::int64_t l = 0; l < lines; ++l) samples[i * lanes + l] = static_cast<double>(source[i * along + l * across]);
    }
  }

  /**
   * Filters all lines, over their whole length, as far as samples first ... first + count - 1 need it. Answers these: sample first + i of
   * line l at [i * lanes + l]. The length is 4 or more.
   */
  const float* filter(const RecursiveGaussian& filter, std::int64_t first, std::int64_t count);

 private:
  std::int64_t length_ = 0;
  std::unique_ptr<double[]> samples_, causal_, anticausal_;
  std::unique_ptr<float[]> result_;
};

}  // namespace fascicle
