// Images and masks to run the engine on.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "checks.hpp"
#include "features/Pipeline.hpp"

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

/** Label 1 of a case with every class on the original image; a region of a line is taken. */
Request requestOf(const Case& one);

/** Every value of an extraction as bits, every NaN the same, or the words that refuse it. */
struct Outcome {
  std::vector<std::uint64_t> values;
  std::string refused;
  bool operator==(const Outcome&) const = default;
};

/** Runs the whole pipeline. */
Outcome outcomeOf(const Request& request, unsigned threads);

}  // namespace fascicle::sanitized
