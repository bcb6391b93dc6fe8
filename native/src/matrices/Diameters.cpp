#include "matrices/Diameters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <vector>

namespace fascicle {
namespace {

/** A point in half voxels of the bordered box, so that the middle between two voxels is a whole number. */
struct Point {
  std::int32_t x, y, z;
  bool operator<(const Point& other) const { return z != other.z ? z < other.z : y != other.y ? y < other.y : x < other.x; }
};

/** The two outermost points of a line along one axis; empty where last < first. */
struct Ends {
  std::int32_t first = std::numeric_limits<std::int32_t>::max();
  std::int32_t last = -1;
  void take(std::int32_t position) {
    first = std::min(first, position);
    last = std::max(last, position);
  }
};

struct Point2 {
  std::int64_t u, v;
};

/** Corners of the convex hull of a plane's points, given as the ends of its lines v = 0, 1, 2 ... (Andrew's monotone chain, 1979). */
std::vector<Point2> hullOf(const std::vector<Ends>& lines, std::size_t start, std::size_t count, std::size_t stride) {
  std::vector<Point2> low, high;
  const auto extend = [](std::vector<Point2>& chain, Point2 point, int sign) {
    while (chain.size() >= 2) {
      const Point2 &a = chain[chain.size() - 2], &b = chain.back();
      const std::int64_t turn = (b.u - a.u) * (point.v - a.v) - (b.v - a.v) * (point.u - a.u);
      if (sign * turn > 0) break;
      chain.pop_back();
    }
    chain.push_back(point);
  };
  for (std::size_t v = 0; v < count; ++v) {
    const Ends& ends = lines[start + v * stride];
    if (ends.last < ends.first) continue;
    extend(low, {ends.first, static_cast<std::int64_t>(v)}, -1);
    extend(high, {ends.last, static_cast<std::int64_t>(v)}, 1);
  }
  low.insert(low.end(), high.begin(), high.end());
  return low;
}

double largestSquare(const std::vector<Point2>& points, double spacingU, double spacingV) {
  double largest = 0;
  for (std::size_t a = 0; a < points.size(); ++a) {
    for (std::size_t b = a + 1; b < points.size(); ++b) {
      const double du = static_cast<double>(points[a].u - points[b].u) * 0.5 * spacingU;
      const double dv = static_cast<double>(points[a].v - points[b].v) * 0.5 * spacingV;
      largest = std::max(largest, du * du + dv * dv);
    }
  }
  return largest;
}

/** Ends of the surface's points on every line along columns, by row and slice, and on every line along rows, by column and slice (half voxels). */
struct Lines {
  std::size_t width, height, depth;  // of the box in half voxels
  std::vector<Ends> alongColumns, alongRows;

  Lines(const Region& region, const Work& work)
      : width(2 * region.size[0] + 3), height(2 * region.size[1] + 3), depth(2 * region.size[2] + 3),
        alongColumns(height * depth), alongRows(width * depth) {
    for (std::int64_t slice = 0; slice < region.size[2] + 2; ++slice) {
      work.checkCancelled();
      takeSlice(region, slice);
    }
  }

 private:
  void takeSlice(const Region& region, std::int64_t slice) {
    const std::int64_t columns = region.size[0] + 2, rows = region.size[1] + 2;
    const std::uint8_t* const voxels = region.inside.data() + slice * region.paddedSlice();
    const bool lastSlice = slice == region.size[2] + 1;
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::uint8_t* const here = voxels + row * columns;
      // Between a voxel and the next in its row.
      takeRow(here, here + 1, columns - 1, 2 * row, 2 * slice, 1);
      if (row + 1 < rows) takeRow(here, here + columns, columns, 2 * row + 1, 2 * slice, 0);
      if (!lastSlice) takeRow(here, here + region.paddedSlice(), columns, 2 * row, 2 * slice + 1, 0);
    }
  }

  /** Takes the points between voxels here[c] and there[c] that differ; they lie at column 2 c + shift. */
  void takeRow(const std::uint8_t* here, const std::uint8_t* there, std::int64_t count, std::int64_t y, std::int64_t z, std::int32_t shift) {
    Ends& line = alongColumns[y + z * height];
    Ends* const across = alongRows.data() + z * width + shift;
    const auto yy = static_cast<std::int32_t>(y);
    for (std::int64_t column = 0; column < count; ++column) {
      // Most voxels are like those beside them: eight at a time are passed over.
      while (column + 8 <= count && std::memcmp(here + column, there + column, 8) == 0) column += 8;
      if (column == count) return;
      if (here[column] == there[column]) continue;
      line.take(static_cast<std::int32_t>(2 * column + shift));
      across[2 * column].take(yy);
    }
  }
};

}  // namespace

Diameters measureDiameters(const Region& region, const Work& work) {
  const Lines lines(region, work);
  const auto& spacing = region.spacingMm;
  double slice = 0, column = 0, row = 0;

  std::vector<Point> corners[3];
  for (std::size_t z = 0; z < lines.depth; ++z) {
    const auto hull = hullOf(lines.alongColumns, z * lines.height, lines.height, 1);
    slice = std::max(slice, largestSquare(hull, spacing[0], spacing[1]));
    for (const Point2& p : hull) corners[0].push_back({static_cast<std::int32_t>(p.u), static_cast<std::int32_t>(p.v), static_cast<std::int32_t>(z)});
  }
  work.checkCancelled();
  for (std::size_t y = 0; y < lines.height; ++y) {
    const auto hull = hullOf(lines.alongColumns, y, lines.depth, lines.height);
    column = std::max(column, largestSquare(hull, spacing[0], spacing[2]));
    for (const Point2& p : hull) corners[1].push_back({static_cast<std::int32_t>(p.u), static_cast<std::int32_t>(y), static_cast<std::int32_t>(p.v)});
  }
  work.checkCancelled();
  for (std::size_t x = 0; x < lines.width; ++x) {
    const auto hull = hullOf(lines.alongRows, x, lines.depth, lines.width);
    row = std::max(row, largestSquare(hull, spacing[1], spacing[2]));
    for (const Point2& p : hull) corners[2].push_back({static_cast<std::int32_t>(x), static_cast<std::int32_t>(p.u), static_cast<std::int32_t>(p.v)});
  }

  for (auto& points : corners) {
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end(), [](const Point& a, const Point& b) { return !(a < b) && !(b < a); }), points.end());
  }
  std::vector<Point> two, all;
  std::set_intersection(corners[0].begin(), corners[0].end(), corners[1].begin(), corners[1].end(), std::back_inserter(two));
  std::set_intersection(two.begin(), two.end(), corners[2].begin(), corners[2].end(), std::back_inserter(all));

  // Farthest from the middle first: once two radii together are no longer than the best distance, no later pair can beat it.
  struct Placed {
    double x, y, z, radius;
  };
  std::vector<Placed> placed;
  placed.reserve(all.size());
  const double middle[3] = {(static_cast<double>(lines.width) - 1) / 2, (static_cast<double>(lines.height) - 1) / 2,
                            (static_cast<double>(lines.depth) - 1) / 2};
  for (const Point& p : all) {
    const double x = (p.x - middle[0]) * 0.5 * spacing[0], y = (p.y - middle[1]) * 0.5 * spacing[1], z = (p.z - middle[2]) * 0.5 * spacing[2];
    placed.push_back({x, y, z, std::sqrt(x * x + y * y + z * z)});
  }
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.radius > b.radius; });
  double largest = 0, bound = 0;
  for (std::size_t a = 0; a < placed.size(); ++a) {
    if (a % 1024 == 0) work.checkCancelled();
    if (2 * placed[a].radius < bound) break;
    for (std::size_t b = a + 1; b < placed.size() && placed[a].radius + placed[b].radius >= bound; ++b) {
      const double dx = placed[a].x - placed[b].x, dy = placed[a].y - placed[b].y, dz = placed[a].z - placed[b].z;
      const double square = dx * dx + dy * dy + dz * dz;
      if (square <= largest) continue;
      largest = square;
      bound = std::sqrt(square) * (1 - 1e-12);
    }
  }
  return {std::sqrt(largest), std::sqrt(slice), std::sqrt(column), std::sqrt(row)};
}

}  // namespace fascicle
