// The filters of each wavelet by its name.
#pragma once

#include <string>
#include <vector>

namespace fascicle {

/** The two filters that take a signal apart; of equal, even length. */
struct WaveletFilters {
  std::vector<double> lowPass, highPass;
};

/** The names that are accepted: the discrete wavelets of PyWavelets, which PyRadiomics accepts. */
std::vector<std::string> waveletNames();

/** The decomposition filters, number for number those of PyWavelets. Throws Refused where no wavelet has this name. */
WaveletFilters waveletFilters(const std::string& name);

/** A coefficient of that wavelet in single precision. PyWavelets multiplies coiflets by the square root of 2 after rounding them. */
float singlePrecision(const std::string& name, double coefficient);

}  // namespace fascicle
