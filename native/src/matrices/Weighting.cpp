#include "matrices/Weighting.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace fascicle {
namespace {

double lengthMm(const Offset& offset, const std::array<double, 3>& spacingMm, WeightingNorm norm) {
  const double x = std::abs(offset.columns) * spacingMm[0], y = std::abs(offset.rows) * spacingMm[1], z = std::abs(offset.slices) * spacingMm[2];
  if (norm == WeightingNorm::manhattan) return x + y + z;
  if (norm == WeightingNorm::infinity) return std::max({x, y, z});
  return std::sqrt(x * x + y * y + z * z);
}

}  // namespace

double pairWeight(const Offset& offset, const std::array<double, 3>& spacingMm, WeightingNorm norm) {
  if (norm == WeightingNorm::one) return 1;
  const double length = lengthMm(offset, spacingMm, norm);
  return std::exp(-length * length);
}

double runWeight(const Offset& offset, const std::array<double, 3>& spacingMm, WeightingNorm norm) {
  return norm == WeightingNorm::one ? 1 : lengthMm(offset, spacingMm, norm);
}

}  // namespace fascicle
