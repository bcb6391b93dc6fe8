// Samples of an image on a sphere around each voxel.
#pragma once

#include <array>
#include <vector>

#include "filters/CubicSpline.hpp"
#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/**
 * Interpolates an image by cubic B-splines at points around the voxels of a box, with the numbers that SciPy's map_coordinates gives,
 * order 3, mode constant: zero outside the image. The points' first coordinate is added to the slice, the last to the column.
 */
class SphereSampler {
 public:
  SphereSampler(const Image& image, const Box& box, const std::vector<std::array<double, 3>>& points, Work& work);

  std::size_t points() const { return points_.size(); }

  /** Samples beside the `length` voxels of the box from (i, j, k) on along the columns, at one point. `scratch` has length + 3 numbers. */
  void sampleRow(std::size_t point, const Index3& first, std::int64_t length, double* scratch, double* samples) const;

 private:
  /** At one place of an axis beside a point: the first of four voxels, how they weigh, and whether the point lies in the image. */
  struct Stencil {
    std::int64_t start = 0;
    std::array<double, 4> weights{};
    bool inside = false;
  };

  std::vector<std::vector<Stencil>> stencilsAlong(int axis, int coordinate, const Work& work) const;

  Box box_;
  Index3 imageSize_;
  std::vector<std::array<double, 3>> points_;
  CubicSpline coefficients_;
  std::vector<std::vector<Stencil>> columns_, rows_, slices_;  // by point and place in the box
};

}  // namespace fascicle
