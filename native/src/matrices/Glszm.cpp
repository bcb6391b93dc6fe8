#include "matrices/Glszm.hpp"

#include <numeric>
#include <utility>

namespace fascicle {
namespace {

/** Sets of voxels that are joined two by two (Galler and Fischer 1964), with path halving; the smaller number is the root. */
class Zones {
 public:
  explicit Zones(std::size_t voxels) : parent_(voxels) { std::iota(parent_.begin(), parent_.end(), 0u); }

  std::uint32_t rootOf(std::uint32_t voxel) {
    while (parent_[voxel] != voxel) {
      parent_[voxel] = parent_[parent_[voxel]];
      voxel = parent_[voxel];
    }
    return voxel;
  }

  /** Joins a voxel's set, whose root is given, with another's; answers the root of both. */
  std::uint32_t join(std::uint32_t root, std::uint32_t other) {
    const std::uint32_t otherRoot = rootOf(other);
    if (otherRoot == root) return root;
    if (otherRoot < root) {
      parent_[root] = otherRoot;
      return otherRoot;
    }
    parent_[otherRoot] = root;
    return root;
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace

SizeMatrix countZones(const Region& region, const Levels& levels, PlaneAxis planeAxis, const Work& work) {
  // The half of the neighbours that come before a voxel in memory.
  std::vector<std::int64_t> before;
  for (const Offset& offset : halfOffsets({1}, planeAxis)) before.push_back(offset.in(levels));

  if (levels.codes.size() > 0xffffffffu) throw Refused("The region's box has more than 4,294,967,295 voxels. Choose a smaller region.");
  Zones zones(levels.codes.size());
  const std::uint16_t* const codes = levels.codes.data();
  const auto eachVoxel = [&](auto&& use) {
    for (std::int64_t slice = 0; slice < region.size[2]; ++slice) {
      work.checkCancelled();
      for (std::int64_t row = 0; row < region.size[1]; ++row) {
        const RowSpan span = region.rows[row + region.size[1] * slice];
        const std::int64_t start = levels.at(row, slice);
        for (std::int64_t at = start + span.first; at <= start + span.last; ++at) {
          if (codes[at] != 0) use(at);
        }
      }
    }
  };
  eachVoxel([&](std::int64_t at) {
    std::uint32_t root = static_cast<std::uint32_t>(at);
    for (const std::int64_t step : before) {
      if (codes[at - step] == codes[at]) root = zones.join(root, static_cast<std::uint32_t>(at - step));
    }
  });

  std::vector<std::uint32_t> sizeOf(levels.codes.size(), 0);
  eachVoxel([&](std::int64_t at) { ++sizeOf[zones.rootOf(static_cast<std::uint32_t>(at))]; });
  std::vector<std::pair<std::uint32_t, std::uint64_t>> things;
  eachVoxel([&](std::int64_t at) {
    if (sizeOf[at] > 0) things.emplace_back(codes[at] - 1u, sizeOf[at]);
  });
  return SizeMatrix(levels, std::move(things));
}

}  // namespace fascicle
