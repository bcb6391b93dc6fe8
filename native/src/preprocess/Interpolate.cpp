#include "preprocess/Interpolate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "grid/GridTransform.hpp"
#include "preprocess/SplineRows.hpp"

namespace fascicle {
namespace {

template <class Scalar>
Scalar held(double value) {
  if (value < static_cast<double>(std::numeric_limits<Scalar>::lowest())) return std::numeric_limits<Scalar>::lowest();
  if (value > static_cast<double>(std::numeric_limits<Scalar>::max())) return std::numeric_limits<Scalar>::max();
  if constexpr (std::is_integral_v<Scalar>) {
    if (value != value) return 0;
  }
  return static_cast<Scalar>(value);
}

/** What a voxel is computed from: the image, or the spline's coefficients. */
template <class Scalar>
struct Source {
  const Scalar* voxels;
  Index3 size;
  const SplineCoefficients* spline;

  const Scalar* row(std::int64_t j, std::int64_t k) const { return voxels + size[0] * (j + size[1] * k); }
};

template <class Scalar>
Scalar valueAt(const Source<Scalar>& source, const std::array<Taps, 3>& at, Interpolator interpolator) {
  const auto& [x, y, z] = at;
  if (interpolator == Interpolator::nearestNeighbor) return source.row(y.index[0], z.index[0])[x.index[0]];
  if (interpolator == Interpolator::bspline) {
    double sum = 0;
    for (int c = 0; c < 4; ++c) {
      for (int b = 0; b < 4; ++b) {
        const double* const row = source.spline->row(y.index[b], z.index[c]);
        for (int a = 0; a < 4; ++a) sum += x.weight[a] * y.weight[b] * z.weight[c] * row[x.index[a]];
      }
    }
    return held<Scalar>(sum);
  }
  const auto mix = [](double first, double second, double distance) { return first + (second - first) * distance; };
  const auto alongX = [&, &x = x](std::int64_t j, std::int64_t k) {
    const Scalar* const row = source.row(j, k);
    return mix(static_cast<double>(row[x.index[0]]), static_cast<double>(row[x.index[1]]), x.weight[1]);
  };
  const auto alongY = [&, &y = y](std::int64_t k) { return mix(alongX(y.index[0], k), alongX(y.index[1], k), y.weight[1]); };
  return held<Scalar>(mix(alongY(z.index[0]), alongY(z.index[1]), z.weight[1]));
}

/** Taps of one axis of a grid that lies along the image's axes. */
std::vector<Taps> tapsAlong(const Grid& image, const Grid& target, int axis, Interpolator interpolator) {
  const GridTransform own(target), other(image);
  std::vector<Taps> taps;
  const RowPositions row(target, own, other, 0, 0);
  for (std::int64_t n = 0; n < target.size[axis]; ++n) {
    Position3 index{};
    index[axis] = static_cast<double>(n);
    const double position = axis == 0 ? row.at(n)[0] : other.indexAt(own.centreOf(index))[axis];
    taps.push_back(tapsOf(interpolator, position, image.size[axis]));
  }
  return taps;
}

/**
 * Whether the target's axes lie along the image's, and a voxel's position along one depends on nothing but its index along it. On a tilted grid it
 * depends on the others by rounding, which decides ties: there every row is computed by itself.
 */
bool liesAlong(const Grid& image, const Grid& target) {
  if (!isAxisAligned(image) || !isAxisAligned(target)) return false;
  for (int axis = 0; axis < 3; ++axis) {
    for (int row = 0; row < 3; ++row) {
      if ((image.direction[3 * row + axis] != 0) != (target.direction[3 * row + axis] != 0)) return false;
    }
  }
  return true;
}

/** The indices in the image of the target's corner voxels. Throws Refused where one is too far away to compute with. */
std::array<Position3, 8> cornersOf(const Grid& image, const Grid& target) {
  const GridTransform own(target), other(image);
  std::array<Position3, 8> corners;
  for (int corner = 0; corner < 8; ++corner) {
    Position3 index;
    for (int axis = 0; axis < 3; ++axis) index[axis] = corner >> axis & 1 ? static_cast<double>(target.size[axis] - 1) : 0.0;
    corners[corner] = other.indexAt(own.centreOf(index));
    for (const double position : corners[corner]) {
      if (!(std::abs(position) < 1e12))
        throw Refused(
            "The new grid reaches too far beyond the image to be computed. Correct the image's header, or resampledPixelSpacing.");
    }
  }
  return corners;
}

/** The part of the image whose spline coefficients are needed. */
Box neededBox(const Grid& image, const Grid& target) {
  Position3 least, most;
  least.fill(std::numeric_limits<double>::infinity());
  most.fill(-std::numeric_limits<double>::infinity());
  for (const Position3& corner : cornersOf(image, target)) {
    for (int axis = 0; axis < 3; ++axis) {
      least[axis] = std::min(least[axis], corner[axis]);
      most[axis] = std::max(most[axis], corner[axis]);
    }
  }
  Box box;
  for (int axis = 0; axis < 3; ++axis) {
    // Four voxels beyond: two of them for the spline, two for rounding and for what the mirror sends back.
    const auto last = static_cast<double>(image.size[axis] - 1);
    const auto lower = static_cast<std::int64_t>(std::clamp(std::floor(least[axis]) - 4, 0.0, std::max(0.0, last - 4)));
    const auto upper = static_cast<std::int64_t>(std::clamp(std::ceil(most[axis]) + 4, std::min(4.0, last), last));
    box.lower[axis] = lower;
    box.size[axis] = upper - lower + 1;
  }
  return box;
}

/** Slices of the target that lie between the same voxels, at most four: they are computed together. */
std::vector<std::vector<std::int64_t>> groupSlices(const std::vector<Taps>& slices) {
  std::vector<std::vector<std::int64_t>> groups;
  for (std::int64_t k = 0; k < static_cast<std::int64_t>(slices.size()); ++k) {
    if (!slices[k].inside) continue;
    if (groups.empty() || groups.back().size() == 4 || slices[groups.back().front()].index != slices[k].index) groups.emplace_back();
    groups.back().push_back(k);
  }
  return groups;
}

template <class Scalar>
void interpolateAlong(const Source<Scalar>& source, const Grid& image, const Grid& target, Interpolator interpolator, Scalar* data, Work& work) {
  const std::vector<Taps> columns = tapsAlong(image, target, 0, interpolator), rows = tapsAlong(image, target, 1, interpolator),
                          slices = tapsAlong(image, target, 2, interpolator);
  const std::vector<std::vector<std::int64_t>> groups = groupSlices(slices);
  std::vector<Task> tasks;
  for (const auto& group : groups) {
    tasks.push_back([&] {
      std::optional<SplineRows> splineRows;
      if (source.spline) {
        std::vector<Taps> together;
        for (const std::int64_t k : group) together.push_back(slices[k]);
        splineRows.emplace(*source.spline, columns, std::move(together));
      }
      for (std::int64_t j = 0; j < target.size[1]; ++j) {
        if (!rows[j].inside) continue;
        work.checkCancelled();
        if (splineRows) splineRows->evaluate(rows[j]);
        for (std::size_t place = 0; place < group.size(); ++place) {
          Scalar* const result = data + target.size[0] * (j + target.size[1] * group[place]);
          const double* const values = splineRows ? splineRows->valuesOf(place) : nullptr;
          for (std::int64_t i = 0; i < target.size[0]; ++i) {
            if (!columns[i].inside) continue;
            result[i] = values ? held<Scalar>(values[i]) : valueAt(source, {columns[i], rows[j], slices[group[place]]}, interpolator);
          }
        }
      }
    });
  }
  work.run("resampling the image", tasks);
}

template <class Scalar>
void interpolateAcross(const Source<Scalar>& source, const Grid& image, const Grid& target, Interpolator interpolator, Scalar* data, Work& work) {
  const GridTransform own(target), other(image);
  std::vector<Task> tasks;
  for (std::int64_t k = 0; k < target.size[2]; ++k) {
    tasks.push_back([&, data, k] {
      for (std::int64_t j = 0; j < target.size[1]; ++j) {
        work.checkCancelled();
        const RowPositions positions(target, own, other, j, k);
        for (std::int64_t i = 0; i < target.size[0]; ++i) {
          const Position3 at = positions.at(i);
          if (!liesInside(at[0], image.size[0]) || !liesInside(at[1], image.size[1]) || !liesInside(at[2], image.size[2])) continue;
          std::array<Taps, 3> taps;
          for (int axis = 0; axis < 3; ++axis) taps[axis] = tapsOf(interpolator, at[axis], image.size[axis]);
          data[i + target.size[0] * (j + target.size[1] * k)] = valueAt(source, taps, interpolator);
        }
      }
    });
  }
  work.run("resampling the image", tasks);
}

}  // namespace

Image interpolateOnto(const Image& image, const Grid& target, Interpolator interpolator, Work& work) {
  cornersOf(image.grid, target);
  SplineCoefficients spline;
  if (interpolator == Interpolator::bspline) spline = splineCoefficients(image, neededBox(image.grid, target), work);
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    auto [result, data] = makeImage<Scalar>(target);
    const Source<Scalar> source{voxels, image.grid.size, interpolator == Interpolator::bspline ? &spline : nullptr};
    const auto interpolate = liesAlong(image.grid, target) ? interpolateAlong<Scalar> : interpolateAcross<Scalar>;
    interpolate(source, image.grid, target, interpolator, data, work);
    return result;
  });
}

}  // namespace fascicle
