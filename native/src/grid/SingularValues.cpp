#include "grid/SingularValues.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace fascicle {
namespace {

constexpr int most = 2;              // the last row, column and singular value
constexpr int mostIterations = 1000;  // for one singular value

using Vector3d = std::array<double, 3>;

/** A matrix by its columns, as LINPACK has it. */
using Columns = std::array<Vector3d, 3>;

/** The length of what stands from `first` on, without overflow (BLAS dnrm2). */
double lengthFrom(int first, const Vector3d& x) {
  if (first == most) return std::abs(x[most]);
  double scale = 0, squares = 1;
  for (int i = first; i <= most; ++i) {
    const double size = std::abs(x[i]);
    if (size == 0) continue;
    if (scale < size) {
      const double ratio = scale / size;
      squares = 1 + squares * (ratio * ratio);
      scale = size;
    } else {
      const double ratio = size / scale;
      squares += ratio * ratio;
    }
  }
  return scale * std::sqrt(squares);
}

/** y without its part along a Householder vector x, both from `first` on. */
void reflect(int first, const Vector3d& x, Vector3d& y) {
  double product = 0;
  for (int i = first; i <= most; ++i) product += x[i] * y[i];
  const double factor = -product / x[first];
  for (int i = first; i <= most; ++i) y[i] += factor * x[i];
}

/** Makes a Householder vector of x from `first` on; answers minus its length, with the sign of its first number. */
double makeHouseholder(int first, Vector3d& x) {
  double length = lengthFrom(first, x);
  if (length != 0) {
    if (x[first] != 0) length = std::copysign(length, x[first]);
    const double inverse = 1 / length;
    for (int i = first; i <= most; ++i) x[i] *= inverse;
    x[first] += 1;
  }
  return -length;
}

struct Rotation {
  double cosine = 1, sine = 0;

  /** The rotation that turns (a, b) to (r, 0); `a` becomes r (BLAS drotg). */
  Rotation(double& a, double b) {
    const double scale = std::abs(a) + std::abs(b);
    if (scale == 0) {
      a = 0;
      return;
    }
    const double x = a / scale, y = b / scale;
    const double r = std::copysign(scale * std::sqrt(x * x + y * y), std::abs(a) > std::abs(b) ? a : b);
    cosine = a / r;
    sine = b / r;
    a = r;
  }

  void turn(Vector3d& x, Vector3d& y) const {
    for (int i = 0; i <= most; ++i) {
      const double turned = cosine * x[i] + sine * y[i];
      y[i] = cosine * y[i] - sine * x[i];
      x[i] = turned;
    }
  }
};

/** U diag(s) V' while it is made: s and, above it, e; U and V by their columns. */
struct Decomposition {
  Vector3d s{}, e{};
  Columns u{}, v{};

  explicit Decomposition(Columns x) {
    makeBidiagonal(x);
    makeU();
    makeV();
    int iterations = 0;
    for (int last = most; last >= 0 && iterations < mostIterations;) {
      const int before = last;
      step(last);
      iterations = last == before ? iterations + 1 : 0;
    }
  }

 private:
  void makeBidiagonal(Columns& x) {
    for (int l = 0; l < most; ++l) {
      s[l] = makeHouseholder(l, x[l]);
      for (int j = l + 1; j <= most; ++j) {
        if (s[l] != 0) reflect(l, x[l], x[j]);
        e[j] = x[j][l];
      }
      for (int i = l; i <= most; ++i) u[l][i] = x[l][i];
      if (l > 0) continue;  // of three columns only the first row is shortened
      e[0] = makeHouseholder(1, e);
      if (e[0] != 0) {
        Vector3d sum{};
        for (int j = 1; j <= most; ++j) {
          for (int i = 1; i <= most; ++i) sum[i] += e[j] * x[j][i];
        }
        for (int j = 1; j <= most; ++j) {
          const double factor = -e[j] / e[1];
          for (int i = 1; i <= most; ++i) x[j][i] += factor * sum[i];
        }
      }
      for (int i = 1; i <= most; ++i) v[0][i] = e[i];
    }
    s[most] = x[most][most];
    e[1] = x[most][1];
    e[most] = 0;
  }

  void makeU() {
    u[most] = {0, 0, 1};
    for (int l = most - 1; l >= 0; --l) {
      if (s[l] == 0) {
        u[l] = {};
        u[l][l] = 1;
        continue;
      }
      for (int j = l + 1; j <= most; ++j) reflect(l, u[l], u[j]);
      for (int i = l; i <= most; ++i) u[l][i] *= -1;
      u[l][l] += 1;
      for (int i = 0; i < l; ++i) u[l][i] = 0;
    }
  }

  void makeV() {
    const Vector3d householder = v[0];
    v = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    if (e[0] == 0) return;
    for (int j = 1; j <= most; ++j) reflect(1, householder, v[j]);
  }

  /** Looks for what can be left out among the first `last` + 1 singular values, and does one step, or makes `last` smaller by one. */
  void step(int& last) {
    int l = last - 1;
    for (; l >= 0; --l) {
      const double sum = std::abs(s[l]) + std::abs(s[l + 1]);
      if (sum + std::abs(e[l]) != sum) continue;
      e[l] = 0;
      break;
    }
    if (l == last - 1) {
      settle(last--);
      return;
    }
    int small = last;
    for (; small > l; --small) {
      const double sum = (small != last ? std::abs(e[small]) : 0.0) + (small != l + 1 ? std::abs(e[small - 1]) : 0.0);
      if (sum + std::abs(s[small]) != sum) continue;
      s[small] = 0;
      break;
    }
    if (small == l) shiftAndTurn(l + 1, last);
    else if (small == last) deflate(l + 1, last);
    else split(small + 1, last);
  }

  /** s[last] is 0. */
  void deflate(int first, int last) {
    double f = std::exchange(e[last - 1], 0.0);
    for (int k = last - 1; k >= first; --k) {
      const Rotation rotation(s[k], f);
      if (k != first) {
        f = -rotation.sine * e[k - 1];
        e[k - 1] = rotation.cosine * e[k - 1];
      }
      rotation.turn(v[k], v[last]);
    }
  }

  /** s[first - 1] is 0. */
  void split(int first, int last) {
    double f = std::exchange(e[first - 1], 0.0);
    for (int k = first; k <= last; ++k) {
      const Rotation rotation(s[k], f);
      f = -rotation.sine * e[k];
      e[k] = rotation.cosine * e[k];
      rotation.turn(u[k], u[first - 1]);
    }
  }

  /** One QR step. */
  void shiftAndTurn(int first, int last) {
    const double scale = std::max({std::abs(s[last]), std::abs(s[last - 1]), std::abs(e[last - 1]), std::abs(s[first]), std::abs(e[first])});
    const double sLast = s[last] / scale, sBefore = s[last - 1] / scale, eBefore = e[last - 1] / scale, sFirst = s[first] / scale, eFirst = e[first] / scale;
    const double b = ((sBefore + sLast) * (sBefore - sLast) + eBefore * eBefore) / 2, root = sLast * eBefore, c = root * root;
    double shift = 0;
    if (b != 0 || c != 0) {
      shift = std::sqrt(b * b + c);
      if (b < 0) shift = -shift;
      shift = c / (b + shift);
    }
    double f = (sFirst + sLast) * (sFirst - sLast) + shift, g = sFirst * eFirst;
    for (int k = first; k < last; ++k) {
      const Rotation right(f, g);
      if (k != first) e[k - 1] = f;
      f = right.cosine * s[k] + right.sine * e[k];
      e[k] = right.cosine * e[k] - right.sine * s[k];
      g = right.sine * s[k + 1];
      s[k + 1] = right.cosine * s[k + 1];
      right.turn(v[k], v[k + 1]);
      const Rotation left(f, g);
      s[k] = f;
      f = left.cosine * e[k] + left.sine * s[k + 1];
      s[k + 1] = -left.sine * e[k] + left.cosine * s[k + 1];
      g = left.sine * e[k + 1];
      e[k + 1] = left.cosine * e[k + 1];
      left.turn(u[k], u[k + 1]);
    }
    e[last - 1] = f;
  }

  /** Makes a singular value positive and puts it in descending order among those after it. */
  void settle(int at) {
    if (s[at] < 0) {
      s[at] = -s[at];
      for (double& value : v[at]) value *= -1;
    }
    for (; at < most && s[at] < s[at + 1]; ++at) {
      std::swap(s[at], s[at + 1]);
      std::swap(v[at], v[at + 1]);
      std::swap(u[at], u[at + 1]);
    }
  }
};

}  // namespace

Matrix3 inverseBySingularValues(const Matrix3& matrix) {
  Matrix3 inverse;
  if (!std::all_of(matrix.begin(), matrix.end(), [](double value) { return std::isfinite(value); })) {
    inverse.fill(std::numeric_limits<double>::quiet_NaN());
    return inverse;
  }
  Columns columns;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) columns[column][row] = matrix[3 * row + column];
  }
  const Decomposition parts(columns);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      double sum = 0;
      for (int k = 0; k < 3; ++k) sum += parts.v[k][row] * (parts.s[k] == 0 ? 0.0 : 1 / parts.s[k]) * parts.u[k][column];
      inverse[3 * row + column] = sum;
    }
  }
  return inverse;
}

}  // namespace fascicle
