// From an image, a mask and settings to features: PyRadiomics' steps, in its order.
#pragma once

#include <vector>

#include "pipeline/Request.hpp"

namespace fascicle {

inline constexpr const char* engineVersion = "0.3.0";

/**
 * Extracts every label. Filters of the whole image are computed once for all labels where no step before depends on the label. One label that
 * is refused says so in its result and does not stop the others. The result is the same for any number of threads. Throws Refused and Cancelled.
 */
std::vector<LabelResult> extract(const Request& request, Work& work);

}  // namespace fascicle
