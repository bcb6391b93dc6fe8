#include "features/Shape2D.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include "features/Shape.hpp"
#include "matrices/Diameters.hpp"
#include "matrices/Outline.hpp"

namespace fascicle {

Shape2D measureShape2D(const Region& region, PlaneAxis planeAxis, const Work& work) {
  if (planeAxis < 0) {
    throw Refused(
        "Class shape2D measures one slice. Set force2D to true and force2Ddimension to the axis that leaves the slice (0 z, 1 y, 2 x), or "
        "leave shape2D out.");
  }
  const std::int64_t thickness = region.size[2 - planeAxis];
  if (thickness > 1) {
    throw Refused("Class shape2D measures one slice; this region extends over " + std::to_string(thickness) + " slices along force2Ddimension " +
                  std::to_string(planeAxis) + ". Choose a region of one slice, another force2Ddimension, or class shape.");
  }
  const Outline outline(region, planeAxis);
  CoordinateSums sums;
  for (std::int64_t slice = 0; slice < region.size[2]; ++slice) sums.addSlice(region, slice);
  const std::array<double, 3> variances = principalVariances(sums, region.spacingMm);
  // The farthest corners of the outline share the slice; the points above and below it lie at pixel centres, inside the outline.
  const Diameters diameters = measureDiameters(region, work);

  Shape2D shape;
  shape.pixels = static_cast<double>(outline.pixels);
  shape.pixelArea = outline.spacingU * outline.spacingV;
  shape.area = outline.areaMm2();
  shape.perimeter = outline.lengthMm();
  shape.diameter = planeAxis == 0 ? diameters.slice : planeAxis == 1 ? diameters.column : diameters.row;
  shape.eigenvalue = {variances[0], variances[1]};
  return shape;
}

namespace {

double elongation(const Shape2D& s) { return std::sqrt(s.eigenvalue[1] / s.eigenvalue[0]); }
double majorAxisLength(const Shape2D& s) { return 4 * std::sqrt(s.eigenvalue[0]); }
double maximumDiameter(const Shape2D& s) { return s.diameter; }
double meshSurface(const Shape2D& s) { return s.area; }
double minorAxisLength(const Shape2D& s) { return 4 * std::sqrt(s.eigenvalue[1]); }
double perimeter(const Shape2D& s) { return s.perimeter; }
double perimeterSurfaceRatio(const Shape2D& s) { return s.perimeter / s.area; }
double pixelSurface(const Shape2D& s) { return s.pixels * s.pixelArea; }
double sphericity(const Shape2D& s) { return 2 * std::sqrt(std::numbers::pi * s.area) / s.perimeter; }
double sphericalDisproportion(const Shape2D& s) { return 1 / sphericity(s); }

constexpr const char* cornersApart = "Pixels that touch at a corner only count as apart.";

}  // namespace

const std::vector<Feature<Shape2D>> shape2DFeatures = {
    {"Elongation",
     "none",
     "sqrt(l2 / l1)",
     "How much longer the region is than wide: 1 for a circle.",
     elongation,
     {.edge = "0 for a line."}},
    {"MajorAxisLength", "none", "4 sqrt(l1)", "Length, mm, of the longest axis of the ellipse with the region's spread.", majorAxisLength},
    {"MaximumDiameter", "none", "max D", "Largest distance, mm, between two corners of the outline.", maximumDiameter},
    {"MeshSurface", "none", "A", "Area, mm^2, inside the outline.", meshSurface, {.edge = cornersApart}},
    {"MinorAxisLength",
     "none",
     "4 sqrt(l2)",
     "Length, mm, of the shortest axis of the ellipse with the region's spread.",
     minorAxisLength,
     {.edge = "0 for a line."}},
    {"Perimeter", "none", "P", "Length, mm, of the outline, that of holes included.", perimeter, {.edge = cornersApart}},
    {"PerimeterSurfaceRatio", "none", "P / A", "Outline for each mm^2 of area, 1/mm: small for compact regions.", perimeterSurfaceRatio},
    {"PixelSurface", "none", "Np a", "Number of pixels times the area of one, mm^2.", pixelSurface},
    {"SphericalDisproportion",
     "none",
     "P / (2 sqrt(pi A))",
     "How far the outline is longer than that of a disc of the same area: 1 / Sphericity.",
     sphericalDisproportion,
     {.deprecated = true}},
    {"Sphericity", "none", "2 sqrt(pi A) / P", "How close the region is to a disc: 1 for a disc, less for everything else.", sphericity},
};

}  // namespace fascicle
