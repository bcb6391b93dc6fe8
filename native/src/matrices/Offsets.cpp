#include "matrices/Offsets.hpp"

#include <algorithm>
#include <cstdlib>

namespace fascicle {

std::vector<Offset> halfOffsets(const std::vector<int>& distances, PlaneAxis planeAxis) {
  const int reach = distances.empty() ? 0 : *std::max_element(distances.begin(), distances.end());
  std::vector<Offset> offsets;
  for (int slices = reach; slices >= -reach; --slices) {
    for (int rows = reach; rows >= -reach; --rows) {
      for (int columns = reach; columns >= -reach; --columns) {
        const bool first = slices > 0 || (slices == 0 && (rows > 0 || (rows == 0 && columns > 0)));
        if (!first) continue;
        if ((planeAxis == 0 && slices != 0) || (planeAxis == 1 && rows != 0) || (planeAxis == 2 && columns != 0)) continue;
        const int length = std::max({std::abs(slices), std::abs(rows), std::abs(columns)});
        if (std::find(distances.begin(), distances.end(), length) == distances.end()) continue;
        offsets.push_back({columns, rows, slices});
      }
    }
  }
  return offsets;
}

std::vector<Offset> allOffsets(const std::vector<int>& distances, PlaneAxis planeAxis) {
  std::vector<Offset> offsets = halfOffsets(distances, planeAxis);
  const std::size_t half = offsets.size();
  for (std::size_t o = 0; o < half; ++o) offsets.push_back({-offsets[o].columns, -offsets[o].rows, -offsets[o].slices});
  return offsets;
}

}  // namespace fascicle
