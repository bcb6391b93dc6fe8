#include "filters/Pointwise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "region/Rows.hpp"

namespace fascicle {
namespace {

constexpr char phase[] = "filtering voxel by voxel";
constexpr std::int64_t perTask = 1 << 18;

struct Extremes {
  double least = std::numeric_limits<double>::infinity(), most = -std::numeric_limits<double>::infinity();
  bool nan = false;

  void include(const Extremes& other) {
    least = std::min(least, other.least);
    most = std::max(most, other.most);
    nan = nan || other.nan;
  }
};

template <class Scalar>
Extremes extremesOf(const Scalar* voxels, std::int64_t length) {
  constexpr std::int64_t lanes = 16;  // independent of each other, for the processor to compare several at once
  Scalar least[lanes], most[lanes];
  bool nan[lanes] = {};
  std::fill_n(least, lanes, voxels[0]);
  std::fill_n(most, lanes, voxels[0]);
  const auto take = [&](Scalar value, std::int64_t l) {
    least[l] = value < least[l] ? value : least[l];
    most[l] = value > most[l] ? value : most[l];
    if constexpr (std::is_floating_point_v<Scalar>) nan[l] |= value != value;
  };
  std::int64_t v = 0;
  for (; v + lanes <= length; v += lanes) {
    for (std::int64_t l = 0; l < lanes; ++l) take(voxels[v + l], l);
  }
  for (; v < length; ++v) take(voxels[v], 0);
  return {static_cast<double>(*std::min_element(least, least + lanes)), static_cast<double>(*std::max_element(most, most + lanes)),
          std::any_of(nan, nan + lanes, [](bool found) { return found; })};
}

template <class Scalar>
Extremes extremesOfImage(const Scalar* voxels, std::int64_t length, Work& work) {
  std::vector<Extremes> parts(static_cast<std::size_t>((length + perTask - 1) / perTask));
  std::vector<Task> tasks;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    tasks.push_back([&parts, voxels, length, part] {
      const std::int64_t begin = static_cast<std::int64_t>(part) * perTask;
      parts[part] = extremesOf(voxels + begin, std::min(perTask, length - begin));
    });
  }
  work.run(phase, tasks);
  Extremes all;
  for (const Extremes& part : parts) all.include(part);
  return all;
}

/** log(|x| + 1) with x's sign. */
double signedLogarithm(double x) {
  if (x > 0) return std::log(x + 1);
  return x < 0 ? -std::log(-(x - 1)) : x;
}

template <class Function>
void applyToBox(const Image& image, const Box& box, double* to, Work& work, Function function) {
  const Index3& size = image.grid.size;
  std::vector<Task> tasks;
  for (std::int64_t k = 0; k < box.size[2]; ++k) {
    tasks.push_back([&, to, k] {
      for (std::int64_t j = 0; j < box.size[1]; ++j) {
        double* const row = to + box.size[0] * (j + box.size[1] * k);
        takeIntensities(image.voxels, box.lower[0] + size[0] * (box.lower[1] + j + size[1] * (box.lower[2] + k)), box.size[0], row);
        for (std::int64_t i = 0; i < box.size[0]; ++i) row[i] = function(row[i]);
        if (j % 64 == 0) work.checkCancelled();
      }
    });
  }
  work.run(phase, tasks);
}

}  // namespace

Image applyPointwise(const Image& image, const Box& box, Pointwise filter, Work& work) {
  auto [result, data] = makeImage<double>(cropGrid(image.grid, box));
  const Extremes extremes = withTypedPointer(image.voxels, [&](auto voxels) { return extremesOfImage(voxels, image.grid.voxels(), work); });
  const double largest = extremes.nan ? std::numeric_limits<double>::quiet_NaN() : std::max(std::abs(extremes.least), std::abs(extremes.most));
  const auto apply = [&, to = data](auto function) { applyToBox(image, box, to, work, function); };
  switch (filter) {
    case Pointwise::square: {
      const double factor = 1 / std::sqrt(largest);
      apply([=](double x) { return (factor * x) * (factor * x); });
      break;
    }
    case Pointwise::squareRoot:
      apply([=](double x) { return x > 0 ? std::sqrt(x * largest) : x < 0 ? -std::sqrt(-x * largest) : x; });
      break;
    case Pointwise::logarithm: {
      const double factor = largest / std::max(std::abs(signedLogarithm(extremes.least)), std::abs(signedLogarithm(extremes.most)));
      apply([=](double x) { return signedLogarithm(x) * factor; });
      break;
    }
    case Pointwise::exponential: {
      const double factor = std::log(largest) / largest;
      apply([=](double x) { return std::exp(factor * x); });
      break;
    }
  }
  return result;
}

}  // namespace fascicle
