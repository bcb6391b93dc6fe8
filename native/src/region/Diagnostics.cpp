#include "region/Diagnostics.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <vector>

#include "region/Rows.hpp"

namespace fascicle {
namespace {

/** One task for each slice; `measure(slice)` gives the slice's part, and the parts are put together in the slices' order. */
template <class Measure>
Moments eachSlice(std::int64_t slices, Work& work, const Measure& measure) {
  std::vector<Moments> parts(static_cast<std::size_t>(slices));
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < slices; ++slice) tasks.push_back([&, slice] { parts[slice] = measure(slice); });
  work.run("measuring", tasks);
  Moments all;
  for (const Moments& part : parts) all.add(part);
  return all;
}

template <bool withSquares>
Moments measureSlices(const Image& image, Work& work) {
  const std::int64_t plane = image.grid.size[0] * image.grid.size[1];
  return eachSlice(image.grid.size[2], work, [&](std::int64_t slice) {
    return withTypedPointer(image.voxels, [&](auto voxels) { return momentsOf<withSquares>(voxels + slice * plane, plane); });
  });
}

/** Voxels of the label that follow each other in a row. */
struct Run {
  std::int64_t first, last;  // columns, inclusive
};

/** Runs of a slice, ascending by row and column; runsOfRow[r] is the first of row r. */
struct SliceRuns {
  std::vector<Run> runs;
  std::vector<std::size_t> runsOfRow;
  std::array<std::int64_t, 3> sums{};  // of i, j and k
};

SliceRuns findRuns(const LabelMask& mask, const Box& box, std::int64_t k) {
  const Index3& size = mask.image.grid.size;
  std::vector<std::uint8_t> inside(static_cast<std::size_t>(box.size[0]));
  SliceRuns found;
  for (std::int64_t row = 0; row < box.size[1]; ++row) {
    found.runsOfRow.push_back(found.runs.size());
    const std::int64_t j = box.lower[1] + row;
    if (takeInside(mask, box.lower[0] + size[0] * (j + size[1] * k), box.size[0], inside.data()) == 0) continue;
    for (std::int64_t column = 0; column < box.size[0]; ++column) {
      if (!inside[column]) continue;
      const std::int64_t first = box.lower[0] + column;
      while (column + 1 < box.size[0] && inside[column + 1]) ++column;
      const std::int64_t last = box.lower[0] + column, length = last - first + 1;
      found.runs.push_back({first, last});
      found.sums[0] += (first + last) * length / 2;
      found.sums[1] += j * length;
      found.sums[2] += k * length;
    }
  }
  found.runsOfRow.push_back(found.runs.size());
  return found;
}

/** Sets that are joined: union-find with the paths halved. */
class Sets {
 public:
  explicit Sets(std::size_t count) : parent_(count), sets_(static_cast<std::int64_t>(count)) {
    for (std::size_t set = 0; set < count; ++set) parent_[set] = set;
  }
  void join(std::size_t a, std::size_t b) {
    a = rootOf(a);
    b = rootOf(b);
    if (a == b) return;
    parent_[a < b ? b : a] = a < b ? a : b;
    --sets_;
  }
  std::int64_t count() const { return sets_; }

 private:
  std::size_t rootOf(std::size_t set) {
    while (parent_[set] != set) set = parent_[set] = parent_[parent_[set]];
    return set;
  }
  std::vector<std::size_t> parent_;
  std::int64_t sets_;
};

/** Joins the runs of two rows that touch, corners included. `startA` and `startB`: how many runs the slices before a and b have. */
void joinRows(const SliceRuns& a, std::int64_t rowA, std::size_t startA, const SliceRuns& b, std::int64_t rowB, std::size_t startB, Sets& sets) {
  std::size_t one = a.runsOfRow[rowA], other = b.runsOfRow[rowB];
  while (one < a.runsOfRow[rowA + 1] && other < b.runsOfRow[rowB + 1]) {
    const Run& first = a.runs[one];
    const Run& second = b.runs[other];
    if (first.first <= second.last + 1 && second.first <= first.last + 1) sets.join(startA + one, startB + other);
    if (first.last < second.last) ++one;
    else ++other;
  }
}

std::int64_t countVolumes(const std::vector<SliceRuns>& slices, std::int64_t rows, const Work& work) {
  std::vector<std::size_t> start{0};
  for (const SliceRuns& slice : slices) start.push_back(start.back() + slice.runs.size());
  Sets sets(start.back());
  for (std::size_t k = 0; k < slices.size(); ++k) {
    work.checkCancelled();
    for (std::int64_t row = 0; row < rows; ++row) {
      if (row > 0) joinRows(slices[k], row, start[k], slices[k], row - 1, start[k], sets);
      if (k == 0) continue;
      for (std::int64_t below = std::max<std::int64_t>(0, row - 1); below <= std::min(rows - 1, row + 1); ++below) {
        joinRows(slices[k], row, start[k], slices[k - 1], below, start[k - 1], sets);
      }
    }
  }
  return sets.count();
}

}  // namespace

Moments measureImage(const Image& image, Work& work) { return measureSlices<false>(image, work); }

Moments measureImageWithSquares(const Image& image, Work& work) { return measureSlices<true>(image, work); }

Moments measureRegion(const Image& image, const LabelMask& mask, const Box& box, Work& work) {
  const Index3& size = image.grid.size;
  return eachSlice(box.size[2], work, [&](std::int64_t slice) {
    return withTypedPointer(image.voxels, [&](auto voxels) {
      std::vector<std::uint8_t> inside(static_cast<std::size_t>(box.size[0]));
      std::vector<std::remove_const_t<std::remove_pointer_t<decltype(voxels)>>> values;
      for (std::int64_t row = 0; row < box.size[1]; ++row) {
        const std::int64_t start = box.lower[0] + size[0] * (box.lower[1] + row + size[1] * (box.lower[2] + slice));
        if (takeInside(mask, start, box.size[0], inside.data()) == 0) continue;
        for (std::int64_t column = 0; column < box.size[0]; ++column) {
          if (inside[column]) values.push_back(voxels[start + column]);
        }
      }
      return momentsOf<false>(values.data(), static_cast<std::int64_t>(values.size()));
    });
  });
}

MaskDiagnostics diagnoseMask(const LabelMask& mask, const MaskExtent& extent, Work& work) {
  const Box& box = extent.box;
  std::vector<SliceRuns> slices(static_cast<std::size_t>(box.size[2]));
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < box.size[2]; ++slice) {
    tasks.push_back([&, slice] { slices[slice] = findRuns(mask, box, box.lower[2] + slice); });
  }
  work.run("measuring", tasks);
  MaskDiagnostics diagnostics;
  diagnostics.extent = extent;
  diagnostics.volumes = countVolumes(slices, box.size[1], work);
  for (int axis = 0; axis < 3; ++axis) {
    std::int64_t sum = 0;
    for (const SliceRuns& slice : slices) sum += slice.sums[axis];
    diagnostics.centreOfMassIndex[axis] = static_cast<double>(sum) / static_cast<double>(extent.voxelCount);
  }
  diagnostics.centreOfMassMm = GridTransform(mask.image.grid).pointAt(diagnostics.centreOfMassIndex);
  return diagnostics;
}

}  // namespace fascicle
