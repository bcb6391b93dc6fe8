#include "grid/GridTransform.hpp"

#include <algorithm>
#include <cmath>

#include "grid/SingularValues.hpp"
#include "work/Work.hpp"

namespace fascicle {
namespace {

double determinant(const Matrix3& m) {
  return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

}  // namespace

GridTransform::GridTransform(const Grid& grid) : origin_(grid.originMm) {
  if (determinant(grid.direction) == 0) throw Refused("The axes of an image do not span space. Correct its direction.");
  for (int at = 0; at < 9; ++at) toPoint_[at] = grid.direction[at] * grid.spacingMm[at % 3];
  toIndex_ = inverseBySingularValues(toPoint_);
  const auto isFinite = [](double value) { return std::isfinite(value); };
  if (!std::all_of(toIndex_.begin(), toIndex_.end(), isFinite) || !std::all_of(origin_.begin(), origin_.end(), isFinite)) {
    throw Refused("The spacing, direction or origin of an image is too large or too small to compute with. Correct its header.");
  }
}

Position3 GridTransform::centreOf(const Position3& index) const {
  Position3 point = origin_;
  for (int row = 0; row < 3; ++row) {
    for (int axis = 0; axis < 3; ++axis) point[row] += toPoint_[3 * row + axis] * index[axis];
  }
  return point;
}

Position3 GridTransform::pointAt(const Position3& index) const {
  Position3 point{};
  for (int row = 0; row < 3; ++row) {
    for (int axis = 0; axis < 3; ++axis) point[row] += toPoint_[3 * row + axis] * index[axis];
    point[row] += origin_[row];
  }
  return point;
}

Position3 GridTransform::indexAt(const Position3& pointMm) const {
  const Position3 fromOrigin = {pointMm[0] - origin_[0], pointMm[1] - origin_[1], pointMm[2] - origin_[2]};
  Position3 index{};
  for (int row = 0; row < 3; ++row) {
    for (int axis = 0; axis < 3; ++axis) index[row] += toIndex_[3 * row + axis] * fromOrigin[axis];
  }
  return index;
}

bool isAxisAligned(const Grid& grid) {
  for (int axis = 0; axis < 3; ++axis) {
    int parts = 0;
    for (int row = 0; row < 3; ++row) parts += grid.direction[3 * row + axis] != 0;
    if (parts != 1) return false;
  }
  return true;
}

RowPositions::RowPositions(const Grid& grid, const GridTransform& own, const GridTransform& other, std::int64_t row, std::int64_t slice)
    : columns_(static_cast<double>(grid.size[0])) {
  const auto j = static_cast<double>(row), k = static_cast<double>(slice);
  start_ = other.indexAt(own.centreOf({0, j, k}));
  const Position3 end = other.indexAt(own.centreOf({columns_, j, k}));
  step_ = {end[0] - start_[0], end[1] - start_[1], end[2] - start_[2]};
}

bool RowPositions::misses(const Box& box) const {
  for (int axis = 0; axis < 3; ++axis) {
    const auto [least, most] = std::minmax({start_[axis], start_[axis] + step_[axis]});
    const auto lower = static_cast<double>(box.lower[axis]);
    if (most < lower - 1 || least > lower + static_cast<double>(box.size[axis])) return true;
  }
  return false;
}

void checkInside(const Grid& image, const Grid& mask, const Box& box) {
  constexpr double tolerance = 1e-3;
  const GridTransform fromMask(mask), toImage(image);
  Position3 first, last;
  for (int axis = 0; axis < 3; ++axis) {
    first[axis] = static_cast<double>(box.lower[axis]) - 0.5;
    last[axis] = static_cast<double>(box.lower[axis] + box.size[axis]) - 0.5;
  }
  const Position3 a = toImage.indexAt(fromMask.pointAt(first)), b = toImage.indexAt(fromMask.pointAt(last));
  for (int axis = 0; axis < 3; ++axis) {
    const double end = static_cast<double>(image.size[axis]) - 0.5 + tolerance;
    const bool inside = std::min(a[axis], b[axis]) >= -0.5 - tolerance && std::max(a[axis], b[axis]) <= end;
    if (!inside || std::isnan(a[axis] + b[axis])) {
      throw Refused("The region lies partly or wholly outside the image. Use the image that the mask was drawn on, or correct the mask's position.");
    }
  }
}

}  // namespace fascicle
