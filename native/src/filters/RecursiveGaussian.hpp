// Deriche's recursive approximation of a Gaussian and of its second derivative, as ITK has it.
#pragma once

#include <array>

namespace fascicle {

/**
 * A filter y = causal + anticausal along a line x[0..n-1], each of fourth order:
 *   causal[i]     = sum_k ahead[k] x[i-k]      (k = 0..3) - sum_k feedback[k] causal[i-1-k]     (k = 0..3)
 *   anticausal[i] = sum_k behind[k] x[i+1+k]   (k = 0..3) - sum_k feedback[k] anticausal[i+1+k] (k = 0..3)
 * A line goes on for ever with its end's value; what a recursion would have come to there is that value times an edge coefficient over the
 * feedback's: aheadEdge, behindEdge stand for feedback[k] times the steady answer to 1.
 */
struct RecursiveGaussian {
  std::array<double, 4> ahead, behind, feedback, aheadEdge, behindEdge;
};

/**
 * The coefficients of a Gaussian whose standard deviation is `sigmaMm`, on a line with a voxel each `spacingMm`; its sum is 1.
 * R. Deriche, Recursively implementing the Gaussian and its derivatives, INRIA report 1893 (1993), with the constants and the edges of
 * ITK's RecursiveGaussianImageFilter (G. Farneback, C.-F. Westin), computed in the same order: equal to the last bit.
 */
RecursiveGaussian gaussianSmoothing(double sigmaMm, double spacingMm);

/** The coefficients of the second derivative with regard to the voxel's index, times sigma^2 in mm^2 (normalised across scales). Otherwise as above. */
RecursiveGaussian gaussianSecondDerivative(double sigmaMm, double spacingMm);

}  // namespace fascicle
