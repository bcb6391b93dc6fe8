// An image brought onto another grid through a transform of patient space.
#pragma once

#include <variant>
#include <vector>

#include "grid/GridTransform.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** point -> matrix * point + offset; the matrix row by row. */
struct LinearStep {
  std::array<double, 9> matrix{1, 0, 0, 0, 1, 0, 0, 0, 1};
  Position3 offset{};
};

/** A linear map for each slice of a grid: that of the slice whose plane is nearest to the point. */
struct SlicesStep {
  Position3 origin{}, normal{};
  double betweenMm = 1;
  std::vector<LinearStep> maps;
};

/** Displacements that cubic B-splines make of those at the nodes of a grid, as ITK's BSplineTransform; or the way back of that. */
struct SplineStep {
  Grid grid;
  /** Node by node, i fastest: x, y, z and a number that is not looked at. */
  std::vector<double> displacementsMm;
  bool inverse = false;
};

using TransformStep = std::variant<LinearStep, SlicesStep, SplineStep>;

/** `label`: of the eight nearest voxels' values the one that weighs most, each voxel counting as in linear interpolation. */
enum class Sampling { nearest, linear, cubic, label };

/**
 * For each voxel of the target: what the image holds at the point to which the steps, one after another, take the voxel's centre. A point outside the image
 * (more than half a voxel beyond its outermost centres) is `outside`, as is one that the way back of a spline is not found for. Nearest and label keep
 * the image's type; linear and cubic answer float32, of a float64 image float64. Cubic is the B-spline through the voxels, held within the image's least
 * and largest value: it does not overshoot. Throws Refused.
 */
Image resampleThrough(const Image& image, const Grid& target, const std::vector<TransformStep>& steps, Sampling sampling, double outside, Work& work);

}  // namespace fascicle
