#include "filters/CubicSpline.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>

namespace fascicle {
namespace {

constexpr double pole = -0.267949192431122706472553658494127633;  // sqrt(3) - 2

/** Voxels beside the box that the recursions run through first. */
constexpr std::int64_t margin = 40;

/** Lines that are filtered side by side. */
constexpr int lanes = 8;
using Lanes = std::array<double, lanes>;

/** Voxels in one task: some hundreds of microseconds of work. */
constexpr std::int64_t voxelsPerTask = 100'000;

/** Filters lines side by side: forwards, then backwards, mirrored at both ends. */
void filterLines(std::vector<Lanes>& c) {
  const auto length = static_cast<std::int64_t>(c.size());
  if (length < 2) return;
  const double gain = (1 - pole) * (1 - 1 / pole);
  for (std::int64_t i = 0; i < length; ++i) {
    for (int l = 0; l < lanes; ++l) c[i][l] *= gain;
  }
  const double far = std::pow(pole, static_cast<double>(length - 1));
  double power = pole;
  for (int l = 0; l < lanes; ++l) c[0][l] += far * c[length - 1][l];
  for (std::int64_t i = 1; i < length - 1; ++i) {
    for (int l = 0; l < lanes; ++l) c[0][l] += power * (c[i][l] + far * c[length - 1 - i][l]);
    power *= pole;
  }
  for (int l = 0; l < lanes; ++l) c[0][l] /= 1 - far * far;
  for (std::int64_t i = 1; i < length; ++i) {
    for (int l = 0; l < lanes; ++l) c[i][l] += pole * c[i - 1][l];
  }
  for (int l = 0; l < lanes; ++l) c[length - 1][l] = (pole * c[length - 2][l] + c[length - 1][l]) * pole / (pole * pole - 1);
  for (std::int64_t i = length - 2; i >= 0; --i) {
    for (int l = 0; l < lanes; ++l) c[i][l] = pole * (c[i + 1][l] - c[i][l]);
  }
}

/** A box of numbers, column fastest. */
template <class Scalar>
struct Cuboid {
  Box box;
  Scalar* values;

  std::int64_t stride(int axis) const { return axis == 0 ? 1 : axis == 1 ? box.size[0] : box.size[0] * box.size[1]; }
  Scalar* at(const Index3& index) const {
    return values + (index[0] - box.lower[0]) + stride(1) * (index[1] - box.lower[1]) + stride(2) * (index[2] - box.lower[2]);
  }
};

/** Filters the lines of `in` along `axis`; they run over `reach`'s range of that axis, and `out` takes its own range of them. */
template <class Scalar>
void filterAxis(const Cuboid<const Scalar>& in, const Cuboid<double>& out, int axis, const Box& reach, Work& work) {
  const int side = axis == 0 ? 1 : 0, slow = axis == 2 ? 1 : 2;  // lines side by side lie along `side`
  const std::int64_t length = reach.size[axis], inStep = in.stride(axis), outStep = out.stride(axis);
  const std::int64_t inSide = in.stride(side), outSide = out.stride(side);
  const std::int64_t run = std::max<std::int64_t>(1, voxelsPerTask / (length * out.box.size[side]));
  std::vector<Task> tasks;
  for (std::int64_t first = 0; first < out.box.size[slow]; first += run) {
    tasks.push_back([=, &in, &out, &work] {
      std::vector<Lanes> c(static_cast<std::size_t>(length));
      for (std::int64_t s = first; s < std::min(out.box.size[slow], first + run); ++s) {
        for (std::int64_t start = 0; start < out.box.size[side]; start += lanes) {
          work.checkCancelled();
          const auto used = static_cast<int>(std::min<std::int64_t>(lanes, out.box.size[side] - start));
          Index3 from = out.box.lower;
          from[side] += start;
          from[slow] += s;
          double* const target = out.at(from);
          from[axis] = reach.lower[axis];
          const Scalar* const source = in.at(from);
          for (std::int64_t i = 0; i < length; ++i) {
            for (int l = 0; l < used; ++l) c[i][l] = static_cast<double>(source[i * inStep + l * inSide]);
          }
          filterLines(c);
          const std::int64_t skipped = out.box.lower[axis] - reach.lower[axis];
          for (std::int64_t i = 0; i < out.box.size[axis]; ++i) {
            for (int l = 0; l < used; ++l) target[i * outStep + l * outSide] = c[skipped + i][l];
          }
        }
      }
    });
  }
  work.run("fitting splines", tasks);
}

std::int64_t mirrored(std::int64_t index, std::int64_t size) {
  if (size == 1) return 0;
  const std::int64_t period = 2 * size - 2;
  const std::int64_t turned = ((index % period) + period) % period;
  return std::min(turned, period - turned);
}

Box within(const Box& box, std::int64_t more, const Index3& size) {
  Box cut;
  for (int axis = 0; axis < 3; ++axis) {
    cut.lower[axis] = std::clamp<std::int64_t>(box.lower[axis] - more, 0, size[axis] - 1);
    cut.size[axis] = std::clamp<std::int64_t>(box.lower[axis] + box.size[axis] + more, 1, size[axis]) - cut.lower[axis];
  }
  return cut;
}

/** Coefficients of the voxels of a box within the image. */
std::vector<double> coefficientsWithin(const Image& image, const Box& box, Work& work) {
  const Box reach = within(box, margin, image.grid.size);
  std::vector<double> before, after;
  Box done = reach;
  for (const int axis : {2, 1, 0}) {
    const Box from = done;
    done.lower[axis] = box.lower[axis];
    done.size[axis] = box.size[axis];
    after.assign(static_cast<std::size_t>(done.voxels()), 0);
    const Cuboid<double> out{done, after.data()};
    if (axis == 2) {
      withTypedPointer(image.voxels, [&](auto pointer) {
        using Scalar = std::remove_cv_t<std::remove_pointer_t<decltype(pointer)>>;
        filterAxis(Cuboid<const Scalar>{wholeOf(image.grid), pointer}, out, axis, reach, work);
      });
    } else {
      filterAxis(Cuboid<const double>{from, before.data()}, out, axis, reach, work);
    }
    before.swap(after);
  }
  return before;
}

}  // namespace

CubicSpline fitCubicSpline(const Image& image, const Box& box, Work& work) {
  const Index3& size = image.grid.size;
  const Box inside = within(box, 0, size);
  std::vector<double> values = coefficientsWithin(image, inside, work);
  const Cuboid<double> source{inside, values.data()};
  CubicSpline coefficients{box, std::vector<double>(static_cast<std::size_t>(box.voxels()))};
  double* target = coefficients.values.data();
  const auto sourceOf = [&](int axis, std::int64_t offset) -> std::optional<std::int64_t> {
    const std::int64_t index = mirrored(box.lower[axis] + offset, size[axis]);
    const bool there = index >= inside.lower[axis] && index < inside.lower[axis] + inside.size[axis];
    return there ? std::optional(index) : std::nullopt;
  };
  for (std::int64_t k = 0; k < box.size[2]; ++k) {
    const auto slice = sourceOf(2, k);
    for (std::int64_t j = 0; j < box.size[1]; ++j, target += box.size[0]) {
      work.checkCancelled();
      const auto row = sourceOf(1, j);
      if (!slice || !row) continue;
      for (std::int64_t i = 0; i < box.size[0]; ++i) {
        if (const auto column = sourceOf(0, i)) target[i] = *source.at({*column, *row, *slice});
      }
    }
  }
  return coefficients;
}

}  // namespace fascicle
