// The wavelet filters: an image taken apart into bands of high and low frequencies along its axes.
#pragma once

#include <functional>
#include <string>

#include "filters/WaveletFilters.hpp"  // waveletNames
#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

struct WaveletSettings {
  std::string wavelet = "coif1";
  int startLevel = 0;  // how often the image is replaced by its approximation first
  int levels = 1;
  int planeAxis = -1;  // the array axis left out: 0 slices, 1 rows, 2 columns; -1 none
};

/** One band. `name`: for each axis, x first, L or H for low-pass or high-pass: "LLH". `level`: from 1, startLevel not counted. */
struct Band {
  std::string name;
  int level;
  Image image;
};

/**
 * The stationary wavelet transform without dilation, as PyRadiomics applies it: at every level, each axis is convolved periodically with the
 * wavelet's low-pass and high-pass filter, and the next level works on what is low along all axes. An axis of odd size is first made
 * even: its first voxel is repeated at its end. Hands each band to `use`, cut to `box`, in PyRadiomics' order: the details of level 1
 * (LLH, LHL, LHH, HLL, HLH, HHL, HHH), of level 2, ..., then the approximation of the last level (LLL). float64, or float32 where the image
 * is. No more is computed than the box needs; the sums run in PyWavelets' order. Throws Refused where the wavelet is not known.
 */
void eachWaveletBand(const Image& image, const Box& box, const WaveletSettings& settings, Work& work, const std::function<void(Band&&)>& use);

}  // namespace fascicle
