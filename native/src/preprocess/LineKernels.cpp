#include "preprocess/LineKernels.hpp"

#include <algorithm>
#include <cmath>

#include "preprocess/Lines.hpp"

namespace fascicle {
namespace {

const double pole = std::sqrt(3.0) - 2.0;

std::int64_t turned(std::int64_t index, std::int64_t period) { return ((index % period) + period) % period; }

}  // namespace

std::int64_t placeBeyond(std::int64_t index, std::int64_t length, Beyond beyond) {
  if (index >= 0 && index < length) return index;
  switch (beyond) {
    case Beyond::edge:
      return index < 0 ? 0 : length - 1;
    case Beyond::mirrorCentre: {
      if (length == 1) return 0;
      const std::int64_t place = turned(index, 2 * length - 2);
      return std::min(place, 2 * length - 2 - place);
    }
    case Beyond::mirrorEdge: {
      const std::int64_t place = turned(index, 2 * length);
      return std::min(place, 2 * length - 1 - place);
    }
    case Beyond::zero:
      return -1;
  }
  return -1;
}

std::vector<double> gaussianWeights(double sigma) {
  const auto radius = static_cast<std::int64_t>(4 * sigma + 0.5);
  std::vector<double> half;
  double sum = 0;
  for (std::int64_t n = 0; n <= radius; ++n) {
    half.push_back(std::exp(-0.5 / (sigma * sigma) * static_cast<double>(n * n)));
    sum += n == 0 ? half.back() : 2 * half.back();
  }
  for (double& weight : half) weight /= sum;
  return half;
}

void convolveLines(const std::vector<double>& in, std::vector<double>& out, const std::vector<double>& half, Beyond beyond) {
  const auto length = static_cast<std::int64_t>(in.size()) / lineLanes, radius = static_cast<std::int64_t>(half.size()) - 1;
  // The lines continued on both sides: the sums below need not ask where they are.
  thread_local std::vector<double> continued;
  continued.resize(static_cast<std::size_t>((length + 2 * radius) * lineLanes));
  for (std::int64_t n = 0; n < length + 2 * radius; ++n) {
    const std::int64_t place = placeBeyond(n - radius, length, beyond);
    double* const to = continued.data() + n * lineLanes;
    if (place < 0)
      std::fill_n(to, lineLanes, 0.0);
    else
      std::copy_n(in.data() + place * lineLanes, lineLanes, to);
  }
  for (std::int64_t n = 0; n < length; ++n) {
    const double* const middle = continued.data() + (n + radius) * lineLanes;
    double sum[lineLanes];
    for (std::int64_t l = 0; l < lineLanes; ++l) sum[l] = half[0] * middle[l];
    for (std::int64_t m = radius; m >= 1; --m) {
      const double weight = half[static_cast<std::size_t>(m)];
      const double *const before = middle - m * lineLanes, *const behind = middle + m * lineLanes;
      for (std::int64_t l = 0; l < lineLanes; ++l) sum[l] += weight * (before[l] + behind[l]);
    }
    std::copy_n(sum, lineLanes, out.data() + n * lineLanes);
  }
}

void splineLines(std::vector<double>& lines, bool atEdge) {
  const auto length = static_cast<std::int64_t>(lines.size()) / lineLanes;
  if (length < 2) return;
  const auto line = [&](std::int64_t n) { return lines.data() + n * lineLanes; };
  const double gain = (1 - pole) * (1 - 1 / pole);
  for (double& value : lines) value *= gain;
  double* const first = line(0);
  double start[lineLanes];
  std::copy_n(first, lineLanes, start);
  // The sum over the line and its mirror images without end, whose terms repeat with the length of the mirrored line.
  double power = pole;
  if (atEdge) {
    const double far = std::pow(pole, static_cast<double>(length));
    for (std::int64_t l = 0; l < lineLanes; ++l) start[l] += far * line(length - 1)[l];
    for (std::int64_t n = 1; n < length; ++n, power *= pole) {
      for (std::int64_t l = 0; l < lineLanes; ++l) start[l] += power * (line(n)[l] + far * line(length - 1 - n)[l]);
    }
    for (std::int64_t l = 0; l < lineLanes; ++l) first[l] += pole / (1 - far * far) * start[l];
  } else {
    const double far = std::pow(pole, static_cast<double>(length - 1));
    for (std::int64_t l = 0; l < lineLanes; ++l) start[l] += far * line(length - 1)[l];
    for (std::int64_t n = 1; n < length - 1; ++n, power *= pole) {
      for (std::int64_t l = 0; l < lineLanes; ++l) start[l] += power * (line(n)[l] + far * line(length - 1 - n)[l]);
    }
    for (std::int64_t l = 0; l < lineLanes; ++l) first[l] = start[l] / (1 - far * far);
  }
  for (std::int64_t n = 1; n < length; ++n) {
    for (std::int64_t l = 0; l < lineLanes; ++l) line(n)[l] += pole * line(n - 1)[l];
  }
  for (std::int64_t l = 0; l < lineLanes; ++l) {
    double& last = line(length - 1)[l];
    last = atEdge ? last * pole / (pole - 1) : (pole * line(length - 2)[l] + last) * pole / (pole * pole - 1);
  }
  for (std::int64_t n = length - 2; n >= 0; --n) {
    for (std::int64_t l = 0; l < lineLanes; ++l) line(n)[l] = pole * (line(n + 1)[l] - line(n)[l]);
  }
}

void LineSums::add(std::int64_t place, double share) {
  if (place < 0) return;
  index.push_back(static_cast<std::int32_t>(place));
  weight.push_back(share);
}

void sumLines(const std::vector<double>& in, std::vector<double>& out, const LineSums& sums) {
  for (std::int64_t n = 0; n < sums.length(); ++n) {
    double sum[lineLanes] = {};
    for (std::size_t at = sums.first[static_cast<std::size_t>(n)]; at < sums.first[static_cast<std::size_t>(n) + 1]; ++at) {
      const double* const from = in.data() + static_cast<std::int64_t>(sums.index[at]) * lineLanes;
      for (std::int64_t l = 0; l < lineLanes; ++l) sum[l] += sums.weight[at] * from[l];
    }
    std::copy_n(sum, lineLanes, out.data() + n * lineLanes);
  }
}

}  // namespace fascicle
