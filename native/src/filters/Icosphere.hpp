// Points spread evenly over a sphere.
#pragma once

#include <array>
#include <vector>

namespace fascicle {

/**
 * The vertices of an icosahedron whose triangles were cut in four `subdivisions` times, the new vertices pushed out to the sphere: 12, 42,
 * 162, ... points, in trimesh's order (new vertices by their edge's later and then earlier end) and to its last digit.
 */
std::vector<std::array<double, 3>> icosphere(int subdivisions, double radius);

}  // namespace fascicle
