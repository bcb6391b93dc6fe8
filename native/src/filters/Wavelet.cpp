#include "filters/Wavelet.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

#include "filters/Convolution.hpp"
#include "filters/PeriodicAxis.hpp"

namespace fascicle {
namespace {

using Arcs = std::array<Arc, 3>;

/** Multiplications in one task: some hundreds of microseconds of work, more than it costs to start a thread. */
constexpr std::int64_t multiplicationsPerTask = 1'000'000;

/** Some places of the image along each axis, column fastest. */
template <class Real>
struct Block {
  Arcs arcs;
  NewImage<Real> voxels;

  const Real* row(std::int64_t j, std::int64_t k) const { return voxels.data + arcs[0].count * (j + arcs[1].count * k); }
  Real* row(std::int64_t j, std::int64_t k) { return voxels.data + arcs[0].count * (j + arcs[1].count * k); }
};

template <class Real>
Block<Real> makeBlock(const Arcs& arcs) {
  Grid grid;
  grid.size = {arcs[0].count, arcs[1].count, arcs[2].count};
  return {arcs, makeImage<Real>(grid)};
}

/** Runs `body(first, last)` for the runs of `rows` rows, each of `cost` multiplications. */
template <class Body>
void eachRun(Work& work, std::int64_t rows, std::int64_t cost, Body body) {
  const std::int64_t run = std::max<std::int64_t>(1, multiplicationsPerTask / std::max<std::int64_t>(1, cost));
  std::vector<Task> tasks;
  for (std::int64_t first = 0; first < rows; first += run) {
    tasks.push_back([first, last = std::min(rows, first + run), &body] { body(first, last); });
  }
  work.run("computing wavelets", tasks);
}

/** The image's voxels at the places of `arcs`; the place that makes an odd axis even holds the first voxel again. */
template <class Real>
Block<Real> takeBlock(const Image& image, const Arcs& arcs, Work& work) {
  const Index3& size = image.grid.size;
  Block<Real> block = makeBlock<Real>(arcs);
  const auto voxelAt = [&](int axis, std::int64_t index) {
    const std::int64_t place = arcs[axis].placeOf(index);
    return place < size[axis] ? place : 0;
  };
  withTypedPointer(image.voxels, [&](auto pointer) {
    eachRun(work, arcs[1].count * arcs[2].count, arcs[0].count, [&, pointer](std::int64_t first, std::int64_t last) {
      for (std::int64_t r = first; r < last; ++r) {
        const std::int64_t j = r % arcs[1].count, k = r / arcs[1].count;
        const auto* const source = pointer + size[0] * (voxelAt(1, j) + size[1] * voxelAt(2, k));
        Real* const row = block.row(j, k);
        for (std::int64_t i = 0; i < arcs[0].count; ++i) row[i] = static_cast<Real>(source[voxelAt(0, i)]);
      }
    });
  });
  return block;
}

/** Filters of one pass, and the blocks that they fill. */
template <class Real, int filters>
struct Pass {
  std::array<std::vector<Real>, filters> coefficients;
  std::array<Block<Real>*, filters> out;
};

/** Along columns: the row itself, shifted, is each tap's row; what the filter finds over the end is added in an order of its own. */
template <class Real, int filters>
void convolveColumns(const Block<Real>& in, const Pass<Real, filters>& pass, Work& work) {
  const auto taps = static_cast<std::int64_t>(pass.coefficients[0].size());
  const Arc &from = in.arcs[0], &to = pass.out[0]->arcs[0];
  const std::int64_t rows = in.arcs[1].count, before = taps - 1 - taps / 2;
  eachRun(work, rows * in.arcs[2].count, to.count * taps * filters, [&, taps, before](std::int64_t firstRow, std::int64_t lastRow) {
    std::vector<Real> line(static_cast<std::size_t>(to.count + taps - 1));
    std::vector<const Real*> shifted(static_cast<std::size_t>(taps));
    std::vector<std::int64_t> order;
    RowSums<Real, filters> sums;
    std::array<std::vector<Real>, filters> ordered;
    for (std::int64_t r = firstRow; r < lastRow; ++r) {
      work.checkCancelled();
      const std::int64_t j = r % rows, k = r / rows;
      const Real* const source = in.row(j, k);
      std::int64_t index = from.indexOf(to.first - before);
      for (Real& voxel : line) {
        voxel = source[index];
        if (++index == from.length) index = 0;
      }
      for (std::int64_t i = 0; i < to.count;) {
        const std::int64_t place = to.placeOf(i);
        const std::int64_t plain = to.length - taps / 2 - place;  // places before the filter reaches over the end
        const std::int64_t count = plain > 0 ? std::min(plain, to.count - i) : 1;
        orderOfTaps(place, to.length, taps, order);
        for (int f = 0; f < filters; ++f) {
          ordered[f].clear();
          for (const std::int64_t q : order) ordered[f].push_back(pass.coefficients[f][q]);
          sums.coefficients[f] = ordered[f].data();
          sums.out[f] = pass.out[f]->row(j, k) + i;
        }
        for (std::int64_t t = 0; t < taps; ++t) shifted[t] = line.data() + i + taps - 1 - order[t];
        sums.rows = shifted.data();
        sums.taps = taps;
        sums.add(count);
        i += count;
      }
    }
  });
}

/** Along rows or slices: whole rows are added up. */
template <class Real, int filters>
void convolveRows(const Block<Real>& in, int axis, const Pass<Real, filters>& pass, Work& work) {
  const auto taps = static_cast<std::int64_t>(pass.coefficients[0].size());
  const Arcs& to = pass.out[0]->arcs;
  const std::int64_t rows = to[1].count;
  eachRun(work, rows * to[2].count, to[0].count * taps * filters, [&, taps, axis](std::int64_t firstRow, std::int64_t lastRow) {
    std::vector<const Real*> source(static_cast<std::size_t>(taps));
    std::vector<std::int64_t> order;
    RowSums<Real, filters> sums;
    std::array<std::vector<Real>, filters> ordered;
    for (std::int64_t r = firstRow; r < lastRow; ++r) {
      work.checkCancelled();
      const std::int64_t j = r % rows, k = r / rows;
      const std::int64_t place = to[axis].placeOf(axis == 1 ? j : k);
      orderOfTaps(place, to[axis].length, taps, order);
      for (std::int64_t t = 0; t < taps; ++t) {
        const std::int64_t index = in.arcs[axis].indexOf(place + taps / 2 - order[t]);
        source[t] = axis == 1 ? in.row(index, k) : in.row(j, index);
      }
      for (int f = 0; f < filters; ++f) {
        ordered[f].clear();
        for (const std::int64_t q : order) ordered[f].push_back(pass.coefficients[f][q]);
        sums.coefficients[f] = ordered[f].data();
        sums.out[f] = pass.out[f]->row(j, k);
      }
      sums.rows = source.data();
      sums.taps = taps;
      sums.add(to[0].count);
    }
  });
}

/** One image on its way through the levels. */
template <class Real>
class Transform {
 public:
  Transform(const Image& image, const Box& box, const WaveletSettings& settings, Work& work, const std::function<void(Band&&)>& use)
      : image_(image), box_(box), work_(work), use_(use) {
    const WaveletFilters filters = waveletFilters(settings.wavelet);
    const auto coefficient = [&](double exact) {
      if constexpr (std::is_same_v<Real, float>) return singlePrecision(settings.wavelet, exact);
      else return exact;
    };
    std::transform(filters.lowPass.begin(), filters.lowPass.end(), std::back_inserter(low_), coefficient);
    std::transform(filters.highPass.begin(), filters.highPass.end(), std::back_inserter(high_), coefficient);
    for (int axis = 0; axis < 3; ++axis) {
      if (axis != 2 - settings.planeAxis || settings.planeAxis < 0) axes_.push_back(axis);
    }
  }

  void run(int startLevel, int levels) {
    const int total = startLevel + levels;
    std::vector<Arcs> needed(static_cast<std::size_t>(total + 1));  // of the image after so many levels
    for (int axis = 0; axis < 3; ++axis) {
      const std::int64_t size = image_.grid.size[axis];
      needed[total][axis] = {size + size % 2, box_.lower[axis], box_.size[axis]};
    }
    for (int level = total; level > 0; --level) {
      needed[level - 1] = needed[level];
      for (const int axis : axes_) needed[level - 1][axis] = arcBehind(needed[level][axis], static_cast<std::int64_t>(low_.size()));
    }
    const Arcs& boxArcs = needed[total];

    Block<Real> approximation = takeBlock<Real>(image_, needed[0], work_);
    for (int level = 1; level < total; ++level) {
      if (level > startLevel) giveBands(approximation, 0, "", level - startLevel, boxArcs, false);
      approximation = approximate(std::move(approximation), needed[level]);
    }
    giveBands(std::move(approximation), 0, "", levels, boxArcs, true);
    use_({std::string(axes_.size(), 'L'), levels, std::move(last_.voxels.image)});
  }

 private:
  /** What is low along all axes. */
  Block<Real> approximate(Block<Real> block, const Arcs& wanted) {
    for (const int axis : axes_) {
      Arcs arcs = block.arcs;
      arcs[axis] = wanted[axis];
      Block<Real> low = makeBlock<Real>(arcs);
      convolve<1>(block, axis, {{low_}, {&low}});
      block = std::move(low);
    }
    return block;
  }

  /** Splits along the axes from `depth` on and hands the bands over, low before high; keeps the approximation where that is wanted. */
  void giveBands(Block<Real> block, std::size_t depth, const std::string& name, int level, const Arcs& wanted, bool withApproximation) {
    const int axis = axes_[depth];
    const bool last = depth + 1 == axes_.size();
    const bool allLow = name.find('H') == std::string::npos;
    Arcs arcs = block.arcs;
    arcs[axis] = wanted[axis];
    Block<Real> high = makeBlock<Real>(arcs);
    Block<Real> low;
    if (last && allLow && !withApproximation) {
      convolve<1>(block, axis, {{high_}, {&high}});
    } else {
      low = makeBlock<Real>(arcs);
      convolve<2>(block, axis, {{low_, high_}, {&low, &high}});
    }
    block = {};
    if (!last) {
      giveBands(std::move(low), depth + 1, name + "L", level, wanted, withApproximation);
      giveBands(std::move(high), depth + 1, name + "H", level, wanted, withApproximation);
      return;
    }
    if (!allLow) {
      give(std::move(low), name + "L", level);
    } else if (withApproximation) {
      last_ = std::move(low);
      last_.voxels.image.grid = cropGrid(image_.grid, box_);
    }
    give(std::move(high), name + "H", level);
  }

  void give(Block<Real>&& block, const std::string& name, int level) {
    block.voxels.image.grid = cropGrid(image_.grid, box_);
    use_({name, level, std::move(block.voxels.image)});
  }

  template <int filters>
  void convolve(const Block<Real>& in, int axis, const Pass<Real, filters>& pass) {
    if (axis == 0) {
      convolveColumns(in, pass, work_);
    } else {
      convolveRows(in, axis, pass, work_);
    }
  }

  const Image& image_;
  const Box& box_;
  Work& work_;
  const std::function<void(Band&&)>& use_;
  std::vector<Real> low_, high_;
  std::vector<int> axes_;
  Block<Real> last_;
};

}  // namespace

void eachWaveletBand(const Image& image, const Box& box, const WaveletSettings& settings, Work& work, const std::function<void(Band&&)>& use) {
  if (image.type() == ScalarType::float32) {
    Transform<float>(image, box, settings, work, use).run(settings.startLevel, settings.levels);
  } else {
    Transform<double>(image, box, settings, work, use).run(settings.startLevel, settings.levels);
  }
}

}  // namespace fascicle
