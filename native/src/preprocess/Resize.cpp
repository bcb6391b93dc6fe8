#include "preprocess/Resize.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

#include "grid/GridTransform.hpp"
#include "preprocess/Finite.hpp"
#include "preprocess/SplineWeights.hpp"

namespace fascicle {
namespace {

/** 1 GiB as float64. */
constexpr double mostVoxels = 134217728;

/** SciPy continues a line by so many voxels before a spline is fitted, where it has no closed form for what lies beyond. */
constexpr std::int64_t splinePad = 12;

/** What is done along one axis. */
struct AxisPlan {
  std::int64_t oldLength, newLength;
  int order;
  Beyond beyond;
  double sigma = 0;  // of the Gaussian before
  bool isPadded = false;
  LineSums sums;

  bool isIdentity() const { return oldLength == newLength && sigma == 0; }
};

/** The index, between voxels, of each new voxel along an axis. */
double positionOf(std::int64_t index, std::int64_t oldLength, std::int64_t newLength, ResizeMethod method) {
  if (method == ResizeMethod::corners) {
    const double step = newLength > 1 ? static_cast<double>(oldLength - 1) / static_cast<double>(newLength - 1) : 1.0;
    return static_cast<double>(index) * step;
  }
  return (static_cast<double>(index) + 0.5) * (static_cast<double>(oldLength) / static_cast<double>(newLength)) - 0.5;
}

void addSpline(AxisPlan& plan, double position) {
  const std::int64_t length = plan.oldLength;
  const auto place = [&](std::int64_t index) {
    return plan.isPadded ? std::clamp<std::int64_t>(index + splinePad, 0, length + 2 * splinePad - 1) : placeBeyond(index, length, plan.beyond);
  };
  if (plan.order == 0) {
    plan.sums.add(placeBeyond(static_cast<std::int64_t>(std::floor(position + 0.5)), length, plan.beyond), 1);
    return;
  }
  if (plan.order == 1 && plan.beyond == Beyond::edge) position = std::clamp(position, 0.0, static_cast<double>(length - 1));
  const auto below = static_cast<std::int64_t>(std::floor(position));
  const double part = position - static_cast<double>(below);
  if (plan.order == 1) {
    plan.sums.add(place(below), 1 - part);
    if (part > 0) plan.sums.add(place(below + 1), part);
    return;
  }
  const std::array<double, 4> weights = splineWeights(part);
  for (std::int64_t tap = 0; tap < 4; ++tap) plan.sums.add(place(below - 1 + tap), weights[static_cast<std::size_t>(tap)]);
}

AxisPlan planOf(const ResizeSettings& settings, int axis, std::int64_t oldLength) {
  const std::int64_t newLength = settings.size[axis];
  const bool isCentred = settings.method == ResizeMethod::centres;
  AxisPlan plan{.oldLength = oldLength,
                .newLength = newLength,
                .order = settings.orders[axis],
                .beyond = isCentred ? settings.beyond : Beyond::mirrorCentre,
                .sigma = 0,
                .isPadded = false,
                .sums = {}};
  if (isCentred && settings.antiAlias) plan.sigma = std::max(0.0, (static_cast<double>(oldLength) / static_cast<double>(newLength) - 1) / 2);
  plan.isPadded = plan.order == 3 && (plan.beyond == Beyond::edge || plan.beyond == Beyond::zero);
  for (std::int64_t n = 0; n < newLength; ++n) {
    if (settings.method == ResizeMethod::area) {
      const std::int64_t from = n * oldLength / newLength, end = ((n + 1) * oldLength + newLength - 1) / newLength;
      for (std::int64_t old = from; old < end; ++old) plan.sums.add(old, 1.0 / static_cast<double>(end - from));
    } else if (settings.method == ResizeMethod::nearestBelow) {
      plan.sums.add(n * oldLength / newLength, 1);
    } else {
      addSpline(plan, positionOf(n, oldLength, newLength, settings.method));
    }
    plan.sums.end();
  }
  return plan;
}

Block resizeAlong(const Block& block, int axis, const AxisPlan& plan, Work& work) {
  const std::vector<double> half = plan.sigma > 0 ? gaussianWeights(plan.sigma) : std::vector<double>();
  const auto act = [&](std::vector<double>& in, std::vector<double>& out) {
    thread_local std::vector<double> smoothed, padded;
    std::vector<double>* line = &in;
    if (plan.sigma > 0) {
      smoothed.resize(in.size());
      convolveLines(in, smoothed, half, plan.beyond);
      line = &smoothed;
    }
    if (plan.isPadded) {
      padded.resize(static_cast<std::size_t>((plan.oldLength + 2 * splinePad) * lineLanes));
      for (std::int64_t n = 0; n < plan.oldLength + 2 * splinePad; ++n) {
        const std::int64_t place = placeBeyond(n - splinePad, plan.oldLength, plan.beyond);
        double* const to = padded.data() + n * lineLanes;
        if (place < 0)
          std::fill_n(to, lineLanes, 0.0);
        else
          std::copy_n(line->data() + place * lineLanes, lineLanes, to);
      }
      line = &padded;
    }
    if (plan.order == 3) splineLines(*line, plan.isPadded && plan.beyond == Beyond::edge);
    sumLines(*line, out, plan.sums);
  };
  return alongAxis(block, axis, plan.newLength, "resizing the image", act, work);
}

/** The least and the most value of each slice across an axis, or of all of them together where the axis is -1. */
std::vector<std::pair<double, double>> rangesOf(const Block& block, int axis) {
  const Index3& size = block.size;
  std::vector<std::pair<double, double>> ranges(axis < 0 ? 1 : static_cast<std::size_t>(size[axis]), {INFINITY, -INFINITY});
  const double* value = block.values.data();
  Index3 at{};
  for (at[2] = 0; at[2] < size[2]; ++at[2]) {
    for (at[1] = 0; at[1] < size[1]; ++at[1]) {
      for (at[0] = 0; at[0] < size[0]; ++at[0], ++value) {
        auto& [least, most] = ranges[axis < 0 ? 0 : static_cast<std::size_t>(at[axis])];
        least = std::min(least, *value);
        most = std::max(most, *value);
      }
    }
  }
  return ranges;
}

void clipTo(const std::vector<std::pair<double, double>>& ranges, Block& block, int axis) {
  const Index3& size = block.size;
  double* value = block.values.data();
  Index3 at{};
  for (at[2] = 0; at[2] < size[2]; ++at[2]) {
    for (at[1] = 0; at[1] < size[1]; ++at[1]) {
      for (at[0] = 0; at[0] < size[0]; ++at[0], ++value) {
        const auto& [least, most] = ranges[axis < 0 ? 0 : static_cast<std::size_t>(at[axis])];
        *value = std::clamp(*value, least, most);
      }
    }
  }
}

/** Each new voxel is one old one. */
Image pickVoxels(const Image& image, const Grid& grid, const std::array<AxisPlan, 3>& plans, Work& work) {
  return withTypedPointer(image.voxels, [&](auto voxels) {
    using Scalar = std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>;
    auto [result, data] = makeImage<Scalar>(grid);
    const Index3 &size = grid.size, &old = image.grid.size;
    std::vector<Task> tasks;
    for (std::int64_t k = 0; k < size[2]; ++k) {
      tasks.push_back([&, voxels, data = data, k] {
        for (std::int64_t j = 0; j < size[1]; ++j) {
          const Scalar* const from =
              voxels + old[0] * (plans[1].sums.index[static_cast<std::size_t>(j)] + old[1] * plans[2].sums.index[static_cast<std::size_t>(k)]);
          Scalar* const to = data + size[0] * (j + size[1] * k);
          for (std::int64_t i = 0; i < size[0]; ++i) to[i] = from[plans[0].sums.index[static_cast<std::size_t>(i)]];
        }
      });
    }
    work.run("resizing the image", tasks);
    return result;
  });
}

}  // namespace

Grid resizedGrid(const Grid& grid, const ResizeSettings& settings) {
  Grid resized = grid;
  resized.size = settings.size;
  Position3 first{};
  double voxels = 1;
  for (int axis = 0; axis < 3; ++axis) {
    const auto before = static_cast<double>(grid.size[axis]), after = static_cast<double>(settings.size[axis]);
    voxels *= after;
    if (settings.method != ResizeMethod::corners) {
      resized.spacingMm[axis] *= before / after;
      first[axis] = 0.5 * (before / after) - 0.5;
    } else if (settings.size[axis] == 1) {
      resized.spacingMm[axis] *= before;
    } else {
      if (grid.size[axis] == 1)
        throw Refused(
            "The image cannot be resized (resize) with its corners kept: along one axis it is a single voxel, which has one centre and not two. Use "
            "method centres.");
      resized.spacingMm[axis] *= (before - 1) / (after - 1);
    }
  }
  if (!(voxels <= mostVoxels)) throw Refused("The resized image (resize) would have more than 134,217,728 voxels. Choose a smaller size.");
  resized.originMm = GridTransform(grid).pointAt(first);
  return resized;
}

Image resizeImage(const Image& image, const ResizeSettings& settings, Work& work) {
  const Grid grid = resizedGrid(image.grid, settings);
  std::array<AxisPlan, 3> plans{planOf(settings, 0, image.grid.size[0]), planOf(settings, 1, image.grid.size[1]), planOf(settings, 2, image.grid.size[2])};
  const bool picks = std::all_of(plans.begin(), plans.end(), [&](const AxisPlan& plan) {
    return settings.method == ResizeMethod::nearestBelow || (settings.method != ResizeMethod::area && plan.order == 0 && plan.sigma == 0);
  });
  if (picks) return pickVoxels(image, grid, plans, work);
  checkFinite(image, "resized (resize)", work);
  Block block = blockOf(image, work);
  const int across = settings.sliceAxis;
  const auto ranges = settings.clip ? rangesOf(block, across) : std::vector<std::pair<double, double>>();
  for (int axis = 0; axis < 3; ++axis) {
    if (axis != across && !plans[axis].isIdentity()) block = resizeAlong(block, axis, plans[axis], work);
  }
  if (settings.clip) clipTo(ranges, block, across);
  if (across >= 0 && !plans[across].isIdentity()) block = resizeAlong(block, across, plans[across], work);
  return imageOf(block, grid, work);
}

}  // namespace fascicle
