// PyRadiomics' filters that change each voxel by itself.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

enum class Pointwise { square, squareRoot, logarithm, exponential };

/**
 * Each of the box's voxels x, float64, by m = max |x| of the whole image:
 *   square       (x / sqrt(m))^2: the sign is lost
 *   squareRoot   sqrt(m |x|) with x's sign
 *   logarithm    log(|x| + 1) m / max log(|x| + 1) with x's sign
 *   exponential  exp(x log(m) / m)
 * Not finite where PyRadiomics' is not: square, logarithm and exponential of an image of zeros, and all of an image that holds a NaN.
 * Throws Cancelled.
 */
Image applyPointwise(const Image& image, const Box& box, Pointwise filter, Work& work);

}  // namespace fascicle
