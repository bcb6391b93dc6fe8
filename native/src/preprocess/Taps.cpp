#include "preprocess/Taps.hpp"

#include <algorithm>
#include <cmath>

#include "grid/GridTransform.hpp"

namespace fascicle {
namespace {

Taps splineTaps(double position, std::int64_t length) {
  Taps taps;
  taps.inside = liesInside(position, length);
  position = std::clamp(position, -0.5, static_cast<double>(length) - 0.5);  // what lies outside is computed beside the rest and left out
  // ITK finds the voxel in single precision; the spline's pieces join so smoothly that it does not show.
  const auto below = static_cast<std::int64_t>(std::floor(static_cast<float>(position)));
  const double w = position - static_cast<double>(below);
  auto& [w0, w1, w2, w3] = taps.weight;
  w3 = (1.0 / 6.0) * w * w * w;
  w0 = (1.0 / 6.0) + 0.5 * w * (w - 1.0) - w3;
  w2 = w + w0 - 2.0 * w3;
  w1 = 1.0 - w0 - w2 - w3;
  if (below >= 1 && below + 2 < length) {
    for (int tap = 0; tap < 4; ++tap) taps.index[tap] = static_cast<std::int32_t>(below - 1 + tap);
    return taps;
  }
  const std::int64_t period = std::max<std::int64_t>(1, 2 * (length - 1));
  for (int tap = 0; tap < 4; ++tap) {
    const std::int64_t index = (((below - 1 + tap) % period) + period) % period;
    taps.index[tap] = static_cast<std::int32_t>(std::min(index, period - index));
    if (length == 1) taps.index[tap] = 0;
  }
  return taps;
}

Taps linearTaps(double position, std::int64_t length) {
  Taps taps;
  taps.inside = liesInside(position, length);
  const double clamped = std::clamp(position, 0.0, static_cast<double>(length - 1));
  taps.index[0] = static_cast<std::int32_t>(clamped);
  taps.index[1] = static_cast<std::int32_t>(std::min<std::int64_t>(taps.index[0] + 1, length - 1));
  taps.weight[1] = clamped - static_cast<double>(taps.index[0]);
  return taps;
}

Taps nearestTaps(double position, std::int64_t length) {
  Taps taps;
  taps.inside = liesInside(position, length);
  if (taps.inside) taps.index[0] = static_cast<std::int32_t>(nearestVoxel(position));
  return taps;
}

}  // namespace

Taps tapsOf(Interpolator interpolator, double position, std::int64_t length) {
  if (interpolator == Interpolator::bspline) return splineTaps(position, length);
  return interpolator == Interpolator::linear ? linearTaps(position, length) : nearestTaps(position, length);
}

}  // namespace fascicle
