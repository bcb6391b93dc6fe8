#include "filters/RecursiveGaussian.hpp"

#include <cmath>

namespace fascicle {
namespace {

/** Sums over coefficients: of c[k], k c[k] and k^2 c[k]. */
struct Moments {
  double zeroth, first, second;
};

/** The two damped oscillations that the kernel is a sum of, one voxel on. */
struct Oscillations {
  double sine1, sine2, cosine1, cosine2, decay1, decay2;

  explicit Oscillations(double sigma)
      : sine1(std::sin(0.6681 / sigma)), sine2(std::sin(2.0787 / sigma)), cosine1(std::cos(0.6681 / sigma)), cosine2(std::cos(2.0787 / sigma)),
        decay1(std::exp(-1.3932 / sigma)), decay2(std::exp(-1.3732 / sigma)) {}
};

/** How much of either oscillation a kernel has: cosine and sine parts. */
struct Amplitudes {
  double cosine1, sine1, cosine2, sine2;
};

constexpr Amplitudes gaussian{1.3530, 1.8151, -0.3531, 0.0902};
constexpr Amplitudes curvature{-1.3563, 5.2318, 0.3446, -2.2355};

struct Feedback {
  std::array<double, 4> coefficients;
  Moments moments;
};

Feedback feedbackOf(const Oscillations& o) {
  const auto& [sine1, sine2, cosine1, cosine2, decay1, decay2] = o;
  std::array<double, 4> d;
  d[3] = decay1 * decay1 * decay2 * decay2;
  d[2] = -2 * cosine1 * decay1 * decay2 * decay2;
  d[2] += -2 * cosine2 * decay2 * decay1 * decay1;
  d[1] = 4 * cosine2 * cosine1 * decay1 * decay2;
  d[1] += decay1 * decay1 + decay2 * decay2;
  d[0] = -2 * (decay2 * cosine2 + decay1 * cosine1);
  return {d, {1.0 + d[0] + d[1] + d[2] + d[3], d[0] + 2 * d[1] + 3 * d[2] + 4 * d[3], d[0] + 4 * d[1] + 9 * d[2] + 16 * d[3]}};
}

std::array<double, 4> aheadOf(const Oscillations& o, const Amplitudes& a) {
  const auto& [sine1, sine2, cosine1, cosine2, decay1, decay2] = o;
  std::array<double, 4> n;
  n[0] = a.cosine1 + a.cosine2;
  n[1] = decay2 * (a.sine2 * sine2 - (a.cosine2 + 2 * a.cosine1) * cosine2);
  n[1] += decay1 * (a.sine1 * sine1 - (a.cosine1 + 2 * a.cosine2) * cosine1);
  n[2] = (a.cosine1 + a.cosine2) * cosine2 * cosine1;
  n[2] -= a.sine1 * cosine2 * sine1 + a.sine2 * cosine1 * sine2;
  n[2] *= 2 * decay1 * decay2;
  n[2] += a.cosine2 * decay1 * decay1 + a.cosine1 * decay2 * decay2;
  n[3] = decay2 * decay1 * decay1 * (a.sine2 * sine2 - a.cosine2 * cosine2);
  n[3] += decay1 * decay2 * decay2 * (a.sine1 * sine1 - a.cosine1 * cosine1);
  return n;
}

Moments momentsOf(const std::array<double, 4>& n) {
  return {n[0] + n[1] + n[2] + n[3], n[1] + 2 * n[2] + 3 * n[3], n[1] + 4 * n[2] + 9 * n[3]};
}

/** The rest follows from the causal half: the kernel is symmetric. */
RecursiveGaussian complete(const std::array<double, 4>& ahead, const std::array<double, 4>& d) {
  RecursiveGaussian filter;
  filter.ahead = ahead;
  filter.feedback = d;
  for (int k = 0; k < 3; ++k) filter.behind[k] = ahead[k + 1] - d[k] * ahead[0];
  filter.behind[3] = -d[3] * ahead[0];

  const auto& m = filter.behind;
  const double aheadSum = ahead[0] + ahead[1] + ahead[2] + ahead[3];
  const double behindSum = m[0] + m[1] + m[2] + m[3];
  const double feedbackSum = 1.0 + d[0] + d[1] + d[2] + d[3];
  for (int k = 0; k < 4; ++k) {
    filter.aheadEdge[k] = d[k] * aheadSum / feedbackSum;
    filter.behindEdge[k] = d[k] * behindSum / feedbackSum;
  }
  return filter;
}

}  // namespace

RecursiveGaussian gaussianSmoothing(double sigmaMm, double spacingMm) {
  const Oscillations oscillations(sigmaMm / spacingMm);
  const Feedback d = feedbackOf(oscillations);
  auto n = aheadOf(oscillations, gaussian);
  const double total = 2 * momentsOf(n).zeroth / d.moments.zeroth - n[0];
  const double scale = 1.0 / total;
  for (double& coefficient : n) coefficient *= scale;
  return complete(n, d.coefficients);
}

RecursiveGaussian gaussianSecondDerivative(double sigmaMm, double spacingMm) {
  const Oscillations oscillations(sigmaMm / spacingMm);
  const Feedback d = feedbackOf(oscillations);
  const auto smooth = aheadOf(oscillations, gaussian);
  auto n = aheadOf(oscillations, curvature);
  const Moments ofSmooth = momentsOf(smooth), ofCurve = momentsOf(n);
  const auto [sd, dd, ed] = d.moments;

  // As much of the Gaussian as makes the answer to a constant 0.
  const double share = -(2 * ofCurve.zeroth - sd * n[0]) / (2 * ofSmooth.zeroth - sd * smooth[0]);
  for (int k = 0; k < 4; ++k) n[k] += share * smooth[k];
  const double sn = ofCurve.zeroth + share * ofSmooth.zeroth;
  const double dn = ofCurve.first + share * ofSmooth.first;
  const double en = ofCurve.second + share * ofSmooth.second;

  double ofParabola = en * sd * sd - ed * sn * sd - 2 * dn * dd * sd + 2 * dd * dd * sn;
  ofParabola /= sd * sd * sd;
  const double scale = sigmaMm * sigmaMm / ofParabola;
  for (double& coefficient : n) coefficient *= scale;
  return complete(n, d.coefficients);
}

}  // namespace fascicle
