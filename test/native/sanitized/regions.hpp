// Images and masks to run the engine on.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "checks.hpp"
#include "image/Image.hpp"

namespace fascicle::sanitized {

/** An image and a mask on one grid. */
struct Case {
  Image image, mask;
};

inline constexpr ScalarType scalarTypes[] = {ScalarType::int8, ScalarType::uint8, ScalarType::int16, ScalarType::uint16,
                                             ScalarType::int32, ScalarType::uint32, ScalarType::float32, ScalarType::float64};

/** Voxels of a type in exactly as much memory as they need, so that a step beyond is seen. */
Image imageOf(const Grid& grid, ScalarType type, const std::function<double(std::int64_t i, std::int64_t j, std::int64_t k)>& value);

/** Any size, spacing, types and density; a few grey levels, some of them missing. */
Case randomCase(Random& random);

/** Masks at the edges of what a region can be: lines, planes, checks, pieces, the whole image. */
std::vector<Case> degenerateCases(Random& random);

}  // namespace fascicle::sanitized
