#include "filters/WaveletFilters.hpp"

#include <algorithm>
#include <iterator>
#include <numbers>
#include <optional>
#include <utility>

#include "filters/WaveletTable.hpp"
#include "work/Work.hpp"

namespace fascicle {
namespace {

std::optional<std::vector<double>> lowPassOf(const std::string& name) {
  const auto row = std::find_if(std::begin(waveletRows), std::end(waveletRows), [&](const WaveletRow& each) { return name == each.name; });
  if (row == std::end(waveletRows)) return std::nullopt;
  return std::vector<double>(waveletLowPass + row->start, waveletLowPass + row->start + row->length);
}

/** A biorthogonal wavelet's partner, which puts together what it takes apart; an orthogonal one is its own. */
std::string partnerOf(const std::string& name) {
  if (name.starts_with("bior")) return "rbio" + name.substr(4);
  if (name.starts_with("rbio")) return "bior" + name.substr(4);
  return name;
}

}  // namespace

std::vector<std::string> waveletNames() {
  std::vector<std::string> names;
  for (const WaveletRow& row : waveletRows) names.emplace_back(row.name);
  return names;
}

WaveletFilters waveletFilters(const std::string& name) {
  std::optional<std::vector<double>> lowPass = lowPassOf(name);
  if (!lowPass) {
    throw Refused("The wavelet \"" + name + "\" is not known. Give haar, dmey, db1 to db38, sym2 to sym20, coif1 to coif17, or bior or rbio with 1.1, "
                  "1.3, 1.5, 2.2, 2.4, 2.6, 2.8, 3.1, 3.3, 3.5, 3.7, 3.9, 4.4, 5.5 or 6.8.");
  }
  // The quadrature mirror: the partner's low-pass filter turned round, every other sign changed.
  std::vector<double> highPass = *lowPassOf(partnerOf(name));
  std::reverse(highPass.begin(), highPass.end());
  for (std::size_t k = 0; k < highPass.size(); k += 2) highPass[k] = -highPass[k];
  return {std::move(*lowPass), std::move(highPass)};
}

float singlePrecision(const std::string& name, double coefficient) {
  if (!name.starts_with("coif")) return static_cast<float>(coefficient);
  return static_cast<float>(coefficient / std::numbers::sqrt2) * static_cast<float>(std::numbers::sqrt2);
}

}  // namespace fascicle
