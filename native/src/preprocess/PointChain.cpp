#include "preprocess/PointChain.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace fascicle {
namespace {

Position3 mapped(const LinearStep& step, const Position3& point) {
  const auto& m = step.matrix;
  return {m[0] * point[0] + m[1] * point[1] + m[2] * point[2] + step.offset[0], m[3] * point[0] + m[4] * point[1] + m[5] * point[2] + step.offset[1],
          m[6] * point[0] + m[7] * point[1] + m[8] * point[2] + step.offset[2]};
}

LinearStep chain(const LinearStep& before, const LinearStep& after) {
  LinearStep both;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      double sum = 0;
      for (int at = 0; at < 3; ++at) sum += after.matrix[3 * row + at] * before.matrix[3 * at + column];
      both.matrix[3 * row + column] = sum;
    }
  }
  both.offset = mapped(after, before.offset);
  return both;
}

/** What `map` does, which is linear. */
template <class Map>
LinearStep linearOf(const Map& map) {
  LinearStep step;
  step.offset = map(Position3{0, 0, 0});
  for (int column = 0; column < 3; ++column) {
    Position3 unit{};
    unit[column] = 1;
    const Position3 moved = map(unit);
    for (int row = 0; row < 3; ++row) step.matrix[3 * row + column] = moved[row] - step.offset[row];
  }
  return step;
}

void applyTo(const SlicesStep& step, std::vector<Position3>& points) {
  const auto last = static_cast<double>(step.maps.size() - 1);
  for (Position3& point : points) {
    double along = 0;
    for (int axis = 0; axis < 3; ++axis) along += (point[axis] - step.origin[axis]) * step.normal[axis];
    const double nearest = std::floor(along / step.betweenMm + 0.5);
    point = mapped(step.maps[static_cast<std::size_t>(nearest > 0 ? std::min(nearest, last) : 0)], point);
  }
}

/** A spline's displacements between its nodes. */
class Displacements {
 public:
  explicit Displacements(const SplineStep& step) : step_(step), transform_(step.grid) {}

  Position3 at(const Position3& point) const {
    const Position3 place = transform_.indexAt(point);
    std::array<std::int64_t, 3> first;
    std::array<std::array<double, 4>, 3> weight;
    for (int axis = 0; axis < 3; ++axis) {
      const auto last = static_cast<double>(step_.grid.size[axis] - 2);
      // ITK's inner part; also what is no number stays.
      if (!(place[axis] >= 1 && place[axis] <= last)) return {0, 0, 0};
      const double below = std::min(last - 1, std::floor(place[axis]));
      const double w = place[axis] - below, v = 1 - w;
      weight[axis] = {v * v * v / 6, 2.0 / 3 - w * w + w * w * w / 2, 2.0 / 3 - v * v + v * v * v / 2, w * w * w / 6};
      first[axis] = static_cast<std::int64_t>(below) - 1;
    }
    std::array<double, 4> sum{};
    for (int c = 0; c < 4; ++c) {
      for (int b = 0; b < 4; ++b) {
        const std::int64_t node = first[0] + step_.grid.size[0] * (first[1] + b + step_.grid.size[1] * (first[2] + c));
        const double* const row = step_.displacementsMm.data() + 4 * node;
        std::array<double, 4> along{};
        for (int a = 0; a < 4; ++a) {
          for (int part = 0; part < 4; ++part) along[part] += weight[0][a] * row[4 * a + part];
        }
        const double across = weight[1][b] * weight[2][c];
        for (int part = 0; part < 4; ++part) sum[part] += across * along[part];
      }
    }
    return {sum[0], sum[1], sum[2]};
  }

 private:
  const SplineStep& step_;
  GridTransform transform_;
};

Position3 minus(const Position3& a, const Position3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }

constexpr double closeEnoughMm = 1e-4;
constexpr int mostTries = 200;

/** The displacement at the point that is taken to `target`, looked for from `guess` on; NaN where it is not found. */
Position3 displacementBefore(const Displacements& displacements, const Position3& target, const Position3& guess) {
  Position3 found = guess;
  for (int tried = 0; tried < mostTries; ++tried) {
    const Position3 next = displacements.at(minus(target, found));
    const Position3 step = minus(next, found);
    // Where displacements change steeply a whole step would jump to and fro.
    const double share = tried < 20 ? 1 : 0.3;
    for (int axis = 0; axis < 3; ++axis) found[axis] += share * step[axis];
    if (std::abs(step[0]) + std::abs(step[1]) + std::abs(step[2]) < closeEnoughMm) return found;
  }
  found.fill(std::numeric_limits<double>::quiet_NaN());
  return found;
}

void applyTo(const SplineStep& step, std::vector<Position3>& points) {
  const Displacements displacements(step);
  Position3 guess{};
  for (Position3& point : points) {
    if (step.inverse) {
      const Position3 moved = displacementBefore(displacements, point, guess);
      guess = std::isnan(moved[0]) ? Position3{} : moved;
      point = minus(point, moved);
    } else {
      const Position3 moved = displacements.at(point);
      for (int axis = 0; axis < 3; ++axis) point[axis] += moved[axis];
    }
  }
}

void applyTo(const LinearStep& step, std::vector<Position3>& points) {
  for (Position3& point : points) point = mapped(step, point);
}

}  // namespace

PointChain::PointChain(const Grid& target, const std::vector<TransformStep>& steps, const Grid& image) {
  const GridTransform own(target), other(image);
  std::vector<TransformStep> all{linearOf([&](const Position3& index) { return own.centreOf(index); })};
  all.insert(all.end(), steps.begin(), steps.end());
  all.emplace_back(linearOf([&](const Position3& point) { return other.indexAt(point); }));
  std::vector<TransformStep> joined;
  for (TransformStep& step : all) {
    const auto* const linear = std::get_if<LinearStep>(&step);
    auto* const before = joined.empty() ? nullptr : std::get_if<LinearStep>(&joined.back());
    if (linear && before) *before = chain(*before, *linear);
    else joined.push_back(std::move(step));
  }
  toPoint_ = std::get<LinearStep>(joined.front());
  rest_.assign(std::make_move_iterator(joined.begin() + 1), std::make_move_iterator(joined.end()));
}

void PointChain::row(std::int64_t j, std::int64_t k, std::int64_t count, std::vector<Position3>& places) const {
  places.resize(static_cast<std::size_t>(count));
  const Position3 start = mapped(toPoint_, {0, static_cast<double>(j), static_cast<double>(k)});
  for (std::int64_t i = 0; i < count; ++i) {
    for (int axis = 0; axis < 3; ++axis) places[static_cast<std::size_t>(i)][axis] = start[axis] + static_cast<double>(i) * toPoint_.matrix[3 * axis];
  }
  for (const TransformStep& step : rest_) std::visit([&](const auto& each) { applyTo(each, places); }, step);
}

}  // namespace fascicle
