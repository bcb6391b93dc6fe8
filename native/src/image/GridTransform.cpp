#include "image/GridTransform.hpp"

#include <algorithm>

#include "image/Work.hpp"

namespace fascicle {
namespace {

/** The inverse by cofactors: exact for axes that are permuted or turned round. */
std::array<double, 9> inverse(const std::array<double, 9>& m) {
  const auto minor = [&m](int a, int b, int c, int d) { return m[a] * m[d] - m[b] * m[c]; };
  const double determinant = m[0] * minor(4, 5, 7, 8) - m[1] * minor(3, 5, 6, 8) + m[2] * minor(3, 4, 6, 7);
  if (determinant == 0) throw Refused("The axes of an image do not span space. Correct its direction.");
  std::array<double, 9> result = {minor(4, 5, 7, 8), minor(2, 1, 8, 7), minor(1, 2, 4, 5), minor(5, 3, 8, 6), minor(0, 2, 6, 8),
                                  minor(2, 0, 5, 3), minor(3, 4, 6, 7), minor(1, 0, 7, 6), minor(0, 1, 3, 4)};
  for (double& value : result) value /= determinant;
  return result;
}

}  // namespace

GridTransform::GridTransform(const Grid& grid) : origin_(grid.originMm) {
  toIndex_ = inverse(grid.direction);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      toPoint_[3 * row + column] = grid.direction[3 * row + column] * grid.spacingMm[column];
      toIndex_[3 * row + column] *= 1.0 / grid.spacingMm[row];
    }
  }
}

Position3 GridTransform::pointAt(const Position3& index) const {
  Position3 point = origin_;
  for (int row = 0; row < 3; ++row) {
    for (int axis = 2; axis >= 0; --axis) point[row] += toPoint_[3 * row + axis] * index[axis];
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

RowPositions::RowPositions(const Grid& grid, const GridTransform& own, const GridTransform& other, std::int64_t row, std::int64_t slice)
    : columns_(static_cast<double>(grid.size[0])) {
  const auto j = static_cast<double>(row), k = static_cast<double>(slice);
  start_ = other.indexAt(own.pointAt({0, j, k}));
  const Position3 end = other.indexAt(own.pointAt({columns_, j, k}));
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
    if (std::min(a[axis], b[axis]) < -0.5 - tolerance || std::max(a[axis], b[axis]) > static_cast<double>(image.size[axis]) - 0.5 + tolerance) {
      throw Refused("The region lies partly or wholly outside the image. Use the image that the mask was drawn on, or correct the mask's position.");
    }
  }
}

}  // namespace fascicle
