#include "matrices/SecondEigenvalue.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fascicle {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void subtract(Vector& from, double factor, const Vector& other) {
  for (std::size_t i = 0; i < from.size(); ++i) from[i] -= factor * other[i];
}

/** A symmetric tridiagonal matrix. */
struct Tridiagonal {
  Vector diagonal, below;

  /** How many eigenvalues are larger than x (Sturm sequence). */
  int larger(double x) const {
    int count = 0;
    double d = 1;
    for (std::size_t i = 0; i < diagonal.size(); ++i) {
      const double b = i > 0 ? below[i - 1] : 0;
      d = diagonal[i] - x - (i > 0 ? b * b / d : 0);
      if (d == 0) d = -1e-300;
      count += d > 0;
    }
    return count;
  }

  double largestEigenvalue() const {
    double low = 0, high = 0;
    for (std::size_t i = 0; i < diagonal.size(); ++i) {
      const double radius = (i > 0 ? std::abs(below[i - 1]) : 0) + (i + 1 < diagonal.size() ? std::abs(below[i]) : 0);
      low = i == 0 ? diagonal[0] : std::max(low, diagonal[i]);
      high = std::max(high, diagonal[i] + radius);
    }
    // The largest eigenvalue is no smaller than the largest diagonal element.
    low = std::nextafter(low, -1.0);
    for (int step = 0; step < 200; ++step) {
      const double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) break;
      (larger(middle) > 0 ? low : high) = middle;
    }
    return high;
  }

  /** The unit eigenvector of an eigenvalue, by inverse iteration (elimination with row exchange). */
  Vector eigenvector(double value) const {
    const std::size_t n = diagonal.size();
    Vector x(n, 1 / std::sqrt(static_cast<double>(n)));
    if (n == 1) return x;
    for (int iteration = 0; iteration < 3; ++iteration) {
      Vector d(n), u(n, 0), w(n, 0), y = x;
      for (std::size_t i = 0; i < n; ++i) d[i] = diagonal[i] - value;
      for (std::size_t i = 0; i + 1 < n; ++i) u[i] = below[i];
      for (std::size_t i = 0; i + 1 < n; ++i) {
        double lower = below[i];
        if (std::abs(lower) > std::abs(d[i])) {
          // Exchange rows i and i + 1.
          const double di = d[i], ui = u[i];
          d[i] = lower;
          u[i] = d[i + 1];
          w[i] = i + 2 < n ? u[i + 1] : 0;
          const double factor = di / lower;
          d[i + 1] = ui - factor * u[i];
          if (i + 2 < n) u[i + 1] = -factor * w[i];
          std::swap(y[i], y[i + 1]);
          y[i + 1] -= factor * y[i];
        } else {
          if (d[i] == 0) d[i] = 1e-300;
          const double factor = lower / d[i];
          d[i + 1] -= factor * u[i];
          y[i + 1] -= factor * y[i];
        }
      }
      for (std::size_t i = n; i-- > 0;) {
        double sum = y[i];
        if (i + 1 < n) sum -= u[i] * x[i + 1];
        if (i + 2 < n) sum -= w[i] * x[i + 2];
        x[i] = sum / (std::abs(d[i]) < 1e-300 ? 1e-300 : d[i]);
        // Only the direction matters: keep it far from overflow.
        if (std::abs(x[i]) > 1e100) {
          const double scale = 1 / std::abs(x[i]);
          for (std::size_t j = i; j < n; ++j) x[j] *= scale;
          for (std::size_t j = 0; j < i; ++j) y[j] *= scale;
        }
      }
      const double length = std::sqrt(dot(x, x));
      for (double& element : x) element /= length;
    }
    return x;
  }
};

/** p by the positions that occur in this direction, and the two products with B. */
class Operator {
 public:
  explicit Operator(const Glcm& glcm) : glcm_(glcm) {
    for (const Glcm::Entry& entry : glcm.entries) weights_.push_back(entry.p / std::sqrt(glcm.px[entry.row] * glcm.py[entry.column]));
  }
  /** B B' v */
  Vector apply(const Vector& v) const {
    Vector between(v.size(), 0), result(v.size(), 0);
    for (std::size_t e = 0; e < weights_.size(); ++e) between[glcm_.entries[e].column] += weights_[e] * v[glcm_.entries[e].row];
    // A row's entries follow each other: they are added up in a register, not in memory.
    for (std::size_t e = 0; e < weights_.size();) {
      const std::uint32_t row = glcm_.entries[e].row;
      double sum = 0;
      for (; e < weights_.size() && glcm_.entries[e].row == row; ++e) sum += weights_[e] * between[glcm_.entries[e].column];
      result[row] = sum;
    }
    return result;
  }

 private:
  const Glcm& glcm_;
  Vector weights_;
};

}  // namespace

double secondEigenvalue(const Glcm& glcm) {
  const std::size_t size = glcm.px.size();
  Vector first(size);
  std::size_t occurring = 0;
  for (std::size_t i = 0; i < size; ++i) {
    first[i] = std::sqrt(glcm.px[i]);
    occurring += glcm.px[i] > 0;
  }
  if (occurring < 2) return 0;
  const double firstLength = std::sqrt(dot(first, first));
  for (double& element : first) element /= firstLength;

  // A fixed start without symmetry, so that it is not orthogonal to what is looked for.
  Vector q(size, 0);
  std::uint64_t state = 0x9e3779b97f4a7c15u;
  for (std::size_t i = 0; i < size; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    if (glcm.px[i] > 0) q[i] = 0.5 + static_cast<double>(state >> 40) / 16777216.0;
  }
  const auto orthogonalise = [&](Vector& v, const std::vector<Vector>& basis) {
    for (int twice = 0; twice < 2; ++twice) {
      subtract(v, dot(v, first), first);
      for (const Vector& other : basis) subtract(v, dot(v, other), other);
    }
  };
  std::vector<Vector> basis;
  orthogonalise(q, basis);
  const double startLength = std::sqrt(dot(q, q));
  if (startLength < 1e-12) return 0;
  for (double& element : q) element /= startLength;

  const Operator matrix(glcm);
  Tridiagonal projected;
  double value = 0;
  Vector ritz;
  // So many vectors are kept; where that is not enough, the iterations start again from the best one.
  const std::size_t mostVectors = std::max<std::size_t>(256, (std::size_t{1} << 20) / size * 8);
  for (std::size_t step = 0; step + 1 < occurring; ++step) {
    if (basis.size() == mostVectors) {
      std::fill(q.begin(), q.end(), 0.0);
      for (std::size_t b = 0; b < ritz.size(); ++b) subtract(q, -ritz[b], basis[b]);
      basis.clear();
      projected = {};
      orthogonalise(q, basis);
      const double again = std::sqrt(dot(q, q));
      for (double& element : q) element /= again;
    }
    basis.push_back(q);
    Vector next = matrix.apply(q);
    projected.diagonal.push_back(dot(next, q));
    orthogonalise(next, basis);
    const double length = std::sqrt(dot(next, next));
    const bool last = step + 2 >= occurring || length < 1e-15;
    if (last || step % 8 == 7) {
      value = projected.largestEigenvalue();
      ritz = projected.eigenvector(value);
      if (last || length * std::abs(ritz.back()) < 1e-11 * value) break;  // the eigenvalue's error is the square of this
    }
    projected.below.push_back(length);
    for (std::size_t i = 0; i < size; ++i) q[i] = next[i] / length;
  }
  if (value <= 0) return 0;

  Vector u(size, 0);
  for (std::size_t b = 0; b < ritz.size(); ++b) subtract(u, -ritz[b], basis[b]);
  const double lengthSquared = dot(u, u);
  // Right eigenvector x(i) = u(i) / sqrt(px(i)), left one y(i) = u(i) sqrt(px(i)).
  Vector projectedBack(size, 0);
  for (const Glcm::Entry& entry : glcm.entries) projectedBack[entry.column] += entry.p * u[entry.row] / std::sqrt(glcm.px[entry.row]);
  double quotient = 0;
  for (const Glcm::Entry& entry : glcm.entries) {
    const double left = u[entry.row] * std::sqrt(glcm.px[entry.row]);
    quotient += left * entry.p / (glcm.px[entry.row] * glcm.py[entry.column] + epsilon) * projectedBack[entry.column];
  }
  return std::max(0.0, quotient / lengthSquared);
}

}  // namespace fascicle
