#include "preprocess/BiasField.hpp"

#include <algorithm>
#include <cmath>

#include "preprocess/SharpenHistogram.hpp"
#include "preprocess/SplineLattice.hpp"

namespace fascicle {
namespace {

/** Voxels of the mask in one row of the grid that is fitted: `count` from `first` on in the lists of a FitVoxels. */
struct FitRow {
  std::int64_t y, z;
  std::size_t first, count;
};

/** What the field is fitted to: the logarithms of the mask's voxels on the shrunken grid, row after row. */
struct FitVoxels {
  Index3 size{};
  std::vector<FitRow> rows;
  std::vector<std::size_t> slices;  // the first row of each slice that has any, and the end
  std::vector<std::int32_t> columns;
  std::vector<double> logs;
  std::int64_t notPositive = 0;
};

/** ITK's ShrinkImageFilter: which voxel the first one of the shrunken axis is. */
std::int64_t shrinkOffset(std::int64_t size, std::int64_t shrunken, std::int64_t factor) {
  return std::max<std::int64_t>(0, (size - 1 - (shrunken - 1) * factor + 1) / 2);
}

FitVoxels fitVoxels(const Image& image, const Image& mask, const Index3& shrink, const Work& work) {
  FitVoxels fit;
  Index3 offset{};
  for (int axis = 0; axis < 3; ++axis) {
    fit.size[axis] = std::max<std::int64_t>(1, image.grid.size[axis] / shrink[axis]);
    offset[axis] = shrinkOffset(image.grid.size[axis], fit.size[axis], shrink[axis]);
  }
  withTypedPointer(image.voxels, [&](auto values) {
    withTypedPointer(mask.voxels, [&](auto labels) {
      for (std::int64_t z = 0; z < fit.size[2]; ++z) {
        work.checkCancelled();
        const std::size_t rowsBefore = fit.rows.size();
        for (std::int64_t y = 0; y < fit.size[1]; ++y) {
          const std::size_t first = fit.logs.size();
          const std::int64_t row = ((offset[2] + z * shrink[2]) * image.grid.size[1] + offset[1] + y * shrink[1]) * image.grid.size[0];
          for (std::int64_t x = 0; x < fit.size[0]; ++x) {
            const std::int64_t at = row + offset[0] + x * shrink[0];
            if (labels[at] == 0) continue;
            const auto value = static_cast<double>(values[at]);
            if (!std::isfinite(value))
              throw Refused(
                  "The bias field (n4) cannot be found: within the mask, the image has a voxel that is not a finite number. Correct the "
                  "image.");
            if (value > 0) {
              fit.columns.push_back(static_cast<std::int32_t>(x));
              fit.logs.push_back(std::log(value));
            } else {
              ++fit.notPositive;
            }
          }
          if (fit.logs.size() > first) fit.rows.push_back({y, z, first, fit.logs.size() - first});
        }
        if (fit.rows.size() > rowsBefore) fit.slices.push_back(rowsBefore);
      }
    });
  });
  fit.slices.push_back(fit.rows.size());
  if (fit.logs.size() < 2)
    throw Refused(
        "The bias field (n4) cannot be found: the mask holds fewer than two voxels with a value above 0. Choose another mask, or shrink "
        "less.");
  const auto [least, most] = std::minmax_element(fit.logs.begin(), fit.logs.end());
  if (!(*most > *least))
    throw Refused("The bias field (n4) cannot be found: all voxels of the mask are equal. Choose another image or mask.");
  return fit;
}

/** Mean and sum of squared deviations (B. Welford 1962), joined as T. Chan, G. Golub and R. LeVeque do (1979). */
struct Spread {
  double count = 0, mean = 0, squares = 0;

  void add(double value) {
    count += 1;
    const double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }
  void add(const Spread& other) {
    if (other.count == 0) return;
    const double all = count + other.count, apart = other.mean - mean;
    squares += other.squares + apart * apart * count * other.count / all;
    mean += apart * other.count / all;
    count = all;
  }
};

/** The taps of an axis with what a fit needs of them: squares, and cubes over the sum of squares. */
struct FitAxis {
  std::vector<SplineTap> taps;
  std::vector<std::array<double, 4>> squares, shares;

  FitAxis(std::int64_t voxels, std::int64_t points) : taps(splineTaps(voxels, points)) {
    for (const SplineTap& tap : taps) {
      std::array<double, 4> square{}, share{};
      double sum = 0;
      for (int n = 0; n < 4; ++n) sum += square[n] = tap.weights[n] * tap.weights[n];
      for (int n = 0; n < 4; ++n) share[n] = square[n] * tap.weights[n] / sum;
      squares.push_back(square);
      shares.push_back(share);
    }
  }
};

class Fit {
 public:
  Fit(const FitVoxels& voxels, const BiasFieldSettings& settings, Work& work)
      : voxels_(voxels), settings_(settings), work_(work), field_(voxels.logs.size(), 0.0), histograms_(voxels.slices.size() - 1) {}

  /** One level: fits until it has converged, from the lattice on, which it changes. */
  void level(SplineLattice& lattice, int iterations, BiasField& result) {
    const std::array<FitAxis, 3> axes{FitAxis(voxels_.size[0], lattice.size[0]), FitAxis(voxels_.size[1], lattice.size[1]),
                                      FitAxis(voxels_.size[2], lattice.size[2])};
    const SplineLattice weights = accumulated(lattice, axes, true);
    double convergence = INFINITY;
    int iteration = 0;
    while (iteration < iterations && convergence > settings_.convergence) {
      ++iteration;
      sharpen();
      const SplineLattice change = accumulated(lattice, axes, false);
      for (std::size_t n = 0; n < lattice.points.size(); ++n) {
        if (weights.points[n] != 0) lattice.points[n] += change.points[n] / weights.points[n];
      }
      convergence = evaluate(lattice, axes);
    }
    result.iterations.push_back(iteration);
    result.convergence.push_back(convergence);
  }

 private:
  /** Runs `act(slice, first row, last row)` for each slice, in any order, on all threads. */
  template <class Act>
  void forSlices(const Act& act) {
    std::vector<Task> tasks;
    for (std::size_t slice = 0; slice + 1 < voxels_.slices.size(); ++slice) {
      tasks.push_back([this, &act, slice] {
        work_.checkCancelled();
        act(slice, voxels_.slices[slice], voxels_.slices[slice + 1]);
      });
    }
    work_.run("finding the bias field", tasks);
  }

  /** Makes `sharp_`, where each bin's intensities come from, of the image without the field found so far. */
  void sharpen() {
    const std::size_t slices = voxels_.slices.size() - 1;
    std::vector<std::array<double, 2>> ranges(slices);
    forSlices([&](std::size_t slice, std::size_t from, std::size_t to) {
      std::array<double, 2> range{INFINITY, -INFINITY};
      for (std::size_t v = voxels_.rows[from].first; v < endOf(to); ++v) {
        const double value = voxels_.logs[v] - field_[v];
        range = {std::min(range[0], value), std::max(range[1], value)};
      }
      ranges[slice] = range;
    });
    double least = INFINITY, most = -INFINITY;
    for (const auto& range : ranges) {
      least = std::min(least, range[0]);
      most = std::max(most, range[1]);
    }
    const auto bins = static_cast<std::size_t>(settings_.histogramBins);
    const double width = (most - least) / static_cast<double>(bins - 1);
    forSlices([&](std::size_t slice, std::size_t from, std::size_t to) {
      std::vector<double>& counts = histograms_[slice];
      counts.assign(bins, 0.0);
      for (std::size_t v = voxels_.rows[from].first; v < endOf(to); ++v) {
        const double place = (voxels_.logs[v] - field_[v] - least) / width;
        const auto bin = std::min(static_cast<std::size_t>(place), bins - 1);
        const double part = place - static_cast<double>(bin);
        counts[bin] += 1 - part;
        if (bin + 1 < bins) counts[bin + 1] += part;
      }
    });
    Histogram histogram{least, width, std::vector<double>(bins, 0.0)};
    for (const std::vector<double>& counts : histograms_) {
      for (std::size_t n = 0; n < bins; ++n) histogram.counts[n] += counts[n];
    }
    sharp_ = sharpenedBins(histogram, settings_.fullWidth, settings_.wienerNoise);
    least_ = least;
    width_ = width;
  }

  /** What sharpening changed of a voxel. */
  double residual(std::size_t v) const {
    const double value = voxels_.logs[v] - field_[v], place = (value - least_) / width_;
    const auto bin = static_cast<std::size_t>(place);
    if (bin + 1 >= sharp_.size()) return value - sharp_.back();
    return value - (sharp_[bin] + (sharp_[bin + 1] - sharp_[bin]) * (place - static_cast<double>(bin)));
  }

  /** For each control point the sum of its squared weights over the voxels, or of the residuals as they are shared among the control
   * points. */
  SplineLattice accumulated(const SplineLattice& like, const std::array<FitAxis, 3>& axes, bool weightsOnly) {
    const auto planePoints = static_cast<std::size_t>(like.size[0] * like.size[1]);
    const auto& factors = [weightsOnly](const FitAxis& axis) -> const auto& { return weightsOnly ? axis.squares : axis.shares; };
    std::vector<std::vector<double>> planes(voxels_.slices.size() - 1);
    forSlices([&](std::size_t slice, std::size_t from, std::size_t to) {
      std::vector<double> plane(planePoints, 0.0), line;
      for (std::size_t r = from; r < to; ++r) {
        const FitRow& row = voxels_.rows[r];
        line.assign(static_cast<std::size_t>(like.size[0]) + 3, 0.0);
        for (std::size_t v = row.first; v < row.first + row.count; ++v) {
          const auto column = static_cast<std::size_t>(voxels_.columns[v]);
          const double value = weightsOnly ? 1.0 : residual(v);
          const std::array<double, 4>& factor = factors(axes[0])[column];
          double* const points = line.data() + axes[0].taps[column].first;
          for (int n = 0; n < 4; ++n) points[n] += factor[n] * value;
        }
        const std::array<double, 4>& factor = factors(axes[1])[static_cast<std::size_t>(row.y)];
        const std::int64_t first = axes[1].taps[static_cast<std::size_t>(row.y)].first;
        for (std::int64_t n = 0; n < 4 && first + n < like.size[1]; ++n) {
          double* const points = plane.data() + (first + n) * like.size[0];
          for (std::int64_t x = 0; x < like.size[0]; ++x)
            points[x] += factor[static_cast<std::size_t>(n)] * line[static_cast<std::size_t>(x)];
        }
      }
      planes[slice] = std::move(plane);
    });
    SplineLattice sums(like.size);
    for (std::size_t slice = 0; slice < planes.size(); ++slice) {
      const auto z = static_cast<std::size_t>(voxels_.rows[voxels_.slices[slice]].z);
      const std::int64_t first = axes[2].taps[z].first;
      for (std::int64_t n = 0; n < 4 && first + n < like.size[2]; ++n) {
        double* const points = sums.points.data() + sums.index(0, 0, first + n);
        for (std::size_t at = 0; at < planePoints; ++at) points[at] += factors(axes[2])[z][static_cast<std::size_t>(n)] * planes[slice][at];
      }
    }
    return sums;
  }

  /** Takes the field from the lattice; returns the coefficient of variation of the factor by which it changed. */
  double evaluate(const SplineLattice& lattice, const std::array<FitAxis, 3>& axes) {
    std::vector<Spread> spreads(voxels_.slices.size() - 1);
    forSlices([&](std::size_t slice, std::size_t from, std::size_t to) {
      Spread spread;
      std::vector<double> coefficients;
      for (std::size_t r = from; r < to; ++r) {
        const FitRow& row = voxels_.rows[r];
        coefficientsOfRow(lattice, axes[1].taps[static_cast<std::size_t>(row.y)], axes[2].taps[static_cast<std::size_t>(row.z)],
                          coefficients);
        for (std::size_t v = row.first; v < row.first + row.count; ++v) {
          const SplineTap& tap = axes[0].taps[static_cast<std::size_t>(voxels_.columns[v])];
          const double* const points = coefficients.data() + tap.first;
          double value = 0;
          for (int n = 0; n < 4; ++n) value += tap.weights[n] * points[n];
          spread.add(std::exp(field_[v] - value));
          field_[v] = value;
        }
      }
      spreads[slice] = spread;
    });
    Spread all;
    for (const Spread& spread : spreads) all.add(spread);
    return std::sqrt(all.squares / (all.count - 1)) / all.mean;
  }

  /** Behind the last voxel of the rows before `row`. */
  std::size_t endOf(std::size_t row) const { return voxels_.rows[row - 1].first + voxels_.rows[row - 1].count; }

  const FitVoxels& voxels_;
  const BiasFieldSettings& settings_;
  Work& work_;
  std::vector<double> field_;
  std::vector<std::vector<double>> histograms_;
  std::vector<double> sharp_;
  double least_ = 0, width_ = 1;
};

/** The field everywhere, and the image without it. */
void takeOut(const Image& image, const SplineLattice& lattice, BiasField& result, Work& work) {
  const Index3& size = image.grid.size;
  auto [corrected, correctedData] = makeImage<float>(image.grid);
  auto [logField, logData] = makeImage<float>(image.grid);
  const std::vector<SplineTap> x = splineTaps(size[0], lattice.size[0]), y = splineTaps(size[1], lattice.size[1]),
                               z = splineTaps(size[2], lattice.size[2]);
  withTypedPointer(image.voxels, [&, correctedData = correctedData, logData = logData](auto values) {
    std::vector<Task> tasks;
    for (std::int64_t k = 0; k < size[2]; ++k) {
      tasks.push_back([&, values, correctedData, logData, k] {
        std::vector<double> coefficients;
        for (std::int64_t j = 0; j < size[1]; ++j) {
          coefficientsOfRow(lattice, y[static_cast<std::size_t>(j)], z[static_cast<std::size_t>(k)], coefficients);
          const std::int64_t row = (k * size[1] + j) * size[0];
          for (std::int64_t i = 0; i < size[0]; ++i) {
            const SplineTap& tap = x[static_cast<std::size_t>(i)];
            double value = 0;
            for (int n = 0; n < 4; ++n) value += tap.weights[n] * coefficients[static_cast<std::size_t>(tap.first + n)];
            logData[row + i] = static_cast<float>(value);
            correctedData[row + i] = static_cast<float>(static_cast<double>(values[row + i]) / std::exp(value));
          }
        }
      });
    }
    work.run("taking the bias field out", tasks);
  });
  result.corrected = std::move(corrected);
  result.logField = std::move(logField);
}

}  // namespace

BiasField correctBias(const Image& image, const Image& mask, const BiasFieldSettings& settings, Work& work) {
  BiasField result;
  const FitVoxels voxels = fitVoxels(image, mask, settings.shrink, work);
  result.notPositive = voxels.notPositive;
  Index3 points{};
  for (int axis = 0; axis < 3; ++axis) points[axis] = voxels.size[axis] > 1 ? settings.controlPoints[axis] : 1;
  SplineLattice lattice(points);
  Fit fit(voxels, settings, work);
  for (std::size_t level = 0; level < settings.iterations.size(); ++level) {
    if (level > 0) lattice = refined(lattice);
    fit.level(lattice, settings.iterations[level], result);
  }
  takeOut(image, lattice, result, work);
  return result;
}

}  // namespace fascicle
