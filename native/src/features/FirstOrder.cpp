#include "features/FirstOrder.hpp"

#include <algorithm>
#include <cmath>

#include "matrices/Glcm.hpp"

namespace fascicle {
namespace {

/** Sum of f over the values, in blocks, so that the rounding stays small and never depends on anything but the values. */
template <class F>
double sumOf(const std::vector<double>& values, F&& f) {
  constexpr std::size_t block = 256;
  double total = 0, lost = 0;
  for (std::size_t start = 0; start < values.size(); start += block) {
    const std::size_t end = std::min(values.size(), start + block);
    double sum = 0;
    for (std::size_t v = start; v < end; ++v) sum += f(values[v]);
    const double next = total + sum;  // Neumaier 1974
    lost += std::abs(total) >= std::abs(sum) ? (total - next) + sum : (sum - next) + total;
    total = next;
  }
  return total + lost;
}

/** The value at a fractional rank of partly sorted values, as numpy's "linear" percentiles. Moves values at or after `from`. */
double percentile(std::vector<double>& values, double quantile, std::size_t& from) {
  const double rank = static_cast<double>(values.size() - 1) * quantile;
  const auto lower = static_cast<std::size_t>(std::floor(rank));
  const double t = rank - static_cast<double>(lower);
  if (lower >= from) std::nth_element(values.begin() + static_cast<std::ptrdiff_t>(from), values.begin() + static_cast<std::ptrdiff_t>(lower), values.end());
  from = std::max(from, lower);
  const double a = values[lower];
  if (lower + 1 >= values.size()) return a;
  const double b = *std::min_element(values.begin() + static_cast<std::ptrdiff_t>(lower) + 1, values.end());
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

}  // namespace

void FirstOrder::takeMoments(const Region& region, double voxelArrayShift, const Work& work) {
  takeMoments(region.values, region.spacingMm[0] * region.spacingMm[1] * region.spacingMm[2], voxelArrayShift, work);
}

void FirstOrder::takeMoments(const std::vector<double>& x, double volume, double voxelArrayShift, const Work& work) {
  voxels = static_cast<double>(x.size());
  voxelVolume = volume;
  const auto [least, most] = std::minmax_element(x.begin(), x.end());
  minimum = *least;
  maximum = *most;
  mean = sumOf(x, [](double value) { return value; }) / voxels;
  work.checkCancelled();
  const double middle = mean;
  m2 = sumOf(x, [middle](double value) { return (value - middle) * (value - middle); }) / voxels;
  m3 = sumOf(x, [middle](double value) { return (value - middle) * (value - middle) * (value - middle); }) / voxels;
  work.checkCancelled();
  m4 = sumOf(x, [middle](double value) { const double d = (value - middle) * (value - middle); return d * d; }) / voxels;
  meanAbsoluteDeviation = sumOf(x, [middle](double value) { return std::abs(value - middle); }) / voxels;
  shiftedEnergy = sumOf(x, [voxelArrayShift](double value) { return (value + voxelArrayShift) * (value + voxelArrayShift); });
  if (minimum == maximum) m2 = m3 = m4 = meanAbsoluteDeviation = 0;
}

void FirstOrder::takeRanks(const std::vector<double>& intensities, const Work& work) {
  std::vector<double> x = intensities;
  std::size_t from = 0;
  p10 = percentile(x, 0.10, from);
  work.checkCancelled();
  p25 = percentile(x, 0.25, from);
  p50 = percentile(x, 0.50, from);
  work.checkCancelled();
  p75 = percentile(x, 0.75, from);
  p90 = percentile(x, 0.90, from);
  work.checkCancelled();
  const auto outside = [this](double value) { return value < p10 || value > p90; };
  x = intensities;
  x.erase(std::remove_if(x.begin(), x.end(), outside), x.end());
  const double count = static_cast<double>(x.size());
  const double middle = sumOf(x, [](double value) { return value; }) / count;
  robustMeanAbsoluteDeviation = x.empty() ? std::nan("") : sumOf(x, [middle](double value) { return std::abs(value - middle); }) / count;
}

void FirstOrder::takeHistogram(const Levels& levels) {
  histogram.clear();
  for (std::int64_t code = 1; code <= levels.count(); ++code) {
    histogram.push_back(static_cast<double>(levels.histogram[code]) / static_cast<double>(levels.voxelCount));
  }
}

namespace {

double percentile10(const FirstOrder& f) { return f.p10; }
double percentile90(const FirstOrder& f) { return f.p90; }
double energy(const FirstOrder& f) { return f.shiftedEnergy; }
double entropy(const FirstOrder& f) {
  double sum = 0;
  for (const double h : f.histogram) sum += h * std::log2(h + epsilon);
  return -sum;
}
double interquartileRange(const FirstOrder& f) { return f.p75 - f.p25; }
double kurtosis(const FirstOrder& f) { return f.m2 == 0 ? 0 : f.m4 / (f.m2 * f.m2); }
double maximum(const FirstOrder& f) { return f.maximum; }
double meanAbsoluteDeviation(const FirstOrder& f) { return f.meanAbsoluteDeviation; }
double mean(const FirstOrder& f) { return f.mean; }
double median(const FirstOrder& f) { return f.p50; }
double minimum(const FirstOrder& f) { return f.minimum; }
double range(const FirstOrder& f) { return f.maximum - f.minimum; }
double robustMeanAbsoluteDeviation(const FirstOrder& f) { return f.robustMeanAbsoluteDeviation; }
double rootMeanSquared(const FirstOrder& f) { return std::sqrt(f.shiftedEnergy / f.voxels); }
double skewness(const FirstOrder& f) { return f.m2 == 0 ? 0 : f.m3 / std::pow(f.m2, 1.5); }
double totalEnergy(const FirstOrder& f) { return f.voxelVolume * f.shiftedEnergy; }
double uniformity(const FirstOrder& f) {
  double sum = 0;
  for (const double h : f.histogram) sum += h * h;
  return sum;
}
double standardDeviation(const FirstOrder& f) { return std::sqrt(f.m2); }
double variance(const FirstOrder& f) { return f.m2; }

constexpr const char* flatZero = "0 for a region of one intensity.";
constexpr const char* shifted = "Changes with voxelArrayShift, the c that is added to every intensity.";
constexpr const char* betweenRanks = "Where the rank is no whole number, interpolated between its two neighbours.";

}  // namespace

const std::vector<Feature<FirstOrder>> firstOrderFeatures = {
    {"10Percentile", "QG58", "P10", "The intensity below which a tenth of the voxels lie.", percentile10, {.edge = betweenRanks}},
    {"90Percentile", "8DWT", "P90", "The intensity below which nine tenths of the voxels lie.", percentile90, {.edge = betweenRanks}},
    {"Energy", "N8CA", "sum of (x + c)^2", "Sum of the squared intensities; grows with the number of voxels.", energy, {.edge = shifted}},
    {"Entropy", "TLU2", "-sum of h(g) log2(h(g) + e)", "How unpredictable the grey level of a voxel is, in bits.", entropy, {.edge = "-3.2e-16 for a region of one grey level, as e is added before the logarithm."}},
    {"InterquartileRange", "SALO", "P75 - P25", "Width of the middle half of the intensities.", interquartileRange, {.edge = flatZero}},
    {"Kurtosis", "IPH6", "m4 / m2^2; 0 where m2 = 0", "How heavy the tails of the intensities are: 3 for a normal distribution (IBSI subtracts 3).", kurtosis, {.edge = flatZero}},
    {"Maximum", "84IY", "max x", "The largest intensity.", maximum},
    {"MeanAbsoluteDeviation", "4FUA", "sum of |x - mean| / Np", "Mean distance of the intensities from their mean.", meanAbsoluteDeviation, {.edge = flatZero}},
    {"Mean", "Q4LE", "sum of x / Np", "Mean intensity.", mean},
    {"Median", "Y12H", "P50", "The intensity that half of the voxels lie below.", median, {.edge = betweenRanks}},
    {"Minimum", "1GSF", "min x", "The smallest intensity.", minimum},
    {"Range", "2OJQ", "max x - min x", "Distance of the largest from the smallest intensity.", range, {.edge = flatZero}},
    {"RobustMeanAbsoluteDeviation", "1128", "mean of |x' - mean of x'|", "Mean distance from the mean of the intensities between the 10th and the 90th percentile.", robustMeanAbsoluteDeviation,
     {"no voxel lies between the 10th and the 90th percentile", "So it is for two voxels of different intensity; 0 for a region of one intensity."}},
    {"RootMeanSquared", "5ZWQ", "sqrt(sum of (x + c)^2 / Np)", "Root of the mean squared intensity.", rootMeanSquared, {.edge = shifted}},
    {"Skewness", "KE2A", "m3 / m2^1.5; 0 where m2 = 0", "Which side of the mean has the longer tail: positive for the bright side.", skewness, {.edge = flatZero}},
    {"StandardDeviation", "none", "sqrt(m2)", "Root of the variance.", standardDeviation, {.edge = flatZero, .deprecated = true}},
    {"TotalEnergy", "none", "v sum of (x + c)^2", "Energy times the volume of a voxel, mm^3.", totalEnergy, {.edge = shifted}},
    {"Uniformity", "BJ5W", "sum of h(g)^2", "How much the voxels share grey levels: 1 where all have the same.", uniformity, {.edge = "1 for a region of one grey level."}},
    {"Variance", "ECT3", "m2", "Mean squared distance of the intensities from their mean.", variance, {.edge = flatZero}},
};

}  // namespace fascicle
