#include "filters/LocalBinaryPattern2D.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <type_traits>
#include <vector>

namespace fascicle {
namespace {

/** Samples in one task: some hundreds of microseconds of work. */
constexpr std::int64_t samplesPerTask = 100'000;

/** One sample's place beside a voxel, in voxels along the plane's rows and columns. */
struct Neighbour {
  double row, column;
};

double roundedTo5Decimals(double value) { return std::nearbyint(value * 1e5) / 1e5; }

std::vector<Neighbour> neighboursOnCircle(double exactRadius, int samples) {
  const double radius = static_cast<float>(exactRadius);  // scikit-image takes the radius in single precision
  std::vector<Neighbour> neighbours;
  for (int i = 0; i < samples; ++i) {
    const double angle = 2 * std::numbers::pi * i / samples;
    neighbours.push_back({roundedTo5Decimals(-radius * std::sin(angle)), roundedTo5Decimals(radius * std::cos(angle))});
  }
  return neighbours;
}

/** Which of the image's axes run across the planes, along a plane's rows and along its columns. */
struct PlaneAxes {
  int across, row, column;
};

PlaneAxes planeAxesOf(int planeAxis) {
  switch (planeAxis) {
    case 1: return {1, 2, 0};
    case 2: return {0, 1, 2};
    default: return {2, 1, 0};
  }
}

/** A number as NumPy stores it in an array of this type. */
template <class Scalar>
Scalar storedAs(double value) {
  if constexpr (std::is_floating_point_v<Scalar>) {
    return static_cast<Scalar>(value);
  } else {
    // Through the integer that the processor converts to; it gives the smallest one for what does not fit.
    using Wide = std::conditional_t<std::is_same_v<Scalar, std::uint32_t>, std::int64_t, std::int32_t>;
    constexpr double limit = -static_cast<double>(std::numeric_limits<Wide>::min());
    const bool fits = value > -limit - 1 && value < limit;
    return static_cast<Scalar>(fits ? static_cast<Wide>(value) : std::numeric_limits<std::int32_t>::min());
  }
}

/** A place between the four voxels that a sample is interpolated from, along one axis of a plane. */
struct Between {
  std::int64_t before, after;
  double fraction;

  Between(std::int64_t index, double offset) {
    const double place = static_cast<double>(index) + offset;
    before = static_cast<std::int64_t>(std::floor(place));
    after = static_cast<std::int64_t>(std::ceil(place));
    fraction = place - static_cast<double>(before);
  }
};

/** One plane's voxels in and around the box, zero outside the image. */
struct Plane {
  std::int64_t reach, stride;
  std::vector<double> voxels;

  Plane(std::int64_t rows, std::int64_t columns, std::int64_t border)
      : reach(border), stride(columns + 2 * border), voxels(static_cast<std::size_t>(stride * (rows + 2 * border))) {}
  /** The box's first column in a row; rows count from the box's first one. */
  double* row(std::int64_t r) { return voxels.data() + reach + stride * (r + reach); }
};

/** Takes a row's values, for the result's voxels from position `at` on, `step` apart. */
using StoreRow = std::function<void(std::int64_t at, std::int64_t step, const std::vector<double>& values)>;

class Pattern {
 public:
  Pattern(const Image& image, const Box& box, const Lbp2DSettings& settings)
      : image_(image), box_(box), settings_(settings), axes_(planeAxesOf(settings.planeAxis)),
        neighbours_(neighboursOnCircle(settings.radius, settings.samples)), reach_(static_cast<std::int64_t>(std::ceil(settings.radius)) + 1) {
    for (const Neighbour& neighbour : neighbours_) {
      std::vector<double> fractions;
      for (std::int64_t c = 0; c < columns(); ++c) fractions.push_back(Between(box.lower[axes_.column] + c, neighbour.column).fraction);
      columnFractions_.push_back(std::move(fractions));
    }
  }

  std::int64_t planes() const { return box_.size[axes_.across]; }
  std::int64_t rows() const { return box_.size[axes_.row]; }
  std::int64_t columns() const { return box_.size[axes_.column]; }

  /** Plane `p` of the box. */
  void computePlane(std::int64_t p, Work& work, const StoreRow& store) const {
    Plane plane(rows(), columns(), reach_);
    withTypedPointer(image_.voxels, [&](auto source) { takePlane(source, p, plane); });
    const auto width = static_cast<std::size_t>(columns());
    std::vector<double> sample(width), bit(width), previous(width), first(width), second(width);
    for (std::int64_t r = 0; r < rows(); ++r) {
      work.checkCancelled();
      std::fill(first.begin(), first.end(), 0);
      std::fill(second.begin(), second.end(), 0);
      for (int i = 0; i < settings_.samples; ++i) {
        sampleRow(plane, r, i, sample.data());
        if (settings_.method == Lbp2DMethod::variance) {
          for (std::size_t c = 0; c < width; ++c) first[c] += sample[c], second[c] += sample[c] * sample[c];
          continue;
        }
        const double* const centre = plane.row(r);
        for (std::size_t c = 0; c < width; ++c) bit[c] = sample[c] - centre[c] >= 0 ? 1 : 0;
        if (settings_.method == Lbp2DMethod::uniform) {
          if (i == 0) previous = bit;
          for (std::size_t c = 0; c < width; ++c) first[c] += bit[c], second[c] += std::abs(bit[c] - previous[c]);
          previous.swap(bit);
        } else {
          const auto weight = static_cast<double>(std::int64_t{1} << i);
          for (std::size_t c = 0; c < width; ++c) first[c] += bit[c] * weight;
        }
      }
      for (std::size_t c = 0; c < width; ++c) first[c] = finish(first[c], second[c]);
      store(strideIn(box_.size, axes_.across) * p + strideIn(box_.size, axes_.row) * r, strideIn(box_.size, axes_.column), first);
    }
  }

 private:
  static std::int64_t strideIn(const Index3& size, int axis) { return axis == 0 ? 1 : axis == 1 ? size[0] : size[0] * size[1]; }

  template <class Scalar>
  void takePlane(const Scalar* source, std::int64_t p, Plane& plane) const {
    const Index3& size = image_.grid.size;
    const std::int64_t firstRow = std::max(-reach_, -box_.lower[axes_.row]);
    const std::int64_t lastRow = std::min(rows() + reach_, size[axes_.row] - box_.lower[axes_.row]);
    const std::int64_t firstColumn = std::max(-reach_, -box_.lower[axes_.column]);
    const std::int64_t lastColumn = std::min(columns() + reach_, size[axes_.column] - box_.lower[axes_.column]);
    const std::int64_t step = strideIn(size, axes_.column);
    for (std::int64_t r = firstRow; r < lastRow; ++r) {
      const Scalar* const from = source + strideIn(size, axes_.across) * (box_.lower[axes_.across] + p) +
                                 strideIn(size, axes_.row) * (box_.lower[axes_.row] + r) + step * box_.lower[axes_.column];
      double* const to = plane.row(r);
      for (std::int64_t c = firstColumn; c < lastColumn; ++c) to[c] = static_cast<double>(from[step * c]);
    }
  }

  /** Sample `i` of each voxel of a row. The order of the operations decides where a sample equals its voxel. */
  void sampleRow(Plane& plane, std::int64_t r, int i, double* sample) const {
    const Between across(box_.lower[axes_.row] + r, neighbours_[i].row);
    // The same beside every voxel of the row: with 5 decimals no place is rounded to a whole number.
    const Between along(0, neighbours_[i].column);
    const double* const upper = plane.row(across.before - box_.lower[axes_.row]);
    const double* const lower = plane.row(across.after - box_.lower[axes_.row]);
    const double down = across.fraction;
    const double* const right = columnFractions_[i].data();
    const std::int64_t before = along.before, after = along.after, width = columns();
    for (std::int64_t c = 0; c < width; ++c) {
      const double top = (1 - right[c]) * upper[c + before] + right[c] * upper[c + after];
      const double bottom = (1 - right[c]) * lower[c + before] + right[c] * lower[c + after];
      sample[c] = (1 - down) * top + down * bottom;
    }
  }

  /** The voxel's value. `first`: its ones, its pattern or the sum of its samples. `second`: its changes or the sum of the samples' squares. */
  double finish(double first, double second) const {
    const int samples = settings_.samples;
    switch (settings_.method) {
      case Lbp2DMethod::uniform: return second <= 2 ? first : samples + 1;
      case Lbp2DMethod::standard: return first;
      case Lbp2DMethod::rotationInvariant: {
        auto turned = static_cast<std::uint32_t>(first);
        std::uint32_t smallest = turned;
        for (int i = 1; i < samples; ++i) {
          turned = (turned >> 1) | ((turned & 1) << (samples - 1));
          smallest = std::min(smallest, turned);
        }
        return smallest;
      }
      case Lbp2DMethod::variance: {
        const double variance = (second - first * first / samples) / samples;
        return variance != 0 ? variance : std::numeric_limits<double>::quiet_NaN();
      }
    }
    return 0;
  }

  const Image& image_;
  const Box& box_;
  const Lbp2DSettings& settings_;
  PlaneAxes axes_;
  std::vector<Neighbour> neighbours_;
  std::int64_t reach_;
  std::vector<std::vector<double>> columnFractions_;
};

}  // namespace

Image localBinaryPattern2D(const Image& image, const Box& box, const Lbp2DSettings& settings, Work& work) {
  const bool isNumber = settings.method == Lbp2DMethod::standard || settings.method == Lbp2DMethod::rotationInvariant;
  if (isNumber && settings.samples > 31) {
    throw Refused("A local binary pattern of " + std::to_string(settings.samples) + " samples (lbp2DSamples) does not fit into a number. Give at most 31, or "
                  "choose uniform or var (lbp2DMethod).");
  }
  const Pattern pattern(image, box, settings);
  Image result;
  StoreRow store;
  withTypedPointer(image.voxels, [&](auto source) {
    using Scalar = std::remove_cv_t<std::remove_pointer_t<decltype(source)>>;
    NewImage<Scalar> made = makeImage<Scalar>(cropGrid(image.grid, box));
    result = made.image;
    store = [data = made.data](std::int64_t at, std::int64_t step, const std::vector<double>& values) {
      for (std::size_t c = 0; c < values.size(); ++c) data[at + step * static_cast<std::int64_t>(c)] = storedAs<Scalar>(values[c]);
    };
  });
  const std::int64_t cost = pattern.rows() * pattern.columns() * settings.samples;
  const std::int64_t run = std::max<std::int64_t>(1, samplesPerTask / cost);
  std::vector<Task> tasks;
  for (std::int64_t first = 0; first < pattern.planes(); first += run) {
    tasks.push_back([&, first] {
      for (std::int64_t p = first; p < std::min(pattern.planes(), first + run); ++p) pattern.computePlane(p, work, store);
    });
  }
  work.run("computing local binary patterns", tasks);
  return result;
}

}  // namespace fascicle
