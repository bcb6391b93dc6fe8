// Values at ranks, without sorting everything.
#pragma once

#include <cstddef>
#include <vector>

#include "work/Work.hpp"

namespace fascicle {

/**
 * The values that stand at some ranks (from 0, ascending order) among values, which are left as they are and are not empty. A histogram says
 * in which narrow range each rank lies, so that only the values of these ranges are put in order. Throws Cancelled.
 */
std::vector<double> valuesAtRanks(const std::vector<double>& values, const std::vector<std::size_t>& ranks, const Work& work);

}  // namespace fascicle
