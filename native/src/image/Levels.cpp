#include "image/Levels.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace fascicle {
namespace {

constexpr std::int64_t mostLevels = 65535;

/** numpy's % for doubles: the remainder has the divisor's sign. */
double floorModulus(double value, double divisor) {
  const double remainder = std::fmod(value, divisor);
  return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder;
}

}  // namespace

BinEdges::BinEdges(const Binning& binning, double minimum, double maximum) {
  if (binning.count) {
    fixedCount_ = true;
    single_ = binning.singlePrecisionEdges;
    if (*binning.count > mostLevels) throw Refused("binCount is larger than 65,535. Choose fewer bins.");
    if (minimum == maximum) {
      minimum -= 0.5;
      maximum += 0.5;
    }
    low_ = minimum;
    high_ = maximum;
    edges_ = *binning.count + 1;
    step_ = (maximum - minimum) / *binning.count;
    return;
  }
  low_ = minimum - floorModulus(minimum, binning.width);
  const double length = std::ceil((maximum + 2 * binning.width - low_) / binning.width);
  if (!(length <= static_cast<double>(mostLevels))) {
    throw Refused("With this binWidth the region's intensities fall into more than 65,535 bins. Choose a larger binWidth.");
  }
  edges_ = static_cast<std::int64_t>(length);
  // arange computes its first two values and goes on by their difference.
  second_ = low_ + binning.width;
  step_ = second_ - low_;
}

double BinEdges::edge(std::int64_t index) const {
  if (!fixedCount_) return index == 1 ? second_ : low_ + static_cast<double>(index) * step_;
  const bool last = index == edges_ - 1;
  const double value = last ? high_ : static_cast<double>(index) * step_ + low_;
  if (!single_) return last ? value + 1 : value;
  const float rounded = static_cast<float>(value);
  return last ? rounded + 1.0f : rounded;
}

std::int64_t BinEdges::binOf(double intensity) const {
  // A closed form finds the neighbourhood; the edges themselves decide.
  const double guess = step_ > 0 ? std::floor((intensity - low_) / step_) : 0;
  std::int64_t bin = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::clamp(guess, 0.0, 1e9)) + 1, 0, edges_);
  while (bin < edges_ && edge(bin) <= intensity) ++bin;
  while (bin > 0 && edge(bin - 1) > intensity) --bin;
  return bin;
}

Levels discretise(const Region& region, const Binning& binning, std::int64_t border, Work& work) {
  const auto [least, most] = std::minmax_element(region.values.begin(), region.values.end());
  const BinEdges edges(binning, *least, *most);
  const std::int64_t bins = edges.binOf(*most);

  Levels levels;
  levels.border = border;
  levels.rowStride = region.size[0] + 2 * border;
  levels.sliceStride = levels.rowStride * (region.size[1] + 2 * border);
  levels.voxelCount = region.voxelCount;
  levels.codes.assign(static_cast<std::size_t>(levels.sliceStride * (region.size[2] + 2 * border)), 0);

  const std::int64_t slices = region.size[2];
  std::vector<std::vector<std::int64_t>> counts(static_cast<std::size_t>(slices));
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < slices; ++slice) {
    tasks.push_back([&, slice] {
      std::vector<std::int64_t> count(static_cast<std::size_t>(bins + 1), 0);
      const double* value = region.values.data() + region.sliceStart[slice];
      for (std::int64_t row = 0; row < region.size[1]; ++row) {
        const std::uint8_t* inside = region.inside.data() + region.insideAt(row, slice);
        std::uint16_t* code = levels.codes.data() + levels.at(row, slice);
        const RowSpan span = region.rows[row + region.size[1] * slice];
        for (std::int32_t column = span.first; column <= span.last; ++column) {
          if (!inside[column]) continue;
          const std::int64_t bin = std::clamp<std::int64_t>(edges.binOf(*value++), 1, bins);
          code[column] = static_cast<std::uint16_t>(bin);
          ++count[bin];
        }
      }
      counts[slice] = std::move(count);
    });
  }
  work.run("putting intensities into bins", tasks);

  std::vector<std::int64_t> histogram(static_cast<std::size_t>(bins + 1), 0);
  for (const auto& count : counts) {
    for (std::int64_t bin = 1; bin <= bins; ++bin) histogram[bin] += count[bin];
  }
  std::vector<std::uint16_t> codeOf(static_cast<std::size_t>(bins + 1), 0);
  levels.levelOf = {0};
  levels.histogram = {0};
  for (std::int64_t bin = 1; bin <= bins; ++bin) {
    if (histogram[bin] == 0) continue;
    codeOf[bin] = static_cast<std::uint16_t>(levels.levelOf.size());
    levels.levelOf.push_back(static_cast<std::int32_t>(bin));
    levels.histogram.push_back(histogram[bin]);
  }
  if (levels.count() != bins) {
    std::vector<Task> renumbering;
    for (std::int64_t slice = 0; slice < slices; ++slice) {
      renumbering.push_back([&, slice] {
        const auto begin = levels.codes.begin() + levels.at(0, slice) - border;
        std::transform(begin, begin + levels.rowStride * region.size[1], begin, [&](std::uint16_t bin) { return codeOf[bin]; });
      });
    }
    work.run("putting intensities into bins", renumbering);
  }
  return levels;
}

}  // namespace fascicle
