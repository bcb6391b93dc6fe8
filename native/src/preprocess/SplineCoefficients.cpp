#include "preprocess/SplineCoefficients.hpp"

#include <algorithm>
#include <cmath>

#include "region/Rows.hpp"

namespace fascicle {
namespace {

constexpr std::int64_t margin = 48;
constexpr std::int64_t lanes = 8;  // rows filtered side by side
const double pole = std::sqrt(3.0) - 2.0;
const double gain = 1.0 * (1.0 - pole) * (1.0 - 1.0 / pole);

/** Part of a line of `length` voxels: what is needed, and what is filtered so that this comes out. */
struct Span {
  std::int64_t first, end, filteredFirst, filteredEnd, length;

  Span(const Box& box, const Index3& size, int axis)
      : first(box.lower[axis]),
        end(box.lower[axis] + box.size[axis]),
        filteredFirst(size[axis] == 1 ? first : std::max<std::int64_t>(0, first - margin)),
        filteredEnd(size[axis] == 1 ? end : std::min(size[axis], end + margin)),
        length(size[axis]) {}
  std::int64_t filtered() const { return filteredEnd - filteredFirst; }
};

/**
 * Filters lines side by side, in place: voxel n of line l is lines[n * stride + l]. A line that does not reach the image's first or last
 * voxel starts as if it did: the margin lets that fade away.
 */
void filterLines(double* lines, std::int64_t stride, std::int64_t width, const Span& span, const Work& work) {
  if (span.length == 1) return;
  const std::int64_t length = span.filtered();
  // A plane of voxels side by side may be large: every step along the line looks whether it is still wanted.
  const auto line = [&](std::int64_t n) {
    work.checkCancelled();
    return lines + n * stride;
  };
  for (std::int64_t n = 0; n < length; ++n) {
    double* const value = line(n);
    for (std::int64_t l = 0; l < width; ++l) value[l] *= gain;
  }

  const auto horizon = static_cast<std::int64_t>(std::ceil(std::log(1e-10) / std::log(std::abs(pole))));
  double* const first = line(0);
  if (span.filteredFirst == 0) {
    double power = pole;
    if (horizon < span.length) {
      for (std::int64_t n = 1; n < std::min(horizon, length); ++n, power *= pole) {
        const double* const value = line(n);
        for (std::int64_t l = 0; l < width; ++l) first[l] += power * value[l];
      }
    } else {
      double mirrored = std::pow(pole, static_cast<double>(length - 1));
      const double* const last = line(length - 1);
      for (std::int64_t l = 0; l < width; ++l) first[l] += mirrored * last[l];
      mirrored *= mirrored * (1.0 / pole);
      for (std::int64_t n = 1; n <= length - 2; ++n, power *= pole, mirrored *= 1.0 / pole) {
        const double* const value = line(n);
        for (std::int64_t l = 0; l < width; ++l) first[l] += (power + mirrored) * value[l];
      }
      for (std::int64_t l = 0; l < width; ++l) first[l] /= 1.0 - power * power;
    }
  }
  for (std::int64_t n = 1; n < length; ++n) {
    const double* const before = line(n - 1);
    double* const value = line(n);
    for (std::int64_t l = 0; l < width; ++l) value[l] += pole * before[l];
  }
  double* const last = line(length - 1);
  const double* const beforeLast = line(length - 2);
  for (std::int64_t l = 0; l < width; ++l) last[l] = (pole / (pole * pole - 1.0)) * (pole * beforeLast[l] + last[l]);
  for (std::int64_t n = length - 2; n >= 0; --n) {
    const double* const after = line(n + 1);
    double* const value = line(n);
    for (std::int64_t l = 0; l < width; ++l) value[l] = pole * (after[l] - value[l]);
  }
}

/** Filters a slice, from position `slice` on, along its rows and columns and puts the needed part into `result`. */
void filterSlice(const Voxels& voxels, std::int64_t slice, const Span& i, const Span& j, double* result, const Work& work) {
  const std::int64_t width = i.end - i.first;
  std::vector<double> single(static_cast<std::size_t>(i.filtered())), rows(static_cast<std::size_t>(i.filtered() * lanes)),
      plane(static_cast<std::size_t>(width * j.filtered()));
  for (std::int64_t row = 0; row < j.filtered(); row += lanes) {
    const std::int64_t used = std::min(lanes, j.filtered() - row);
    for (std::int64_t lane = 0; lane < used; ++lane) {
      takeIntensities(voxels, slice + (j.filteredFirst + row + lane) * i.length + i.filteredFirst, i.filtered(), single.data());
      for (std::int64_t n = 0; n < i.filtered(); ++n) rows[n * lanes + lane] = single[n];
    }
    filterLines(rows.data(), lanes, lanes, i, work);
    const double* const needed = rows.data() + (i.first - i.filteredFirst) * lanes;
    for (std::int64_t lane = 0; lane < used; ++lane) {
      double* const filtered = plane.data() + (row + lane) * width;
      for (std::int64_t n = 0; n < width; ++n) filtered[n] = needed[n * lanes + lane];
    }
  }
  filterLines(plane.data(), width, width, j, work);
  std::copy_n(plane.data() + (j.first - j.filteredFirst) * width, width * (j.end - j.first), result);
}

}  // namespace

SplineCoefficients splineCoefficients(const Image& image, const Box& box, Work& work) {
  const Index3& size = image.grid.size;
  const Span i(box, size, 0), j(box, size, 1), k(box, size, 2);
  const std::int64_t width = box.size[0], plane = box.size[0] * box.size[1];
  std::vector<double> slices(static_cast<std::size_t>(plane * k.filtered()));

  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < k.filtered(); ++slice) {
    tasks.push_back([&, slice] { filterSlice(image.voxels, (k.filteredFirst + slice) * size[0] * size[1], i, j, slices.data() + slice * plane, work); });
  }
  work.run("fitting a spline", tasks);

  tasks.clear();
  for (std::int64_t row = 0; row < box.size[1]; ++row) {
    tasks.push_back([&, row] { filterLines(slices.data() + row * width, plane, width, k, work); });
  }
  work.run("fitting a spline", tasks);

  slices.erase(slices.begin(), slices.begin() + (k.first - k.filteredFirst) * plane);
  slices.resize(static_cast<std::size_t>(plane * box.size[2]));
  return {box, std::move(slices)};
}

}  // namespace fascicle
