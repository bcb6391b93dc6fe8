// Shape features of a region of one slice: of the mask alone.
#pragma once

#include <array>
#include <vector>

#include "features/Feature.hpp"
#include "matrices/Offsets.hpp"

namespace fascicle {

/**
 *   Np     number of pixels;  a: area of one, mm^2
 *   A, P   area inside the outline (marching squares) and its length
 *   D      distances between the outline's corners
 *   l1 >= l2  eigenvalues of the covariance (divided by Np) of the pixel centres, mm^2
 */
struct Shape2D {
  double pixels = 0, pixelArea = 0, area = 0, perimeter = 0, diameter = 0;
  std::array<double, 2> eigenvalue{};  // l1, l2
};

/**
 * Measures a region that is one voxel thick along `planeAxis` (force2Ddimension; -1 where force2D is off).
 * Throws Refused where it is not one slice, or where no plane is named.
 */
Shape2D measureShape2D(const Region& region, PlaneAxis planeAxis, const Work& work);

/** PyRadiomics' class shape2D; IBSI has no features of one slice. */
extern const std::vector<Feature<Shape2D>> shape2DFeatures;

}  // namespace fascicle
