#include "matrices/Surface.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "matrices/SurfaceTable.hpp"

namespace fascicle {
namespace {

using Point = std::array<double, 3>;

Point cross(const Point& a, const Point& b) { return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]}; }
double dot(const Point& a, const Point& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/** What the triangles of one pattern add, for a cube whose first corner is the origin. */
struct Share {
  double area = 0;
  double volume = 0;
  Point perStep{};  // what the volume grows by for each mm that the cube is moved along an axis
};

Point middleOf(int edge, const std::array<double, 3>& spacing) {
  Point point{};
  for (int axis = 0; axis < 3; ++axis) point[axis] = 0.5 * (cubeCorners[cubeEdges[edge][0]][axis] + cubeCorners[cubeEdges[edge][1]][axis]) * spacing[axis];
  return point;
}

int edgeOf(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

Share shareOf(int pattern, const std::array<double, 3>& spacing) {
  Share share;
  const bool complement = pattern >= 128;
  // The table's triangles wind so that the inside lies in front; the complement turns them.
  const double sign = complement ? 1.0 : -1.0;
  const char* triangles = surfaceTriangles[complement ? 255 - pattern : pattern];
  for (; *triangles != '\0'; triangles += 3) {
    const Point a = middleOf(edgeOf(triangles[0]), spacing), b = middleOf(edgeOf(triangles[1]), spacing), c = middleOf(edgeOf(triangles[2]), spacing);
    const Point ab = {b[0] - a[0], b[1] - a[1], b[2] - a[2]}, ac = {c[0] - a[0], c[1] - a[1], c[2] - a[2]};
    const Point normal = cross(ab, ac);
    share.area += 0.5 * std::sqrt(dot(normal, normal));
    share.volume += sign * dot(a, cross(b, c)) / 6.0;
    for (int axis = 0; axis < 3; ++axis) share.perStep[axis] += sign * normal[axis] / 6.0;
  }
  return share;
}

}  // namespace

void Surface::addSlice(const Region& region, std::int64_t slice) {
  const std::int64_t width = region.size[0] + 1, height = region.size[1] + 1;
  const std::uint8_t* const inside = region.inside.data();
  for (std::int64_t row = 0; row < height; ++row) {
    const std::uint8_t* const first = inside + row * region.paddedRow() + slice * region.paddedSlice();
    const std::uint8_t* const second = first + region.paddedRow();
    const std::uint8_t* const third = first + region.paddedSlice();
    const std::uint8_t* const fourth = third + region.paddedRow();
    std::int64_t column = 0;
    while (column < width) {
      // Eight columns that are all outside or all inside hold seven cubes without a surface.
      if (column + 8 <= width + 1) {
        std::uint64_t a, b, c, d;
        std::memcpy(&a, first + column, 8);
        std::memcpy(&b, second + column, 8);
        std::memcpy(&c, third + column, 8);
        std::memcpy(&d, fourth + column, 8);
        if ((a | b | c | d) == 0 || (a & b & c & d) == 0x0101010101010101u) {
          column += 7;
          continue;
        }
      }
      const std::int64_t end = std::min(width, column + 7);
      for (; column < end; ++column) {
        const unsigned pattern = first[column] | first[column + 1] << 1 | second[column + 1] << 2 | second[column] << 3 |
                                 third[column] << 4 | third[column + 1] << 5 | fourth[column + 1] << 6 | fourth[column] << 7;
        Pattern& counted = patterns_[pattern];
        ++counted.cubes;
        counted.positions[0] += column;
        counted.positions[1] += row;
        counted.positions[2] += slice;
      }
    }
  }
}

void Surface::add(const Surface& other) {
  for (int pattern = 0; pattern < 256; ++pattern) {
    patterns_[pattern].cubes += other.patterns_[pattern].cubes;
    for (int axis = 0; axis < 3; ++axis) patterns_[pattern].positions[axis] += other.patterns_[pattern].positions[axis];
  }
}

double Surface::areaMm2(const std::array<double, 3>& spacingMm) const {
  double area = 0;
  for (int pattern = 1; pattern < 255; ++pattern) {
    if (patterns_[pattern].cubes > 0) area += static_cast<double>(patterns_[pattern].cubes) * shareOf(pattern, spacingMm).area;
  }
  return area;
}

double Surface::volumeMm3(const std::array<double, 3>& spacingMm) const {
  double volume = 0;
  for (int pattern = 1; pattern < 255; ++pattern) {
    const Pattern& counted = patterns_[pattern];
    if (counted.cubes == 0) continue;
    const Share share = shareOf(pattern, spacingMm);
    volume += static_cast<double>(counted.cubes) * share.volume;
    for (int axis = 0; axis < 3; ++axis) volume += static_cast<double>(counted.positions[axis]) * spacingMm[axis] * share.perStep[axis];
  }
  return volume;
}

}  // namespace fascicle
