#include "matrices/Offsets.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace fascicle {

std::vector<Offset> halfOffsets(const std::vector<int>& distances, PlaneAxis planeAxis) {
  const int reach = distances.empty() ? 0 : *std::max_element(distances.begin(), distances.end());
  std::vector<char> isWanted(static_cast<std::size_t>(reach) + 1, 0);  // by length
  for (const int distance : distances) isWanted[static_cast<std::size_t>(distance)] = 1;
  const int mostSlices = planeAxis == 0 ? 0 : reach, mostRows = planeAxis == 1 ? 0 : reach, mostColumns = planeAxis == 2 ? 0 : reach;
  std::vector<Offset> offsets;
  for (int slices = mostSlices; slices >= 0; --slices) {  // of opposite steps the one that comes first
    for (int rows = mostRows; rows >= (slices > 0 ? -mostRows : 0); --rows) {
      const int across = std::max(slices, std::abs(rows));
      for (int columns = mostColumns; columns >= (slices > 0 || rows > 0 ? -mostColumns : 1); --columns) {
        if (isWanted[static_cast<std::size_t>(std::max(across, std::abs(columns)))]) offsets.push_back({columns, rows, slices});
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

std::vector<Offset> offsetsWithin(std::vector<Offset> offsets, const Index3& size) {
  std::erase_if(offsets, [&](const Offset& offset) {
    return std::abs(offset.columns) >= size[0] || std::abs(offset.rows) >= size[1] || std::abs(offset.slices) >= size[2];
  });
  return offsets;
}

void refuseTooManyNeighbours(const std::vector<Offset>& neighbours) {
  if (neighbours.size() < 65535) return;
  throw Refused("With these distances a voxel has " + std::to_string(neighbours.size()) +
                " neighbours; at most 65,534 are counted. Choose fewer or shorter distances.");
}

void refuseLargeTable(std::int64_t levels, std::size_t columns, const char* settings) {
  constexpr std::size_t mostCells = std::size_t{1} << 25;
  if (columns <= mostCells / static_cast<std::size_t>(levels)) return;
  throw Refused("The region's intensities fall into " + std::to_string(levels) + " grey levels; with " + settings +
                " a matrix of them is too large for the memory. Choose a larger binWidth or fewer bins.");
}

}  // namespace fascicle
