#include "filters/RecursiveLines.hpp"

#include <algorithm>

// Where the processor has wider vectors they are used; without fused multiplication, so that the values are the same. Not under the thread
// sanitizer: the choice is made while the program is loaded, before it is ready.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__) && !defined(__SANITIZE_THREAD__)
#define FASCICLE_WIDE_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define FASCICLE_WIDE_VECTORS
#endif

namespace fascicle {
namespace {

constexpr std::int64_t lanes = RecursiveLines::lanes;
using Coefficients = std::array<double, 4>;

/**
 * The first `count` answers of a recursion. Step i reads samples i - lag - k and answers i - 1 - k (k = 0..3); before the line's start there is
 * its first sample for ever. `stride` goes from a sample to the next: negative for a recursion from the line's end.
 */
FASCICLE_WIDE_VECTORS
void recurse(const double* __restrict samples, double* __restrict answers, std::int64_t stride, std::int64_t lag, std::int64_t count,
             const Coefficients& weights, const Coefficients& feedback, const Coefficients& edge) {
  const double w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3];
  for (std::int64_t i = 0; i < count; ++i) {
    const auto sample = [&](std::int64_t index) { return samples + stride * std::max<std::int64_t>(index, 0); };
    const double *x0 = sample(i - lag), *x1 = sample(i - lag - 1), *x2 = sample(i - lag - 2), *x3 = sample(i - lag - 3);
    const auto answer = [&](std::int64_t index) -> const double* { return index < 0 ? samples : answers + stride * index; };
    const double *y0 = answer(i - 1), *y1 = answer(i - 2), *y2 = answer(i - 3), *y3 = answer(i - 4);
    const double f0 = i < 1 ? edge[0] : feedback[0], f1 = i < 2 ? edge[1] : feedback[1];
    const double f2 = i < 3 ? edge[2] : feedback[2], f3 = i < 4 ? edge[3] : feedback[3];
    double* const to = answers + stride * i;
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC ivdep  // a step's answers are none of those it reads
#endif
    for (std::int64_t l = 0; l < lanes; ++l) {
      const double ahead = x0[l] * w0 + x1[l] * w1 + x2[l] * w2 + x3[l] * w3;
      to[l] = ahead - (y0[l] * f0 + y1[l] * f1 + y2[l] * f2 + y3[l] * f3);
    }
  }
}

FASCICLE_WIDE_VECTORS
void addHalves(const double* __restrict causal, const double* __restrict anticausal, std::int64_t length, float* __restrict sum) {
  for (std::int64_t v = 0; v < length; ++v) sum[v] = static_cast<float>(causal[v] + anticausal[v]);
}

template <class Scalar>
void takeLines(const Scalar* source, std::int64_t along, std::int64_t across, std::int64_t length, std::int64_t lines, double* samples) {
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

}  // namespace

RecursiveLines::RecursiveLines(std::int64_t length)
    : samples_(new double[static_cast<std::size_t>(length * lanes)]), causal_(new double[static_cast<std::size_t>(length * lanes)]),
      anticausal_(new double[static_cast<std::size_t>(length * lanes)]), result_(new float[static_cast<std::size_t>(length * lanes)]) {}

void RecursiveLines::load(const float* source, std::int64_t along, std::int64_t across, std::int64_t length, std::int64_t lines) {
  length_ = length;
  takeLines(source, along, across, length, lines, samples_.get());
}

void RecursiveLines::load(const Voxels& voxels, std::int64_t start, std::int64_t along, std::int64_t across, std::int64_t length, std::int64_t lines) {
  length_ = length;
  withTypedPointer(voxels, [=, this](auto source) { takeLines(source + start, along, across, length, lines, samples_.get()); });
}

const float* RecursiveLines::filter(const RecursiveGaussian& filter, std::int64_t first, std::int64_t count) {
  recurse(samples_.get(), causal_.get(), lanes, 0, first + count, filter.ahead, filter.feedback, filter.aheadEdge);
  const std::int64_t last = (length_ - 1) * lanes;
  recurse(samples_.get() + last, anticausal_.get() + last, -lanes, 1, length_ - first, filter.behind, filter.feedback, filter.behindEdge);
  addHalves(causal_.get() + first * lanes, anticausal_.get() + first * lanes, count * lanes, result_.get());
  return result_.get();
}

}  // namespace fascicle
