// Shape features (IBSI HCUG): of the mask alone.
#pragma once

#include <array>
#include <vector>

#include "features/Feature.hpp"
#include "matrices/Diameters.hpp"
#include "matrices/Surface.hpp"

namespace fascicle {

/**
 *   Np     number of voxels;  v: volume of one, mm^3
 *   V, A   volume and area of the surface mesh
 *   D      the diameters of the mesh's vertices
 *   l1 >= l2 >= l3  eigenvalues of the covariance (divided by Np) of the voxel centres, mm^2
 */
struct Shape {
  double voxels = 0, voxelVolume = 0, volume = 0, area = 0;
  Diameters diameter;
  std::array<double, 3> eigenvalue{};  // l1, l2, l3
};

/** Sums of the voxels' coordinates and their products, in whole numbers: exact in any order. */
struct CoordinateSums {
  std::int64_t count = 0;
  std::array<std::int64_t, 3> first{};
  std::array<std::int64_t, 6> second{};  // xx, yy, zz, xy, xz, yz
  /** Adds the voxels of one slice of the box. */
  void addSlice(const Region& region, std::int64_t slice);
  void add(const CoordinateSums& other);
};

/** Eigenvalues, largest first, of the covariance of the coordinates in mm. Never negative. */
std::array<double, 3> principalVariances(const CoordinateSums& sums, const std::array<double, 3>& spacingMm);

extern const std::vector<Feature<Shape>> shapeFeatures;

}  // namespace fascicle
