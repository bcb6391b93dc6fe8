#include "features/Shape.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace fascicle {

void CoordinateSums::addSlice(const Region& region, std::int64_t slice) {
  for (std::int64_t row = 0; row < region.size[1]; ++row) {
    const std::uint8_t* const inside = region.inside.data() + region.insideAt(row, slice);
    const RowSpan span = region.rows[row + region.size[1] * slice];
    std::int64_t n = 0, x = 0, xx = 0;
    for (std::int64_t column = span.first; column <= span.last; ++column) {
      const std::int64_t here = inside[column];
      n += here;
      x += here * column;
      xx += here * column * column;
    }
    count += n;
    first[0] += x;
    first[1] += n * row;
    first[2] += n * slice;
    second[0] += xx;
    second[1] += n * row * row;
    second[2] += n * slice * slice;
    second[3] += x * row;
    second[4] += x * slice;
    second[5] += n * row * slice;
  }
}

void CoordinateSums::add(const CoordinateSums& other) {
  count += other.count;
  for (int axis = 0; axis < 3; ++axis) first[axis] += other.first[axis];
  for (int pair = 0; pair < 6; ++pair) second[pair] += other.second[pair];
}

namespace {

/** (n * product - a * b) / n^2 without losing digits to cancellation. */
double covariance(std::int64_t n, std::int64_t product, std::int64_t a, std::int64_t b) {
  // With a = qa n + ra and b = qb n + rb the large parts cancel as whole numbers:
  const std::int64_t qa = a / n, ra = a % n, qb = b / n, rb = b % n;
  // n * covariance = product - (qa n + ra)(qb n + rb) / n = product - qa qb n - qa rb - qb ra - ra rb / n
  const std::int64_t whole = product - qa * qb * n - qa * rb - qb * ra;
  const double rest = static_cast<double>(ra) / static_cast<double>(n) * static_cast<double>(rb);
  return (static_cast<double>(whole) - rest) / static_cast<double>(n);
}

}  // namespace

std::array<double, 3> principalVariances(const CoordinateSums& sums, const std::array<double, 3>& spacingMm) {
  static constexpr int pairs[6][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
  double m[3][3];
  for (int p = 0; p < 6; ++p) {
    const auto [a, b] = pairs[p];
    m[a][b] = m[b][a] = covariance(sums.count, sums.second[p], sums.first[a], sums.first[b]) * spacingMm[a] * spacingMm[b];
  }
  // Jacobi rotations: exact enough for three rows, and never far off for equal eigenvalues.
  for (int sweep = 0; sweep < 64; ++sweep) {
    const double off = std::abs(m[0][1]) + std::abs(m[0][2]) + std::abs(m[1][2]);
    if (off <= 1e-18 * (std::abs(m[0][0]) + std::abs(m[1][1]) + std::abs(m[2][2]))) break;
    for (int a = 0; a < 2; ++a) {
      for (int b = a + 1; b < 3; ++b) {
        if (m[a][b] == 0) continue;
        const double theta = (m[b][b] - m[a][a]) / (2 * m[a][b]);
        const double t = (theta >= 0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < 3; ++k) {
          const double ka = m[k][a], kb = m[k][b];
          m[k][a] = c * ka - s * kb;
          m[k][b] = s * ka + c * kb;
        }
        for (int k = 0; k < 3; ++k) {
          const double ak = m[a][k], bk = m[b][k];
          m[a][k] = c * ak - s * bk;
          m[b][k] = s * ak + c * bk;
        }
      }
    }
  }
  std::array<double, 3> values = {std::max(0.0, m[0][0]), std::max(0.0, m[1][1]), std::max(0.0, m[2][2])};
  std::sort(values.begin(), values.end(), std::greater<>());
  // What is left of an eigenvalue that is zero (a line, a plane) is rounding.
  for (double& value : values) {
    if (value < 1e-14 * values[0]) value = 0;
  }
  return values;
}

namespace {

double sphericity(const Shape& s) { return std::cbrt(36 * std::numbers::pi * s.volume * s.volume) / s.area; }

double compactness1(const Shape& s) { return s.volume / std::sqrt(std::numbers::pi * s.area * s.area * s.area); }
double compactness2(const Shape& s) { return 36 * std::numbers::pi * s.volume * s.volume / (s.area * s.area * s.area); }
double elongation(const Shape& s) { return std::sqrt(s.eigenvalue[1] / s.eigenvalue[0]); }
double flatness(const Shape& s) { return std::sqrt(s.eigenvalue[2] / s.eigenvalue[0]); }
double leastAxisLength(const Shape& s) { return 4 * std::sqrt(s.eigenvalue[2]); }
double majorAxisLength(const Shape& s) { return 4 * std::sqrt(s.eigenvalue[0]); }
double maximum2DDiameterColumn(const Shape& s) { return s.diameter.column; }
double maximum2DDiameterRow(const Shape& s) { return s.diameter.row; }
double maximum2DDiameterSlice(const Shape& s) { return s.diameter.slice; }
double maximum3DDiameter(const Shape& s) { return s.diameter.volume; }
double meshVolume(const Shape& s) { return s.volume; }
double minorAxisLength(const Shape& s) { return 4 * std::sqrt(s.eigenvalue[1]); }
double sphericalDisproportion(const Shape& s) { return 1 / sphericity(s); }
double surfaceArea(const Shape& s) { return s.area; }
double surfaceVolumeRatio(const Shape& s) { return s.area / s.volume; }
double voxelVolume(const Shape& s) { return s.voxels * s.voxelVolume; }

constexpr const char* closed = "The mesh is closed where the region touches the image's border.";
constexpr const char* shared = "Surface points are in one plane where they share a coordinate exactly.";

}  // namespace

const std::vector<Feature<Shape>> shapeFeatures = {
    {"Compactness1",
     "SKGS",
     "V / sqrt(pi A^3)",
     "How compact the region is: 1 / (6 pi) for a ball, less for everything else.",
     compactness1,
     {.deprecated = true}},
    {"Compactness2",
     "BQWJ",
     "36 pi V^2 / A^3",
     "How compact the region is: 1 for a ball; the third power of Sphericity.",
     compactness2,
     {.deprecated = true}},
    {"Elongation",
     "Q3CK",
     "sqrt(l2 / l1)",
     "How much longer the region is than wide: 1 for a circle in its main plane, 0 for a line.",
     elongation,
     {.edge = "0 for a line."}},
    {"Flatness",
     "N17B",
     "sqrt(l3 / l1)",
     "How thick the region is beside its length: 1 for a ball, 0 for a plane.",
     flatness,
     {.edge = "0 for a plane or a line."}},
    {"LeastAxisLength",
     "7J51",
     "4 sqrt(l3)",
     "Length, mm, of the shortest axis of the ellipsoid with the region's spread.",
     leastAxisLength,
     {.edge = "0 for a plane or a line."}},
    {"MajorAxisLength", "TDIC", "4 sqrt(l1)", "Length, mm, of the longest axis of the ellipsoid with the region's spread.",
     majorAxisLength},
    {"Maximum2DDiameterColumn",
     "none",
     "max D in planes of columns and slices",
     "Largest distance, mm, between two surface points in a plane of columns and slices (usually coronal).",
     maximum2DDiameterColumn,
     {.edge = shared}},
    {"Maximum2DDiameterRow",
     "none",
     "max D in planes of rows and slices",
     "Largest distance, mm, between two surface points in a plane of rows and slices (usually sagittal).",
     maximum2DDiameterRow,
     {.edge = shared}},
    {"Maximum2DDiameterSlice",
     "none",
     "max D in planes of columns and rows",
     "Largest distance, mm, between two surface points in a plane of columns and rows (usually axial).",
     maximum2DDiameterSlice,
     {.edge = shared}},
    {"Maximum3DDiameter", "L0JK", "max D", "Largest distance, mm, between two points of the surface.", maximum3DDiameter},
    {"MeshVolume", "RNU0", "V", "Volume, mm^3, inside the surface mesh.", meshVolume, {.edge = closed}},
    {"MinorAxisLength",
     "P9VJ",
     "4 sqrt(l2)",
     "Length, mm, of the middle axis of the ellipsoid with the region's spread.",
     minorAxisLength,
     {.edge = "0 for a line."}},
    {"SphericalDisproportion",
     "KRCK",
     "A / (36 pi V^2)^(1/3)",
     "How much larger the surface is than that of a ball of the same volume: 1 / Sphericity.",
     sphericalDisproportion,
     {.deprecated = true}},
    {"Sphericity", "QCFX", "(36 pi V^2)^(1/3) / A", "How close the region is to a ball: 1 for a ball, less for everything else.",
     sphericity},
    {"SurfaceArea", "C0JK", "A", "Area, mm^2, of the surface mesh.", surfaceArea, {.edge = closed}},
    {"SurfaceVolumeRatio", "2PR5", "A / V", "Surface for each mm^3 of volume, 1/mm: small for compact regions.", surfaceVolumeRatio},
    {"VoxelVolume", "YEKZ", "Np v", "Number of voxels times the volume of one, mm^3.", voxelVolume},
};

}  // namespace fascicle
