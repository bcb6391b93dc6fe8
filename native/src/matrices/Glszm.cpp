#include "matrices/Glszm.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <utility>

namespace fascicle {
namespace {

constexpr std::int64_t slicesInSlab = 12;

/**
 * Which neighbours a voxel must be joined with, for every set of neighbours that have its grey level (as bits): one of each group whose members
 * touch one another, since these have been joined before.
 */
std::vector<std::uint16_t> joinTable(const std::vector<Offset>& offsets) {
  std::vector<std::uint32_t> touching(offsets.size(), 0);
  for (std::size_t a = 0; a < offsets.size(); ++a) {
    for (std::size_t b = 0; b < offsets.size(); ++b) {
      const bool touch = std::abs(offsets[a].columns - offsets[b].columns) <= 1 && std::abs(offsets[a].rows - offsets[b].rows) <= 1 &&
                         std::abs(offsets[a].slices - offsets[b].slices) <= 1;
      if (touch) touching[a] |= 1u << b;
    }
  }
  std::vector<std::uint16_t> table(std::size_t{1} << offsets.size(), 0);
  for (std::uint32_t alike = 1; alike < table.size(); ++alike) {
    for (std::uint32_t left = alike; left != 0;) {
      std::uint32_t group = left & (~left + 1), fresh = group;
      table[alike] = static_cast<std::uint16_t>(table[alike] | group);
      while (fresh != 0) {
        const std::uint32_t reached = touching[std::countr_zero(fresh)] & left & ~group;
        fresh = (fresh & (fresh - 1)) | reached;
        group |= reached;
      }
      left &= ~group;
    }
  }
  return table;
}

const std::vector<std::uint16_t>& joinTableOf(PlaneAxis planeAxis) {
  static const std::array<std::vector<std::uint16_t>, 4> tables = {joinTable(halfOffsets({1}, -1)), joinTable(halfOffsets({1}, 0)),
                                                                   joinTable(halfOffsets({1}, 1)), joinTable(halfOffsets({1}, 2))};
  return tables[static_cast<std::size_t>(planeAxis + 1)];
}

/** The first voxel of a zone, with path halving (Galler and Fischer 1964); the smaller number is the root. */
std::uint32_t rootOf(std::uint32_t* parent, std::uint32_t voxel) {
  while (parent[voxel] != voxel) {
    parent[voxel] = parent[parent[voxel]];
    voxel = parent[voxel];
  }
  return voxel;
}

}  // namespace

void Glszm::addTasks(const Region& region, const Levels& levels, PlaneAxis planeAxis, const Work& work, std::vector<Task>& tasks) {
  if (levels.codes.size() > 0xffffffffu) throw Refused("The region's box has more than 4,294,967,295 voxels. Choose a smaller region.");
  region_ = &region;
  levels_ = &levels;
  work_ = &work;
  planeAxis_ = planeAxis;
  const std::vector<Offset> offsets = halfOffsets({1}, planeAxis);
  for (std::size_t o = 0; o < offsets.size(); ++o) {
    before_.push_back(offsets[o].in(levels));
    if (offsets[o].slices != 0) acrossSlices_ |= 1u << o;
  }
  parent_.reset(new std::uint32_t[levels.codes.size()]);
  const std::int64_t slabs = (region.size[2] + slicesInSlab - 1) / slicesInSlab;
  slabsLeft_ = static_cast<std::size_t>(slabs);
  for (std::int64_t slab = 0; slab < slabs; ++slab) {
    tasks.push_back([this, slab] {
      joinSlices(slab * slicesInSlab, std::min(region_->size[2], (slab + 1) * slicesInSlab), false);
      if (--slabsLeft_ == 0) count();
    });
  }
}

/** Joins the voxels of slices with those of their neighbours that come before them; `acrossOnly`: those in the slice before, else of the same slices. */
void Glszm::joinSlices(std::int64_t first, std::int64_t last, bool acrossOnly) {
  const std::vector<std::uint16_t>& toJoin = joinTableOf(planeAxis_);
  std::uint32_t* const parent = parent_.get();
  std::vector<std::uint16_t> alike(static_cast<std::size_t>(region_->size[0]));
  std::uint16_t* const bits = alike.data();
  for (std::int64_t slice = first; slice < last; ++slice) {
    work_->checkCancelled();
    const std::uint32_t looked = acrossOnly ? acrossSlices_ : slice == first ? ~acrossSlices_ : ~0u;
    for (std::int64_t row = 0; row < region_->size[1]; ++row) {
      const RowSpan span = region_->rows[row + region_->size[1] * slice];
      const std::int32_t length = span.last - span.first + 1;
      if (length <= 0) continue;
      const std::int64_t start = levels_->at(row, slice) + span.first;
      const std::uint16_t* const code = levels_->codes.data() + start;
      std::fill_n(bits, length, std::uint16_t{0});
      for (std::size_t o = 0; o < before_.size(); ++o) {
        if ((looked >> o & 1) == 0) continue;
        const std::uint16_t* const neighbour = code - before_[o];
        const auto bit = static_cast<std::uint16_t>(1u << o);
        for (std::int32_t v = 0; v < length; ++v) bits[v] = static_cast<std::uint16_t>(bits[v] | (neighbour[v] == code[v] ? bit : 0));
      }
      for (std::int32_t v = 0; v < length; ++v) {
        if (code[v] == 0) continue;
        const auto at = static_cast<std::uint32_t>(start + v);
        std::uint32_t left = toJoin[bits[v]];
        if (!acrossOnly) {
          if (left == 0) {
            parent[at] = at;
            continue;
          }
          parent[at] = rootOf(parent, static_cast<std::uint32_t>(at - before_[static_cast<std::size_t>(std::countr_zero(left))]));
          left &= left - 1;
        }
        for (; left != 0; left &= left - 1) {
          const std::uint32_t own = rootOf(parent, at);
          const std::uint32_t other = rootOf(parent, static_cast<std::uint32_t>(at - before_[static_cast<std::size_t>(std::countr_zero(left))]));
          parent[std::max(own, other)] = std::min(own, other);
        }
      }
    }
  }
}

/** Joins the slabs and counts the zones by grey level and size. */
void Glszm::count() {
  for (std::int64_t slice = slicesInSlab; slice < region_->size[2]; slice += slicesInSlab) joinSlices(slice, slice + 1, true);

  // A voxel's parent comes before it, so that its number can be replaced by the zone's in one walk.
  std::vector<std::uint32_t> sizeOf;
  std::vector<std::uint16_t> codeOf;
  std::uint32_t* const parent = parent_.get();
  for (std::int64_t slice = 0; slice < region_->size[2]; ++slice) {
    work_->checkCancelled();
    for (std::int64_t row = 0; row < region_->size[1]; ++row) {
      const RowSpan span = region_->rows[row + region_->size[1] * slice];
      const std::int64_t start = levels_->at(row, slice);
      for (std::int64_t at = start + span.first; at <= start + span.last; ++at) {
        const std::uint16_t code = levels_->codes[static_cast<std::size_t>(at)];
        if (code == 0) continue;
        if (parent[at] == static_cast<std::uint32_t>(at)) {
          parent[at] = static_cast<std::uint32_t>(sizeOf.size());
          sizeOf.push_back(1);
          codeOf.push_back(code);
        } else {
          parent[at] = parent[parent[at]];
          ++sizeOf[parent[at]];
        }
      }
    }
  }
  parent_.reset();
  matrix.emplace(*levels_, codeOf, sizeOf);
}

}  // namespace fascicle
