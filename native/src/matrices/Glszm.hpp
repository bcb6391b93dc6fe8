// The grey level size zone matrix (IBSI 9SAK).
#pragma once

#include "matrices/SizeMatrix.hpp"

namespace fascicle {

/**
 * Zones: the largest sets of voxels of one grey level that hang together, corner to corner (26 neighbours in 3D, 8 in a plane).
 * P(i,s) counts the zones of level i with s voxels. Throws Cancelled.
 */
SizeMatrix countZones(const Region& region, const Levels& levels, PlaneAxis planeAxis, const Work& work);

}  // namespace fascicle
