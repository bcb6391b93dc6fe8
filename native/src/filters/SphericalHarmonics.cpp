#include "filters/SphericalHarmonics.hpp"

#include <cmath>
#include <numbers>

namespace fascicle {
namespace {

/** sqrt((2n+1)/(4 pi) (n-m)!/(n+m)!) P_n^m(x), by the recurrence in n that starts at n = m (DLMF 14.10.3, normalised). */
double normalisedLegendre(int n, int m, double x) {
  double before = 0;
  double value = std::sqrt((2 * m + 1) / (4 * std::numbers::pi));
  const double sine = std::sqrt((1 - x) * (1 + x));
  for (int k = 1; k <= m; ++k) value *= -sine * std::sqrt((2 * k - 1) / (2.0 * k));
  for (int k = m + 1; k <= n; ++k) {
    const auto scale = [m](int degree) { return std::sqrt((4.0 * degree * degree - 1) / (static_cast<double>(degree) * degree - m * m)); };
    const double next = scale(k) * (x * value - (k - 1 > m ? before / scale(k - 1) : 0));
    before = value;
    value = next;
  }
  return value;
}

}  // namespace

std::vector<Harmonic> sphericalHarmonics(int degree, const std::vector<double>& azimuth, const std::vector<double>& polar, const Work& work) {
  std::vector<Harmonic> harmonics(static_cast<std::size_t>(degree + 1));
  for (int m = 0; m <= degree; ++m) {
    for (std::size_t p = 0; p < azimuth.size(); ++p) {
      work.checkCancelled();
      const double size = normalisedLegendre(degree, m, std::cos(polar[p]));
      harmonics[m].real.push_back(size * std::cos(m * azimuth[p]));
      harmonics[m].imaginary.push_back(size * std::sin(m * azimuth[p]));
    }
  }
  return harmonics;
}

}  // namespace fascicle
