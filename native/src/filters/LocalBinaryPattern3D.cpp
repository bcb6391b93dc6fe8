#include "filters/LocalBinaryPattern3D.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>

#include "filters/Icosphere.hpp"
#include "filters/PairwiseSum.hpp"
#include "filters/SphereSampler.hpp"
#include "filters/SphericalHarmonics.hpp"
#include "region/Rows.hpp"

namespace fascicle {
namespace {

/** Rows of the box in one task. */
constexpr std::int64_t rowsPerTask = 16;

/** 40,962 samples around each voxel; with one more the sphere's tables outgrow the memory. */
constexpr int mostSubdivisions = 6;

/** What the tables of the sphere may take. */
constexpr double mostBytes = 1073741824;

/** A number as SciPy stores it in an array of this type: whole numbers are rounded, halves away from zero, and cut to the type's range. */
template <class Scalar>
double storedAs(double value) {
  if constexpr (std::is_floating_point_v<Scalar>) {
    return static_cast<Scalar>(value);
  } else {
    const double moved = value > 0 ? value + 0.5 : std::is_signed_v<Scalar> ? value - 0.5 : 0;
    return std::trunc(std::clamp<double>(moved, std::numeric_limits<Scalar>::min(), std::numeric_limits<Scalar>::max()));
  }
}

void storeAs(const Voxels& type, std::int64_t length, double* numbers) {
  withTypedPointer(type, [=](auto pointer) {
    using Scalar = std::remove_cvref_t<decltype(*pointer)>;
    if constexpr (!std::is_same_v<Scalar, double>) {
      for (std::int64_t i = 0; i < length; ++i) numbers[i] = storedAs<Scalar>(numbers[i]);
    }
  });
}

/** The biased excess kurtosis, in SciPy's order; NaN where the numbers do not differ. `numbers` is overwritten. */
template <class Real>
double excessKurtosis(Real* numbers, std::size_t length) {
  constexpr Real resolution = std::is_same_v<Real, float> ? Real(1e-6) : Real(1e-15);  // numpy.finfo
  const auto count = static_cast<Real>(length);
  const Real mean = pairwiseSum(numbers, length) / count;
  for (std::size_t i = 0; i < length; ++i) {
    const Real deviation = numbers[i] - mean;
    numbers[i] = deviation * deviation;
  }
  const Real second = pairwiseSum(numbers, length) / count;
  for (std::size_t i = 0; i < length; ++i) numbers[i] *= numbers[i];
  const Real fourth = pairwiseSum(numbers, length) / count;
  const Real smallest = resolution * mean;
  if (second <= smallest * smallest) return std::numeric_limits<double>::quiet_NaN();
  return fourth / (second * second) - 3;
}

/**
 * The harmonics of one degree as a real basis. Of Y_n^-m the sums are the conjugates of those of Y_n^m, so that what the harmonics give back
 * is real: c_0 Y_0 + 2 sum over m > 0 of Re(c_m Y_m), c_m = sum of Y_m over the ones.
 */
class Degree {
 public:
  Degree(int degree, const std::vector<double>& azimuth, const std::vector<double>& polar, const Work& work) : points_(azimuth.size()) {
    const std::vector<Harmonic> harmonics = sphericalHarmonics(degree, azimuth, polar, work);
    for (std::size_t m = 0; m < harmonics.size(); ++m) {
      add(harmonics[m].real, m == 0 ? 1 : 2);
      if (m > 0) add(harmonics[m].imaginary, -2);
    }
  }

  /** `back` is room for as many numbers as there are points. */
  double normOf(const std::vector<double>& ones, std::vector<double>& back, const Work& work) const {
    std::fill(back.begin(), back.end(), 0);
    for (std::size_t f = 0; f < basis_.size(); ++f) {
      work.checkCancelled();
      double sum = 0;
      for (std::size_t p = 0; p < points_; ++p) sum += ones[p] * basis_[f][p];
      const double weighted = sum * weights_[f];
      for (std::size_t p = 0; p < points_; ++p) back[p] += weighted * basis_[f][p];
    }
    double squares = 0;
    for (const double value : back) squares += value * value;
    return std::sqrt(squares);
  }

 private:
  void add(const std::vector<double>& function, double weight) {
    basis_.push_back(function);
    weights_.push_back(weight);
  }

  std::size_t points_;
  std::vector<std::vector<double>> basis_;
  std::vector<double> weights_;
};

std::vector<Degree> degreesOf(const std::vector<std::array<double, 3>>& sphere, const Lbp3DSettings& settings, const Work& work) {
  std::vector<double> azimuth, polar;
  for (const auto& [first, second, third] : sphere) {
    azimuth.push_back(std::acos(std::clamp(third / settings.radius, -1.0, 1.0)));
    polar.push_back(std::atan2(second, first));
  }
  std::vector<Degree> degrees;
  for (int n = 0; n < settings.levels; ++n) degrees.emplace_back(n, azimuth, polar, work);
  return degrees;
}

/** Computes the patterns of rows of voxels; kurtosis is computed in float32 of a float32 image, else in float64. */
template <class Real>
class RowPatterns {
 public:
  RowPatterns(const Image& image, const SphereSampler& sampler, const std::vector<Degree>& degrees, std::int64_t longest, const Work& work)
      : image_(image),
        sampler_(sampler),
        degrees_(degrees),
        work_(work),
        scratch_(static_cast<std::size_t>(longest + 3)),
        centres_(static_cast<std::size_t>(longest)),
        samples_(sampler.points() * static_cast<std::size_t>(longest)),
        numbers_(sampler.points()),
        ones_(sampler.points()),
        back_(sampler.points()) {}

  /** Of `length` voxels from `first` on; the results go to outputs[d] + offset. */
  void compute(const Index3& first, std::int64_t length, const std::vector<double*>& outputs, std::int64_t offset) {
    const Index3& size = image_.grid.size;
    takeIntensities(image_.voxels, first[0] + size[0] * (first[1] + size[1] * first[2]), length, centres_.data());
    for (std::size_t p = 0; p < sampler_.points(); ++p) {
      work_.checkCancelled();
      double* const samples = samples_.data() + p * static_cast<std::size_t>(length);
      sampler_.sampleRow(p, first, length, scratch_.data(), samples);
      storeAs(image_.voxels, length, samples);
    }
    for (std::int64_t i = 0; i < length; ++i) {
      work_.checkCancelled();
      const double centre = centres_[i];
      for (std::size_t p = 0; p < numbers_.size(); ++p) {
        const double sample = samples_[p * static_cast<std::size_t>(length) + static_cast<std::size_t>(i)];
        ones_[p] = sample >= centre ? 1 : 0;
        numbers_[p] = static_cast<Real>(sample);
      }
      for (std::size_t d = 0; d < degrees_.size(); ++d) outputs[d][offset + i] = degrees_[d].normOf(ones_, back_, work_);
      outputs.back()[offset + i] = excessKurtosis(numbers_.data(), numbers_.size());
    }
  }

 private:
  const Image& image_;
  const SphereSampler& sampler_;
  const std::vector<Degree>& degrees_;
  const Work& work_;
  std::vector<double> scratch_, centres_, samples_;
  std::vector<Real> numbers_;
  std::vector<double> ones_, back_;
};

template <class Real>
std::vector<Task> tasksOf(const Image& image, const LabelMask& mask, const Box& box, const SphereSampler& sampler, const std::vector<Degree>& degrees,
                          const std::vector<double*>& outputs, const Work& work) {
  std::vector<Task> tasks;
  const std::int64_t rows = box.size[1] * box.size[2];
  for (std::int64_t firstRow = 0; firstRow < rows; firstRow += rowsPerTask) {
    tasks.push_back([&, rows, firstRow] {
      RowPatterns<Real> patterns(image, sampler, degrees, box.size[0], work);
      std::vector<std::uint8_t> inside(static_cast<std::size_t>(box.size[0]));
      for (std::int64_t r = firstRow; r < std::min(rows, firstRow + rowsPerTask); ++r) {
        const Index3 start{box.lower[0], box.lower[1] + r % box.size[1], box.lower[2] + r / box.size[1]};
        takeInside(mask, start[0] + image.grid.size[0] * (start[1] + image.grid.size[1] * start[2]), box.size[0], inside.data());
        for (std::int64_t i = 0; i < box.size[0];) {
          std::int64_t end = i;
          while (end < box.size[0] && inside[end]) ++end;
          if (end > i) patterns.compute({start[0] + i, start[1], start[2]}, end - i, outputs, box.size[0] * r + i);
          i = end + 1;
        }
      }
    });
  }
  return tasks;
}

}  // namespace

std::vector<Image> localBinaryPattern3D(const Image& image, const LabelMask& mask, const Box& box, const Lbp3DSettings& settings, Work& work) {
  if (settings.subdivision > mostSubdivisions) {
    throw Refused("An icosphere cut " + std::to_string(settings.subdivision) + " times (lbp3DIcosphereSubdivision) has too many points. Give at most " +
                  std::to_string(mostSubdivisions) + ".");
  }
  // The harmonics at each point of the sphere, and the stencils at each point and place along the box's sides.
  const double points = 10 * std::pow(4, settings.subdivision) + 2, longest = static_cast<double>(std::max({box.size[0], box.size[1], box.size[2]}));
  if (points * (8.0 * settings.levels * settings.levels + 8 * longest + 48 * static_cast<double>(box.size[0] + box.size[1] + box.size[2])) > mostBytes) {
    throw Refused(
        "LBP3D of a region of this size with so many points on the sphere (lbp3DIcosphereSubdivision) and levels (lbp3DLevels) needs more "
        "than 1 GiB. Give fewer.");
  }
  const std::vector<std::array<double, 3>> sphere = icosphere(settings.subdivision, settings.radius);
  const std::vector<Degree> degrees = degreesOf(sphere, settings, work);
  const SphereSampler sampler(image, box, sphere, work);
  std::vector<Image> images;
  std::vector<double*> outputs;
  for (int d = 0; d <= settings.levels; ++d) {
    NewImage<double> made = makeImage<double>(cropGrid(image.grid, box));
    outputs.push_back(made.data);
    images.push_back(std::move(made.image));
  }
  const auto tasks = image.type() == ScalarType::float32 ? tasksOf<float> : tasksOf<double>;
  work.run("computing local binary patterns", tasks(image, mask, box, sampler, degrees, outputs, work));
  return images;
}

}  // namespace fascicle
