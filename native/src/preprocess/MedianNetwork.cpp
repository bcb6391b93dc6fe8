#include "preprocess/MedianNetwork.hpp"

#include <algorithm>
#include <cstddef>

namespace fascicle {
namespace {

/** Where sorted numbers stand, from the least on. */
using Places = std::vector<std::int32_t>;

Places everySecond(const Places& places, std::size_t first) {
  Places some;
  for (std::size_t n = first; n < places.size(); n += 2) some.push_back(places[n]);
  return some;
}

Places merged(const Places& a, const Places& b, std::vector<Exchange>& exchanges) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  if (a.size() == 1 && b.size() == 1) {
    exchanges.push_back({a[0], b[0]});
    return {a[0], b[0]};
  }
  const Places odd = merged(everySecond(a, 0), everySecond(b, 0), exchanges);
  const Places even = merged(everySecond(a, 1), everySecond(b, 1), exchanges);
  Places all{odd[0]};
  for (std::size_t n = 0; n < std::max(even.size(), odd.size() - 1); ++n) {
    if (n < even.size() && n + 1 < odd.size()) exchanges.push_back({even[n], odd[n + 1]});
    if (n < even.size()) all.push_back(even[n]);
    if (n + 1 < odd.size()) all.push_back(odd[n + 1]);
  }
  return all;
}

/** Sorted lists from `first` to before `end` become one. */
Places mergedAll(const std::vector<Places>& lists, std::size_t first, std::size_t end, std::vector<Exchange>& exchanges) {
  if (end - first == 1) return lists[first];
  const std::size_t middle = first + (end - first) / 2;
  const Places a = mergedAll(lists, first, middle, exchanges), b = mergedAll(lists, middle, end, exchanges);
  return merged(a, b, exchanges);
}

}  // namespace

MedianNetwork medianNetwork(std::int32_t width, std::int32_t height) {
  MedianNetwork network;
  std::vector<Places> single;
  for (std::int32_t n = 0; n < height; ++n) single.push_back({n});
  const Places sorted = mergedAll(single, 0, single.size(), network.column);
  std::vector<Places> columns;
  for (std::int32_t c = 0; c < width; ++c) {
    columns.push_back(sorted);
    for (std::int32_t& place : columns.back()) place += c * height;
  }
  std::vector<Exchange> all;
  network.median = mergedAll(columns, 0, columns.size(), all)[static_cast<std::size_t>(width * height / 2)];
  // From the end backwards: an exchange of whose outcomes neither is asked for is left out.
  std::vector<bool> asked(static_cast<std::size_t>(width * height));
  asked[static_cast<std::size_t>(network.median)] = true;
  for (auto each = all.rbegin(); each != all.rend(); ++each) {
    const auto low = static_cast<std::size_t>(each->low), high = static_cast<std::size_t>(each->high);
    if (!asked[low] && !asked[high]) continue;
    asked[low] = asked[high] = true;
    network.box.push_back(*each);
  }
  std::reverse(network.box.begin(), network.box.end());
  return network;
}

}  // namespace fascicle
