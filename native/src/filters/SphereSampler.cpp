#include "filters/SphereSampler.hpp"

#include <algorithm>
#include <cmath>

#include "preprocess/SplineWeights.hpp"

namespace fascicle {
namespace {

/** Adds four neighbours of each of `length` numbers, weighted, one after the other. */
void addWeighted(const double* numbers, const std::array<double, 4>& weights, std::int64_t length, double* sums) {
  const double w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3];
  for (std::int64_t i = 0; i < length; ++i) {
    sums[i] = (((sums[i] + numbers[i] * w0) + numbers[i + 1] * w1) + numbers[i + 2] * w2) + numbers[i + 3] * w3;
  }
}

/** The box and what the splines around points beside it reach: those in the image, of whose splines two coefficients lie beyond it. */
Box reachOf(const Box& box, const Index3& imageSize, const std::vector<std::array<double, 3>>& points) {
  double farthest = 0;
  for (const auto& point : points) {
    for (const double coordinate : point) farthest = std::max(farthest, std::abs(coordinate));
  }
  const std::int64_t reach = static_cast<std::int64_t>(std::ceil(farthest)) + 2;
  Box more = box;
  for (int axis = 0; axis < 3; ++axis) {
    const std::int64_t end = std::min(box.lower[axis] + box.size[axis] + reach, imageSize[axis] + 2);
    more.lower[axis] = std::max<std::int64_t>(box.lower[axis] - reach, -2);
    more.size[axis] = end - more.lower[axis];
  }
  return more;
}

}  // namespace

SphereSampler::SphereSampler(const Image& image, const Box& box, const std::vector<std::array<double, 3>>& points, Work& work)
    : box_(box), imageSize_(image.grid.size), points_(points), coefficients_(fitCubicSpline(image, reachOf(box, image.grid.size, points), work)) {
  columns_ = stencilsAlong(0, 2, work);
  rows_ = stencilsAlong(1, 1, work);
  slices_ = stencilsAlong(2, 0, work);
}

std::vector<std::vector<SphereSampler::Stencil>> SphereSampler::stencilsAlong(int axis, int coordinate, const Work& work) const {
  std::vector<std::vector<Stencil>> all;
  for (const auto& point : points_) {
    work.checkCancelled();
    std::vector<Stencil> stencils(static_cast<std::size_t>(box_.size[axis]));
    for (std::int64_t i = 0; i < box_.size[axis]; ++i) {
      // Weights come of the rounded place, which differs a little from column to column.
      const double place = static_cast<double>(box_.lower[axis] + i) + point[coordinate];
      const double whole = std::floor(place);
      stencils[i] = {static_cast<std::int64_t>(whole) - 1, splineWeights(place - whole), place >= 0 && place <= static_cast<double>(imageSize_[axis] - 1)};
    }
    all.push_back(std::move(stencils));
  }
  return all;
}

void SphereSampler::sampleRow(std::size_t point, const Index3& first, std::int64_t length, double* scratch, double* samples) const {
  std::fill(samples, samples + length, 0);
  const Stencil& slice = slices_[point][first[2] - box_.lower[2]];
  const Stencil& row = rows_[point][first[1] - box_.lower[1]];
  if (!slice.inside || !row.inside) return;
  const Stencil* const columns = columns_[point].data() + (first[0] - box_.lower[0]);
  for (std::int64_t i = 0; i < length;) {
    if (!columns[i].inside) {
      ++i;
      continue;
    }
    std::int64_t end = i + 1;  // of the columns with the same weights
    while (end < length && columns[end].inside && columns[end].start - columns[i].start == end - i && columns[end].weights == columns[i].weights) ++end;
    for (int k = 0; k < 4; ++k) {
      for (int j = 0; j < 4; ++j) {
        const double* const source = coefficients_.row(row.start + j, slice.start + k) + (columns[i].start - coefficients_.box.lower[0]);
        for (std::int64_t x = 0; x < end - i + 3; ++x) scratch[x] = source[x] * slice.weights[k] * row.weights[j];
        addWeighted(scratch, columns[i].weights, end - i, samples + i);
      }
    }
    i = end;
  }
}

}  // namespace fascicle
