#include "features/FirstOrder.hpp"

#include <algorithm>
#include <cmath>

#include "features/RankedValues.hpp"
#include "matrices/Glcm.hpp"

namespace fascicle {
namespace {

/** Values are added up in blocks of this many, so that the rounding stays small and never depends on anything but the values. */
constexpr std::size_t block = 256;

/** The sum of blocks' sums, with what rounding loses kept apart (Neumaier 1974). */
class Total {
 public:
  void add(double sum) {
    const double next = total_ + sum;
    lost_ += std::abs(total_) >= std::abs(sum) ? (total_ - next) + sum : (sum - next) + total_;
    total_ = next;
  }
  /** Infinite where the sum is: what is lost of it is then no number. */
  double value() const { return std::isfinite(total_) ? total_ + lost_ : total_; }

 private:
  double total_ = 0, lost_ = 0;
};

/** Calls `use` with blocks of the values: where one begins, and how many they are. */
template <class Use>
void eachBlock(const std::vector<double>& values, Use&& use) {
  for (std::size_t start = 0; start < values.size(); start += block) use(values.data() + start, std::min(block, values.size() - start));
}

/** Likewise, of the values from `low` to `high` only, both included. */
template <class Use>
void eachBlockWithin(const std::vector<double>& values, double low, double high, Use&& use) {
  double kept[2 * block];
  std::size_t count = 0;
  eachBlock(values, [&](const double* x, std::size_t n) {
    for (std::size_t v = 0; v < n; ++v) {
      kept[count] = x[v];
      count += (x[v] >= low) & (x[v] <= high);
    }
    if (count < block) return;
    use(kept, block);
    count -= block;
    std::copy_n(kept + block, count, kept);
  });
  if (count > 0) use(kept, count);
}

/** A percentile between the values at two neighbouring ranks, as numpy's "linear". */
double between(double a, double b, double t) { return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t; }

}  // namespace

void FirstOrder::takeMoments(const Region& region, double voxelArrayShift, const Work& work) {
  takeMoments(region.values, region.spacingMm[0] * region.spacingMm[1] * region.spacingMm[2], voxelArrayShift, work);
}

void FirstOrder::takeMoments(const std::vector<double>& x, double volume, double voxelArrayShift, const Work& work) {
  voxels = static_cast<double>(x.size());
  voxelVolume = volume;
  minimum = maximum = x[0];
  Total plain;
  eachBlock(x, [&](const double* value, std::size_t count) {
    double sum = 0;
    for (std::size_t v = 0; v < count; ++v) {
      minimum = std::min(minimum, value[v]);
      maximum = std::max(maximum, value[v]);
      sum += value[v];
    }
    plain.add(sum);
  });
  mean = plain.value() / voxels;
  work.checkCancelled();
  Total second, third, fourth, deviation, energy;
  eachBlock(x, [&](const double* value, std::size_t count) {
    double sum2 = 0, sum3 = 0, sum4 = 0, sumOfDeviations = 0, sumOfEnergies = 0;
    for (std::size_t v = 0; v < count; ++v) {
      const double d = value[v] - mean, square = d * d, shifted = value[v] + voxelArrayShift;
      sum2 += square;
      sum3 += square * d;
      sum4 += square * square;
      sumOfDeviations += std::abs(d);
      sumOfEnergies += shifted * shifted;
    }
    second.add(sum2);
    third.add(sum3);
    fourth.add(sum4);
    deviation.add(sumOfDeviations);
    energy.add(sumOfEnergies);
  });
  m2 = second.value() / voxels;
  m3 = third.value() / voxels;
  m4 = fourth.value() / voxels;
  meanAbsoluteDeviation = deviation.value() / voxels;
  shiftedEnergy = energy.value();
  if (minimum == maximum) m2 = m3 = m4 = meanAbsoluteDeviation = 0;
}

void FirstOrder::takeRanks(const std::vector<double>& x, const Work& work) {
  constexpr double quantiles[] = {0.10, 0.25, 0.50, 0.75, 0.90};
  std::vector<std::size_t> ranks;
  std::vector<double> parts;
  for (const double quantile : quantiles) {
    const double rank = static_cast<double>(x.size() - 1) * quantile;
    const auto lower = static_cast<std::size_t>(std::floor(rank));
    parts.push_back(rank - static_cast<double>(lower));
    ranks.push_back(lower);
    ranks.push_back(std::min(lower + 1, x.size() - 1));
  }
  const std::vector<double> at = valuesAtRanks(x, ranks, work);
  double* const percentiles[] = {&p10, &p25, &p50, &p75, &p90};
  for (std::size_t q = 0; q < parts.size(); ++q) *percentiles[q] = between(at[2 * q], at[2 * q + 1], parts[q]);

  Total inside;
  std::size_t count = 0;
  eachBlockWithin(x, p10, p90, [&](const double* value, std::size_t n) {
    double sum = 0;
    for (std::size_t v = 0; v < n; ++v) sum += value[v];
    inside.add(sum);
    count += n;
  });
  work.checkCancelled();
  const double middle = inside.value() / static_cast<double>(count);
  Total deviation;
  eachBlockWithin(x, p10, p90, [&](const double* value, std::size_t n) {
    double sum = 0;
    for (std::size_t v = 0; v < n; ++v) sum += std::abs(value[v] - middle);
    deviation.add(sum);
  });
  robustMeanAbsoluteDeviation = count == 0 ? std::nan("") : deviation.value() / static_cast<double>(count);
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
    {"Entropy",
     "TLU2",
     "-sum of h(g) log2(h(g) + e)",
     "How unpredictable the grey level of a voxel is, in bits.",
     entropy,
     {.edge = "-3.2e-16 for a region of one grey level, as e is added before the logarithm."}},
    {"InterquartileRange", "SALO", "P75 - P25", "Width of the middle half of the intensities.", interquartileRange, {.edge = flatZero}},
    {"Kurtosis",
     "IPH6",
     "m4 / m2^2; 0 where m2 = 0",
     "How heavy the tails of the intensities are: 3 for a normal distribution (IBSI subtracts 3).",
     kurtosis,
     {.edge = flatZero}},
    {"Maximum", "84IY", "max x", "The largest intensity.", maximum},
    {"MeanAbsoluteDeviation",
     "4FUA",
     "sum of |x - mean| / Np",
     "Mean distance of the intensities from their mean.",
     meanAbsoluteDeviation,
     {.edge = flatZero}},
    {"Mean", "Q4LE", "sum of x / Np", "Mean intensity.", mean},
    {"Median", "Y12H", "P50", "The intensity that half of the voxels lie below.", median, {.edge = betweenRanks}},
    {"Minimum", "1GSF", "min x", "The smallest intensity.", minimum},
    {"Range", "2OJQ", "max x - min x", "Distance of the largest from the smallest intensity.", range, {.edge = flatZero}},
    {"RobustMeanAbsoluteDeviation",
     "1128",
     "mean of |x' - mean of x'|",
     "Mean distance from the mean of the intensities between the 10th and the 90th percentile.",
     robustMeanAbsoluteDeviation,
     {"no voxel lies between the 10th and the 90th percentile",
      "So it is for two voxels of different intensity; 0 for a region of one intensity."}},
    {"RootMeanSquared", "5ZWQ", "sqrt(sum of (x + c)^2 / Np)", "Root of the mean squared intensity.", rootMeanSquared, {.edge = shifted}},
    {"Skewness",
     "KE2A",
     "m3 / m2^1.5; 0 where m2 = 0",
     "Which side of the mean has the longer tail: positive for the bright side.",
     skewness,
     {.edge = flatZero}},
    {"StandardDeviation", "none", "sqrt(m2)", "Root of the variance.", standardDeviation, {.edge = flatZero, .deprecated = true}},
    {"TotalEnergy", "none", "v sum of (x + c)^2", "Energy times the volume of a voxel, mm^3.", totalEnergy, {.edge = shifted}},
    {"Uniformity",
     "BJ5W",
     "sum of h(g)^2",
     "How much the voxels share grey levels: 1 where all have the same.",
     uniformity,
     {.edge = "1 for a region of one grey level."}},
    {"Variance", "ECT3", "m2", "Mean squared distance of the intensities from their mean.", variance, {.edge = flatZero}},
};

}  // namespace fascicle
