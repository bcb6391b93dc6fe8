// Deconvolution of a histogram, the heart of N3 and N4.
#pragma once

#include <vector>

namespace fascicle {

/** A histogram of `counts.size()` bins whose centres run from `least` in steps of `width`. */
struct Histogram {
  double least = 0, width = 0;
  std::vector<double> counts;
};

/**
 * For each bin, the intensity that a voxel of it is expected to have had before the field blurred the histogram by a Gaussian of
 * `fullWidth` (full width at half maximum, in the histogram's units): the histogram is deconvolved by a Wiener filter with `noise`, and E(u
 * | v) taken of it (J. Sled et al., 1998).
 */
std::vector<double> sharpenedBins(const Histogram& histogram, double fullWidth, double noise);

}  // namespace fascicle
