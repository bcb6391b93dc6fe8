// What is done to the lines of an image: smoothing, splines, new positions.
#pragma once

#include <cstdint>
#include <vector>

namespace fascicle {

/** What lies beyond a line's ends: the end's value; the line mirrored at the end's centre, or at its outer edge; 0. */
enum class Beyond { edge, mirrorCentre, mirrorEdge, zero };

/** The place within a line of `length` that stands for `index`, by `beyond`; -1 for 0. */
std::int64_t placeBeyond(std::int64_t index, std::int64_t length, Beyond beyond);

/** Half a Gaussian, from its centre on, cut off at 4 sigma and summing up to 1 with its other half: as scipy.ndimage.gaussian_filter1d. */
std::vector<double> gaussianWeights(double sigma);

/** Lines, side by side, convolved with a symmetric kernel of which `half` is given from its centre on. */
void convolveLines(const std::vector<double>& in, std::vector<double>& out, const std::vector<double>& half, Beyond beyond);

/**
 * Lines, side by side, turned in place into the coefficients of the cubic B-splines through them: the recursions of M. Unser, "Splines: a perfect fit
 * for signal and image processing", IEEE Signal Process. Mag. 16, 1999, with the sum at the start in closed form. `atEdge`: mirrored at the ends' outer
 * edges, else at their centres.
 */
void splineLines(std::vector<double>& lines, bool atEdge);

/** Which numbers of a line each new one is a sum of, and how much each counts. */
struct LineSums {
  std::vector<std::size_t> first;  // of `index` and `weight`, for each new number and the end
  std::vector<std::int32_t> index;
  std::vector<double> weight;

  LineSums() : first{0} {}
  std::int64_t length() const { return static_cast<std::int64_t>(first.size()) - 1; }
  void add(std::int64_t place, double share);
  void end() { first.push_back(index.size()); }
};

/** Lines, side by side, made of sums of others. */
void sumLines(const std::vector<double>& in, std::vector<double>& out, const LineSums& sums);

}  // namespace fascicle
