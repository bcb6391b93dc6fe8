// How much a direction counts where directions are merged into one matrix (PyRadiomics' weightingNorm).
#pragma once

#include <array>

#include "matrices/Offsets.hpp"

namespace fascicle {

/** The norm that gives a step's length. `off`: features are computed for each direction and averaged. `one`: every direction counts 1. */
enum class WeightingNorm { off, manhattan, euclidean, infinity, one };

/** exp(-d^2), d the length of the step in mm; 1 under WeightingNorm::one. */
double pairWeight(const Offset& offset, const std::array<double, 3>& spacingMm, WeightingNorm norm);

/** d, the length of the step in mm; 1 under WeightingNorm::one. */
double runWeight(const Offset& offset, const std::array<double, 3>& spacingMm, WeightingNorm norm);

}  // namespace fascicle
