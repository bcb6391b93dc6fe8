// An image computed of others, voxel by voxel.
#pragma once

#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

enum class FormulaOperation { number, image, add, subtract, multiply, divide, power, negate, log, exp, sqrt, abs, minimum, maximum };

/** One operation of a stack machine: it takes its operands from the top of the stack, and puts its result there. */
struct FormulaStep {
  FormulaOperation operation = FormulaOperation::number;
  double number = 0;
  std::size_t image = 0;
};

struct FormulaResult {
  /** float32, on the grid of the images. */
  Image image;
  /** Voxels whose value is not a finite number, as single precision holds it; they became 0. */
  std::int64_t notFinite = 0;
};

/** Whether the steps leave one value on a stack of at most 64, and name no image beyond `images`. */
bool isComputable(const std::vector<FormulaStep>& formula, std::size_t images);

/**
 * The formula's value at every voxel of images of one size, computed in float64. Throws Refused where a value is not a finite number and these are not to
 * become 0, and says how many; Cancelled. The formula is computable.
 */
FormulaResult evaluateFormula(const std::vector<Image>& images, const std::vector<FormulaStep>& formula, bool notFiniteIsZero, Work& work);

}  // namespace fascicle
