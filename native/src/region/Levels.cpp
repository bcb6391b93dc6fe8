#include "region/Levels.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

namespace fascicle {
namespace {

constexpr std::int64_t mostLevels = 65535;
constexpr std::int64_t mostHistograms = 64;

/** numpy's % for doubles: the remainder has the divisor's sign. */
double floorModulus(double value, double divisor) {
  const double remainder = std::fmod(value, divisor);
  return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder;
}

/** Why intensities cannot be told apart in bins. */
std::string tooLargeForBins(double minimum, double maximum, const char* setting) {
  std::ostringstream words;
  words << "The region's intensities (" << minimum << " to " << maximum << ") cannot be put into bins with this " << setting
        << ": at that size numbers lie further apart than a bin is wide, or the edges are no finite numbers. Choose a larger binWidth, or "
           "correct or rescale the image.";
  return words.str();
}

}  // namespace

BinEdges::BinEdges(const Binning& binning, double minimum, double maximum) {
  double step = 0;
  if (binning.count) {
    if (*binning.count > mostLevels) throw Refused("binCount is larger than 65,535. Choose fewer bins.");
    if (minimum == maximum) {
      minimum -= 0.5;
      maximum += 0.5;
    }
    step = (maximum - minimum) / *binning.count;
    if (!(step > 0) || !std::isfinite(step)) throw Refused(tooLargeForBins(minimum, maximum, "binCount"));
    for (int index = 0; index <= *binning.count; ++index) {
      const bool last = index == *binning.count;
      const double value = last ? maximum : static_cast<double>(index) * step + minimum;
      if (binning.singlePrecisionEdges) edges_.push_back(last ? static_cast<float>(value) + 1.0f : static_cast<float>(value));
      else edges_.push_back(last ? value + 1 : value);
    }
  } else {
    const double low = minimum - floorModulus(minimum, binning.width);
    const double length = std::ceil((maximum + 2 * binning.width - low) / binning.width);
    // arange computes its first two values and goes on by their difference.
    const double second = low + binning.width;
    step = second - low;
    if (!(step > 0) || !std::isfinite(step) || !std::isfinite(maximum + 2 * binning.width)) throw Refused(tooLargeForBins(minimum, maximum, "binWidth"));
    if (!(length <= static_cast<double>(mostLevels))) {
      throw Refused("With this binWidth the region's intensities fall into more than 65,535 bins. Choose a larger binWidth.");
    }
    for (std::int64_t index = 0; index < static_cast<std::int64_t>(length); ++index) {
      edges_.push_back(index == 1 ? second : low + static_cast<double>(index) * step);
    }
  }
  // Where the step is lost in the intensities' rounding, edges fall together or end below the largest intensity. With a fixed count numpy
  // then gives the largest intensity one level more; so it stays, but for the one that a code has no room for.
  const bool covered = edges_.size() > 1 && edges_.back() > maximum;
  const bool fits = binning.count ? edges_.front() <= minimum && (covered || *binning.count < mostLevels) : covered;
  if (!fits) throw Refused(tooLargeForBins(minimum, maximum, binning.count ? "binCount" : "binWidth"));
  count_ = static_cast<std::int64_t>(edges_.size());
  last_ = static_cast<double>(count_ - 1);
  perStep_ = std::isfinite(1 / step) ? 1 / step : 0;
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

  // Few tasks, each of neighbouring slices: every one has a histogram of its own.
  const std::int64_t slices = region.size[2], perTask = (slices + mostHistograms - 1) / mostHistograms;
  std::vector<std::vector<std::int64_t>> counts(static_cast<std::size_t>((slices + perTask - 1) / perTask));
  std::vector<Task> tasks;
  for (std::size_t part = 0; part < counts.size(); ++part) {
    tasks.push_back([&, part] {
      std::vector<std::int64_t> count(static_cast<std::size_t>(bins + 1), 0);
      const std::int64_t first = static_cast<std::int64_t>(part) * perTask;
      for (std::int64_t slice = first; slice < std::min(slices, first + perTask); ++slice) {
        work.checkCancelled();
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
      }
      counts[part] = std::move(count);
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
