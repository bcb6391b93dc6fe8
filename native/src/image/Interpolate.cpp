#include "image/Interpolate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include "image/GridTransform.hpp"
#include "image/SplineCoefficients.hpp"

namespace fascicle {
namespace {

constexpr std::int64_t block = 8;  // voxels of a row that are computed together

/** The voxels along one axis that a position lies between, and how much each of them counts. Linear: taps 0 and 1, weight[1] the distance. */
struct Taps {
  std::array<std::int32_t, 4> index{};
  std::array<double, 4> weight{};
  bool inside = false;
};

Taps splineTaps(double position, std::int64_t length) {
  Taps taps;
  taps.inside = position >= -0.5 && position < static_cast<double>(length) - 0.5;
  position = std::clamp(position, -0.5, static_cast<double>(length) - 0.5);  // what lies outside is computed beside the rest and left out
  // ITK finds the voxel in single precision; the spline's pieces join so smoothly that it does not show.
  const auto below = static_cast<std::int64_t>(std::floor(static_cast<float>(position)));
  const double w = position - static_cast<double>(below);
  auto& [w0, w1, w2, w3] = taps.weight;
  w3 = (1.0 / 6.0) * w * w * w;
  w0 = (1.0 / 6.0) + 0.5 * w * (w - 1.0) - w3;
  w2 = w + w0 - 2.0 * w3;
  w1 = 1.0 - w0 - w2 - w3;
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
  taps.inside = position >= -0.5 && position < static_cast<double>(length) - 0.5;
  const double clamped = std::clamp(position, 0.0, static_cast<double>(length - 1));
  const double below = std::floor(clamped);
  taps.index[0] = static_cast<std::int32_t>(below);
  taps.index[1] = static_cast<std::int32_t>(std::min<std::int64_t>(taps.index[0] + 1, length - 1));
  taps.weight[1] = clamped - below;
  return taps;
}

Taps nearestTaps(double position, std::int64_t length) {
  Taps taps;
  taps.inside = position >= -0.5 && position < static_cast<double>(length) - 0.5;
  if (taps.inside) taps.index[0] = static_cast<std::int32_t>(nearestVoxel(position));
  return taps;
}

Taps tapsOf(Interpolator interpolator, double position, std::int64_t length) {
  if (interpolator == Interpolator::bspline) return splineTaps(position, length);
  return interpolator == Interpolator::linear ? linearTaps(position, length) : nearestTaps(position, length);
}

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
    const double position = axis == 0 ? row.at(n)[0] : other.indexAt(own.pointAt(index))[axis];
    taps.push_back(tapsOf(interpolator, position, image.size[axis]));
  }
  return taps;
}

/** Whether the target's axes lie along the image's: a step along one changes no other index by as much as rounding would. */
bool liesAlong(const Grid& image, const Grid& target) {
  const GridTransform own(target), other(image);
  const Position3 start = other.indexAt(own.pointAt({0, 0, 0}));
  for (int axis = 0; axis < 3; ++axis) {
    Position3 index{};
    index[axis] = static_cast<double>(target.size[axis]);
    const Position3 end = other.indexAt(own.pointAt(index));
    for (int across = 0; across < 3; ++across) {
      if (across != axis && std::abs(end[across] - start[across]) > 1e-9) return false;
    }
  }
  return true;
}

/** The part of the image whose spline coefficients are needed. */
Box neededBox(const Grid& image, const Grid& target) {
  const GridTransform own(target), other(image);
  Position3 least{}, most{};
  for (int corner = 0; corner < 8; ++corner) {
    Position3 index;
    for (int axis = 0; axis < 3; ++axis) index[axis] = corner >> axis & 1 ? static_cast<double>(target.size[axis] - 1) : 0.0;
    const Position3 at = other.indexAt(own.pointAt(index));
    for (int axis = 0; axis < 3; ++axis) {
      least[axis] = corner == 0 ? at[axis] : std::min(least[axis], at[axis]);
      most[axis] = corner == 0 ? at[axis] : std::max(most[axis], at[axis]);
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

/** The spline's weights along the rows, column by column within each tap, so that a block of columns is loaded at once. */
struct RowTaps {
  std::int64_t stride;
  std::vector<double> weight;

  explicit RowTaps(const std::vector<Taps>& taps)
      : stride((static_cast<std::int64_t>(taps.size()) + block - 1) / block * block), weight(static_cast<std::size_t>(4 * stride), 0.0) {
    for (std::size_t column = 0; column < taps.size(); ++column) {
      for (int tap = 0; tap < 4; ++tap) weight[tap * stride + column] = taps[column].weight[tap];
    }
  }
};

/** The coefficients under each tap of a row's columns, for the four rows of four slices that the current row needs. */
class TapRows {
 public:
  TapRows(const SplineCoefficients& spline, const std::vector<Taps>& columns, std::int64_t stride)
      : spline_(spline), columns_(columns), stride_(stride), values_(static_cast<std::size_t>(4 * rowsKept * 4 * stride), 0.0) {
    held_.fill(-1);
  }

  /** Fetches a row of the four slices, unless it is there from before. */
  void fetch(std::int64_t row, const std::array<std::int32_t, 4>& slices) {
    const auto place = row % rowsKept;
    if (held_[place] == row) return;
    held_[place] = row;
    for (int slice = 0; slice < 4; ++slice) {
      const double* const from = spline_.row(row, slices[slice]);
      double* const to = values_.data() + (slice * rowsKept + place) * 4 * stride_;
      for (int tap = 0; tap < 4; ++tap) {
        for (std::size_t column = 0; column < columns_.size(); ++column) to[tap * stride_ + column] = from[columns_[column].index[tap]];
      }
    }
  }
  const double* at(int slice, std::int64_t row) const { return values_.data() + (slice * rowsKept + row % rowsKept) * 4 * stride_; }

 private:
  static constexpr std::int64_t rowsKept = 4;  // a row needs four that follow each other, or fewer at the mirror
  const SplineCoefficients& spline_;
  const std::vector<Taps>& columns_;
  std::int64_t stride_;
  std::vector<double> values_;
  std::array<std::int64_t, rowsKept> held_;
};

/** A block of columns; the sum goes over columns, rows, slices in ITK's order, so that even the rounding is ITK's. */
void splineBlock(const RowTaps& columns, const TapRows& rows, const Taps& row, const Taps& slice, std::int64_t start, double* result) {
  double inPlane[16][block];
  for (int b = 0; b < 4; ++b) {
    for (int a = 0; a < 4; ++a) {
      const double* const weight = columns.weight.data() + a * columns.stride + start;
      for (std::int64_t l = 0; l < block; ++l) inPlane[4 * b + a][l] = weight[l] * row.weight[b];
    }
  }
  double sum[block] = {};
  for (int c = 0; c < 4; ++c) {
    const double weight = slice.weight[c];
    for (int b = 0; b < 4; ++b) {
      const double* const coefficients = rows.at(c, row.index[b]) + start;
      for (int a = 0; a < 4; ++a) {
        for (std::int64_t l = 0; l < block; ++l) sum[l] += inPlane[4 * b + a][l] * weight * coefficients[a * columns.stride + l];
      }
    }
  }
  std::copy_n(sum, block, result);
}

template <class Scalar>
void interpolateAlong(const Source<Scalar>& source, const Grid& image, const Grid& target, Interpolator interpolator, Scalar* data, Work& work) {
  const std::vector<Taps> columns = tapsAlong(image, target, 0, interpolator), rows = tapsAlong(image, target, 1, interpolator),
                          slices = tapsAlong(image, target, 2, interpolator);
  const RowTaps rowTaps(columns);
  std::vector<Task> tasks;
  for (std::int64_t k = 0; k < target.size[2]; ++k) {
    if (!slices[k].inside) continue;
    tasks.push_back([&, data, k] {
      std::optional<TapRows> tapRows;
      std::vector<double> sums;
      if (source.spline) {
        tapRows.emplace(*source.spline, columns, rowTaps.stride);
        sums.resize(static_cast<std::size_t>(rowTaps.stride));
      }
      for (std::int64_t j = 0; j < target.size[1]; ++j) {
        if (!rows[j].inside) continue;
        work.checkCancelled();
        Scalar* const result = data + target.size[0] * (j + target.size[1] * k);
        if (tapRows) {
          for (const std::int32_t row : rows[j].index) tapRows->fetch(row, slices[k].index);
          for (std::int64_t start = 0; start < rowTaps.stride; start += block) {
            splineBlock(rowTaps, *tapRows, rows[j], slices[k], start, sums.data() + start);
          }
        }
        for (std::int64_t i = 0; i < target.size[0]; ++i) {
          if (!columns[i].inside) continue;
          result[i] = tapRows ? held<Scalar>(sums[i]) : valueAt(source, {columns[i], rows[j], slices[k]}, interpolator);
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
          std::array<Taps, 3> taps;
          for (int axis = 0; axis < 3; ++axis) taps[axis] = tapsOf(interpolator, at[axis], image.size[axis]);
          if (!taps[0].inside || !taps[1].inside || !taps[2].inside) continue;
          data[i + target.size[0] * (j + target.size[1] * k)] = valueAt(source, taps, interpolator);
        }
      }
    });
  }
  work.run("resampling the image", tasks);
}

}  // namespace

Image interpolateOnto(const Image& image, const Grid& target, Interpolator interpolator, Work& work) {
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
