#include "preprocess/TransformResample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "preprocess/PointChain.hpp"
#include "preprocess/SplineCoefficients.hpp"
#include "preprocess/Taps.hpp"

namespace fascicle {
namespace {

constexpr std::int64_t rowsOfTask = 32;
/** 1 GiB as float64: what a workstation has beside the image. */
constexpr double mostVoxels = 134217728;

bool isInside(const Position3& place, const Index3& size) {
  for (int axis = 0; axis < 3; ++axis) {
    if (!(place[axis] >= -0.5 && place[axis] < static_cast<double>(size[axis]) - 0.5)) return false;
  }
  return true;
}

/** The eight voxels around a place, and what each of them counts. */
template <class Scalar>
struct Corners {
  std::array<Scalar, 8> value;
  std::array<double, 8> weight;

  Corners(const Scalar* voxels, const Index3& size, const Position3& place) {
    std::array<std::array<std::int64_t, 2>, 3> index;
    std::array<double, 3> share;
    for (int axis = 0; axis < 3; ++axis) {
      const double held = std::clamp(place[axis], 0.0, static_cast<double>(size[axis] - 1));
      const auto below = static_cast<std::int64_t>(held);
      index[axis] = {below, std::min(below + 1, size[axis] - 1)};
      share[axis] = held - static_cast<double>(below);
    }
    for (int corner = 0; corner < 8; ++corner) {
      const int a = corner & 1, b = corner >> 1 & 1, c = corner >> 2;
      value[corner] = voxels[index[0][a] + size[0] * (index[1][b] + size[1] * index[2][c])];
      weight[corner] = (a ? share[0] : 1 - share[0]) * (b ? share[1] : 1 - share[1]) * (c ? share[2] : 1 - share[2]);
    }
  }

  double mean() const {
    double sum = 0;
    // A voxel without weight has no part, even where it is no number.
    for (int corner = 0; corner < 8; ++corner) {
      if (weight[corner] != 0) sum += weight[corner] * static_cast<double>(value[corner]);
    }
    return sum;
  }

  /** Of equal ones the first, i fastest. */
  Scalar heaviest() const {
    Scalar best = value[0];
    double most = -1;
    for (int corner = 0; corner < 8; ++corner) {
      double sum = 0;
      for (int other = 0; other < 8; ++other) sum += value[other] == value[corner] ? weight[other] : 0;
      if (sum > most) {
        most = sum;
        best = value[corner];
      }
    }
    return best;
  }
};

double cubicAt(const SplineCoefficients& spline, const Index3& size, const Position3& place) {
  std::array<Taps, 3> taps;
  for (int axis = 0; axis < 3; ++axis) taps[axis] = tapsOf(Interpolator::bspline, place[axis], size[axis]);
  double sum = 0;
  for (int c = 0; c < 4; ++c) {
    for (int b = 0; b < 4; ++b) {
      const double* const row = spline.row(taps[1].index[b], taps[2].index[c]);
      double along = 0;
      for (int a = 0; a < 4; ++a) along += taps[0].weight[a] * row[taps[0].index[a]];
      sum += taps[1].weight[b] * taps[2].weight[c] * along;
    }
  }
  return sum;
}

/** The target's voxels, each by `valueAt` of its place. */
template <class Result, class ValueAt>
Image fill(const Grid& target, const PointChain& chain, const Index3& size, Result outside, Work& work, const ValueAt& valueAt) {
  auto [image, data] = makeImage<Result>(target);
  std::vector<Task> tasks;
  for (std::int64_t k = 0; k < target.size[2]; ++k) {
    for (std::int64_t first = 0; first < target.size[1]; first += rowsOfTask) {
      tasks.push_back([&, data = data, k, first] {
        std::vector<Position3> places;
        for (std::int64_t j = first; j < std::min(first + rowsOfTask, target.size[1]); ++j) {
          work.checkCancelled();
          chain.row(j, k, target.size[0], places);
          Result* const row = data + target.size[0] * (j + target.size[1] * k);
          for (std::int64_t i = 0; i < target.size[0]; ++i) {
            const Position3& place = places[static_cast<std::size_t>(i)];
            row[i] = isInside(place, size) ? valueAt(place) : outside;
          }
        }
      });
    }
  }
  work.run("resampling the image", tasks);
  return image;
}

/** A value of the image's own type. Throws Refused where the type cannot hold it. */
template <class Scalar>
Scalar valueOf(double number) {
  const bool fits = number >= static_cast<double>(std::numeric_limits<Scalar>::lowest()) && number <= static_cast<double>(std::numeric_limits<Scalar>::max());
  if (!fits || (std::is_integral_v<Scalar> && number != std::floor(number)))
    throw Refused("The value outside the image is none that its voxels can have. Give another, such as 0.");
  return static_cast<Scalar>(number);
}

template <class Scalar>
std::pair<double, double> rangeOf(const Scalar* voxels, std::int64_t count) {
  const auto [least, most] = std::minmax_element(voxels, voxels + count);
  return {static_cast<double>(*least), static_cast<double>(*most)};
}

}  // namespace

Image resampleThrough(const Image& image, const Grid& target, const std::vector<TransformStep>& steps, Sampling sampling, double outside, Work& work) {
  if (static_cast<double>(target.voxels()) > mostVoxels)
    throw Refused("The new grid would have more than 134,217,728 voxels. Choose a larger spacing.");
  const PointChain chain(target, steps, image.grid);
  const Index3& size = image.grid.size;
  SplineCoefficients spline;
  if (sampling == Sampling::cubic) spline = splineCoefficients(image, wholeOf(image.grid), work);
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    using Result = std::conditional_t<std::is_same_v<Scalar, double>, double, float>;
    switch (sampling) {
      case Sampling::nearest:
        return fill<Scalar>(target, chain, size, valueOf<Scalar>(outside), work, [&](const Position3& place) {
          return voxels[nearestVoxel(place[0]) + size[0] * (nearestVoxel(place[1]) + size[1] * nearestVoxel(place[2]))];
        });
      case Sampling::label:
        return fill<Scalar>(target, chain, size, valueOf<Scalar>(outside), work, [&](const Position3& place) { return Corners<Scalar>(voxels, size, place).heaviest(); });
      case Sampling::linear:
        return fill<Result>(target, chain, size, static_cast<Result>(outside), work,
                            [&](const Position3& place) { return static_cast<Result>(Corners<Scalar>(voxels, size, place).mean()); });
      case Sampling::cubic: break;
    }
    const auto [least, most] = rangeOf(voxels, image.grid.voxels());
    return fill<Result>(target, chain, size, static_cast<Result>(outside), work,
                        [&, least = least, most = most](const Position3& place) { return static_cast<Result>(std::clamp(cubicAt(spline, size, place), least, most)); });
  });
}

}  // namespace fascicle
