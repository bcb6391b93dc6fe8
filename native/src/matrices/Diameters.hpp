// The largest distances between points of a region's surface.
#pragma once

#include "region/Region.hpp"

namespace fascicle {

/** mm. The 2D ones are the largest distance between two points that share a coordinate. */
struct Diameters {
  double volume = 0;  // between any two points
  double slice = 0;   // in one plane of columns and rows
  double column = 0;  // in one plane of columns and slices
  double row = 0;     // in one plane of rows and slices
};

/**
 * The diameters of the points where the surface crosses the edges between voxels (the vertices of the mesh), exactly: the farthest two of some
 * points are corners of their convex hull, and a corner of the hull is a corner of the hull in each of the three planes through it.
 * Throws Cancelled.
 */
Diameters measureDiameters(const Region& region, const Work& work);

}  // namespace fascicle
