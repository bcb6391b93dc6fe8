// The grey level run length matrix (IBSI TP0I) of one direction.
#pragma once

#include <optional>

#include "matrices/SizeMatrix.hpp"

namespace fascicle {

/**
 * Runs: the longest chains of voxels of one grey level that follow each other in one direction. P(i,s) counts the runs of level i with s voxels.
 * No value where no line in this direction holds two voxels of the region (as for a direction out of a flat region): PyRadiomics leaves it out.
 * Throws Cancelled.
 */
std::optional<SizeMatrix> countRuns(const Region& region, const Levels& levels, const Offset& offset, const Work& work);

}  // namespace fascicle
