#include "features/RankedValues.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace fascicle {
namespace {

/** Ranges of equal width from the smallest to the largest value; the number of a larger value's range is never smaller. */
struct Ranges {
  std::size_t count;
  double low = 0, perUnit = 0;

  Ranges(double minimum, double maximum, std::size_t values)
      : count(std::min<std::size_t>(4096, values)), low(minimum), perUnit(static_cast<double>(count) / (maximum - minimum)) {
    if (std::isfinite(perUnit) && perUnit > 0) return;
    count = 1;  // flat, or too wide or too narrow for the division
    perUnit = 0;
  }
  std::size_t of(double value) const { return count == 1 ? 0 : std::min(count - 1, static_cast<std::size_t>((value - low) * perUnit)); }
};

}  // namespace

std::vector<double> valuesAtRanks(const std::vector<double>& values, const std::vector<std::size_t>& ranks, const Work& work) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const Ranges ranges(*least, *most, values.size());
  std::vector<std::size_t> start(ranges.count + 1, 0);
  for (const double value : values) ++start[ranges.of(value) + 1];
  for (std::size_t r = 0; r < ranges.count; ++r) start[r + 1] += start[r];
  work.checkCancelled();

  constexpr std::uint32_t unwanted = 0xffffffffu;
  std::vector<std::uint32_t> place(ranges.count, unwanted);  // of each range among the wanted ones
  std::vector<std::size_t> wanted;
  const auto rangeOfRank = [&](std::size_t rank) { return static_cast<std::size_t>(std::upper_bound(start.begin(), start.end(), rank) - start.begin()) - 1; };
  for (const std::size_t rank : ranks) {
    const std::size_t range = rangeOfRank(rank);
    if (place[range] != unwanted) continue;
    place[range] = static_cast<std::uint32_t>(wanted.size());
    wanted.push_back(range);
  }
  std::vector<std::vector<double>> members(wanted.size());
  for (std::size_t w = 0; w < wanted.size(); ++w) members[w].reserve(start[wanted[w] + 1] - start[wanted[w]]);
  for (const double value : values) {
    const std::uint32_t at = place[ranges.of(value)];
    if (at != unwanted) members[at].push_back(value);
  }
  work.checkCancelled();

  std::vector<double> found;
  for (const std::size_t rank : ranks) {
    const std::size_t range = rangeOfRank(rank);
    std::vector<double>& inRange = members[place[range]];
    const auto nth = inRange.begin() + static_cast<std::ptrdiff_t>(rank - start[range]);
    std::nth_element(inRange.begin(), nth, inRange.end());
    found.push_back(*nth);
  }
  return found;
}

}  // namespace fascicle
