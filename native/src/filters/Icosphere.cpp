#include "filters/Icosphere.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace fascicle {
namespace {

using Point = std::array<double, 3>;
using Triangle = std::array<std::int32_t, 3>;

/** Half the shorter and half the longer side of a golden rectangle whose corners lie on the unit sphere. */
constexpr double halfShort = 0.5257311121191336, halfLong = 0.85065080835204;

const std::vector<Point> corners = {
    {-halfShort, halfLong, 0}, {halfShort, halfLong, 0}, {-halfShort, -halfLong, 0}, {halfShort, -halfLong, 0},
    {0, -halfShort, halfLong}, {0, halfShort, halfLong}, {0, -halfShort, -halfLong}, {0, halfShort, -halfLong},
    {halfLong, 0, -halfShort}, {halfLong, 0, halfShort}, {-halfLong, 0, -halfShort}, {-halfLong, 0, halfShort},
};

const std::vector<Triangle> faces = {
    {0, 11, 5}, {0, 5, 1}, {0, 1, 7}, {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4}, {11, 10, 2}, {10, 7, 6}, {7, 1, 8},
    {3, 9, 4}, {3, 4, 2}, {3, 2, 6}, {3, 6, 8}, {3, 8, 9}, {4, 9, 5}, {2, 4, 11}, {6, 2, 10}, {8, 6, 7}, {9, 8, 1},
};

/** Moves every point along its own direction to the sphere. */
void pushOut(std::vector<Point>& points, double radius) {
  for (Point& point : points) {
    const double length = std::sqrt(point[0] * point[0] + point[1] * point[1] + point[2] * point[2]);
    for (double& coordinate : point) coordinate += coordinate / length * (radius - length);
  }
}

/** A new vertex in the middle of each edge; each triangle becomes four. */
void subdivide(std::vector<Point>& points, std::vector<Triangle>& triangles) {
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> middles;  // by the edge's later and earlier end
  const auto edge = [](std::int32_t a, std::int32_t b) { return std::pair{std::max(a, b), std::min(a, b)}; };
  for (const Triangle& t : triangles) {
    for (int side = 0; side < 3; ++side) middles[edge(t[side], t[(side + 1) % 3])] = 0;
  }
  for (auto& [ends, middle] : middles) {
    middle = static_cast<std::int32_t>(points.size());
    Point point;
    for (int axis = 0; axis < 3; ++axis) point[axis] = (points[ends.first][axis] + points[ends.second][axis]) / 2;
    points.push_back(point);
  }
  std::vector<Triangle> smaller;
  for (const Triangle& t : triangles) {
    const std::int32_t ab = middles[edge(t[0], t[1])], bc = middles[edge(t[1], t[2])], ca = middles[edge(t[2], t[0])];
    smaller.insert(smaller.end(), {{t[0], ab, ca}, {ab, t[1], bc}, {ca, bc, t[2]}, {ab, bc, ca}});
  }
  triangles = std::move(smaller);
}

}  // namespace

std::vector<Point> icosphere(int subdivisions, double radius) {
  std::vector<Point> points = corners;
  std::vector<Triangle> triangles = faces;
  for (int s = 0; s < subdivisions; ++s) {
    subdivide(points, triangles);
    pushOut(points, radius);
  }
  if (subdivisions == 0) pushOut(points, radius);
  return points;
}

}  // namespace fascicle
