// A recursive filter along many lines at once.
#pragma once

#include <cstdint>
#include <memory>

#include "filters/RecursiveGaussian.hpp"
#include "image/Voxels.hpp"

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
  void load(const float* source, std::int64_t along, std::int64_t across, std::int64_t length, std::int64_t lines);
  /** The same of an image's voxels, counted from position `start`. */
  void load(const Voxels& voxels, std::int64_t start, std::int64_t along, std::int64_t across, std::int64_t length, std::int64_t lines);

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
