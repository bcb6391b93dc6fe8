// Spherical harmonics at points given by their angles.
#pragma once

#include <vector>

#include "work/Work.hpp"

namespace fascicle {

/** Real and imaginary part of a harmonic at each point. */
struct Harmonic {
  std::vector<double> real, imaginary;
};

/**
 * Y_n^m, m = 0 .. n, at each point: sqrt((2n+1)/(4 pi) (n-m)!/(n+m)!) P_n^m(cos polar) exp(i m azimuth), P with the sign (-1)^m of Condon
 * and Shortley (DLMF 14.30.1). Those of negative m are the complex conjugates times (-1)^m. The angles are in radians.
 * Throws Cancelled.
 */
std::vector<Harmonic> sphericalHarmonics(int degree, const std::vector<double>& azimuth, const std::vector<double>& polar, const Work& work);

}  // namespace fascicle
