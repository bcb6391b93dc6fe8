#include "preprocess/SharpenHistogram.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>

namespace fascicle {
namespace {

using Spectrum = std::vector<std::complex<double>>;

/** The discrete Fourier transform of a power of two of values, in place (J. Cooley, J. Tukey 1965); `sign` -1, or +1 for its inverse
 * without the factor 1/n. */
void transform(Spectrum& values, double sign) {
  const std::size_t count = values.size();
  for (std::size_t from = 1, to = 0; from < count; ++from) {
    std::size_t bit = count >> 1;
    for (; to & bit; bit >>= 1) to ^= bit;
    to ^= bit;
    if (from < to) std::swap(values[from], values[to]);
  }
  for (std::size_t length = 2; length <= count; length <<= 1) {
    const double turn = sign * 2 * std::numbers::pi / static_cast<double>(length);
    for (std::size_t k = 0; k < length / 2; ++k) {
      const std::complex<double> factor = std::polar(1.0, turn * static_cast<double>(k));
      for (std::size_t start = k; start < count; start += length) {
        const std::complex<double> even = values[start], odd = factor * values[start + length / 2];
        values[start] = even + odd;
        values[start + length / 2] = even - odd;
      }
    }
  }
}

/** The transform of a Gaussian around bin 0. */
Spectrum gaussianSpectrum(std::size_t count, double fullWidthBins) {
  const double exponent = 4 * std::numbers::ln2 / (fullWidthBins * fullWidthBins);
  const double factor = 2 * std::sqrt(std::numbers::ln2 / std::numbers::pi) / fullWidthBins;
  Spectrum gaussian(count);
  gaussian[0] = factor;
  for (std::size_t n = 1; n <= count / 2; ++n) {
    const auto place = static_cast<double>(n);
    gaussian[n] = gaussian[count - n] = factor * std::exp(-place * place * exponent);
  }
  transform(gaussian, -1);
  return gaussian;
}

/** Blurs by the spectrum of a filter. */
void blur(Spectrum& values, const Spectrum& filter) {
  transform(values, -1);
  for (std::size_t n = 0; n < values.size(); ++n) values[n] *= filter[n];
  transform(values, 1);
}

}  // namespace

std::vector<double> sharpenedBins(const Histogram& histogram, double fullWidth, double noise) {
  const std::size_t bins = histogram.counts.size();
  std::size_t padded = 1;
  while (padded < bins) padded <<= 1;
  padded <<= 1;
  const std::size_t offset = (padded - bins) / 2;
  const Spectrum gaussian = gaussianSpectrum(padded, fullWidth / histogram.width);

  Spectrum sharp(padded);
  for (std::size_t n = 0; n < bins; ++n) sharp[n + offset] = histogram.counts[n];
  Spectrum wiener(padded);
  for (std::size_t n = 0; n < padded; ++n) {
    const std::complex<double> conjugate = std::conj(gaussian[n]);
    wiener[n] = (conjugate / (conjugate * gaussian[n] + noise)).real();
  }
  blur(sharp, wiener);
  Spectrum weighted(padded);
  for (std::size_t n = 0; n < padded; ++n) {
    sharp[n] = std::max(0.0, sharp[n].real());
    weighted[n] = (histogram.least + (static_cast<double>(n) - static_cast<double>(offset)) * histogram.width) * sharp[n];
  }
  blur(sharp, gaussian);
  blur(weighted, gaussian);
  std::vector<double> expected(bins);
  for (std::size_t n = 0; n < bins; ++n) {
    const double likelihood = sharp[n + offset].real();
    expected[n] = likelihood != 0 ? weighted[n + offset].real() / likelihood : 0;
  }
  return expected;
}

}  // namespace fascicle
