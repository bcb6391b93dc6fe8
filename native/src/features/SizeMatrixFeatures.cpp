#include "features/SizeMatrixFeatures.hpp"

#include <cmath>

#include "matrices/Glcm.hpp"

namespace fascicle {
namespace {

/** Sum over i and s of p(i,s) w(i,s). */
template <class Weight>
double weighted(const SizeMatrix& m, Weight&& weight) {
  double sum = 0;
  for (const SizeMatrix::Entry& e : m.entries) sum += e.count * weight(e.i, e.s);
  return sum / m.total;
}

double sumOfSquares(const std::vector<double>& sums) {
  double sum = 0;
  for (const double value : sums) sum += value * value;
  return sum;
}

double small(const SizeMatrix& m) { return weighted(m, [](double, double s) { return 1 / (s * s); }); }
double large(const SizeMatrix& m) { return weighted(m, [](double, double s) { return s * s; }); }
double low(const SizeMatrix& m) { return weighted(m, [](double i, double) { return 1 / (i * i); }); }
double high(const SizeMatrix& m) { return weighted(m, [](double i, double) { return i * i; }); }
double smallLow(const SizeMatrix& m) { return weighted(m, [](double i, double s) { return 1 / (i * i * s * s); }); }
double smallHigh(const SizeMatrix& m) { return weighted(m, [](double i, double s) { return i * i / (s * s); }); }
double largeLow(const SizeMatrix& m) { return weighted(m, [](double i, double s) { return s * s / (i * i); }); }
double largeHigh(const SizeMatrix& m) { return weighted(m, [](double i, double s) { return i * i * s * s; }); }
double levelNonUniformity(const SizeMatrix& m) { return sumOfSquares(m.rowSums) / m.total; }
double levelNonUniformityNormalized(const SizeMatrix& m) { return sumOfSquares(m.rowSums) / (m.total * m.total); }
double sizeNonUniformity(const SizeMatrix& m) { return sumOfSquares(m.columnSums) / m.total; }
double sizeNonUniformityNormalized(const SizeMatrix& m) { return sumOfSquares(m.columnSums) / (m.total * m.total); }
double percentage(const SizeMatrix& m) { return m.total / m.voxelCount; }
double levelVariance(const SizeMatrix& m) {
  const double mean = weighted(m, [](double i, double) { return i; });
  return weighted(m, [mean](double i, double) { return (i - mean) * (i - mean); });
}
double sizeVariance(const SizeMatrix& m) {
  const double mean = weighted(m, [](double, double s) { return s; });
  return weighted(m, [mean](double, double s) { return (s - mean) * (s - mean); });
}
double entropy(const SizeMatrix& m) {
  double sum = 0;
  for (const SizeMatrix::Entry& e : m.entries) sum += e.count / m.total * std::log2(e.count / m.total + epsilon);
  return -sum;
}
double noValue(const SizeMatrix&) { return std::nan(""); }

constexpr const char* noLines = "no line in any direction holds two voxels of the region";
constexpr const char* flatZero = "0 for a region of one grey level.";
constexpr const char* flatOne = "1 for a region of one grey level.";
constexpr const char* entropyOfOne = "-3.2e-16 where one entry holds everything, as e is added before the logarithm.";

}  // namespace

const std::vector<Feature<SizeMatrix>> glrlmFeatures = {
    {"GrayLevelNonUniformity", "R5YN", "sum of R(i)^2 / N", "How unevenly the runs share the grey levels.", levelNonUniformity, {noLines}},
    {"GrayLevelNonUniformityNormalized",
     "OVBL",
     "sum of R(i)^2 / N^2",
     "The same, whatever the number of runs.",
     levelNonUniformityNormalized,
     {noLines, flatOne}},
    {"GrayLevelVariance",
     "8CE5",
     "sum of (i - mean of i)^2 p(i,s)",
     "Spread of the runs' grey levels.",
     levelVariance,
     {noLines, flatZero}},
    {"HighGrayLevelRunEmphasis", "G3QZ", "sum of i^2 p(i,s)", "Large where runs are bright.", high, {noLines}},
    {"LongRunEmphasis", "W4KF", "sum of s^2 p(i,s)", "Large where runs are long: coarse texture.", large, {noLines}},
    {"LongRunHighGrayLevelEmphasis", "3KUM", "sum of i^2 s^2 p(i,s)", "Large where there are long bright runs.", largeHigh, {noLines}},
    {"LongRunLowGrayLevelEmphasis", "IVPO", "sum of s^2 p(i,s) / i^2", "Large where there are long dark runs.", largeLow, {noLines}},
    {"LowGrayLevelRunEmphasis", "V3SW", "sum of p(i,s) / i^2", "Large where runs are dark.", low, {noLines}},
    {"RunEntropy",
     "HJ9O",
     "-sum of p(i,s) log2(p(i,s) + e)",
     "How unpredictable a run's grey level and length are, in bits.",
     entropy,
     {noLines,
      "-3.2e-16 where one entry holds everything, as e is added before the logarithm; 0 under weightingNorm where there are no runs, as in "
      "PyRadiomics."}},
    {"RunLengthNonUniformity", "W92Y", "sum of C(s)^2 / N", "How unevenly the runs share the lengths.", sizeNonUniformity, {noLines}},
    {"RunLengthNonUniformityNormalized",
     "IC23",
     "sum of C(s)^2 / N^2",
     "The same, whatever the number of runs.",
     sizeNonUniformityNormalized,
     {noLines}},
    {"RunPercentage", "9ZK5", "N / Np", "Runs for each voxel: 1 where no two neighbours are equal.", percentage, {noLines}},
    {"RunVariance",
     "SXLW",
     "sum of (s - mean of s)^2 p(i,s)",
     "Spread of the runs' lengths.",
     sizeVariance,
     {noLines, "0 under weightingNorm where there are no runs, as in PyRadiomics."}},
    {"ShortRunEmphasis", "22OV", "sum of p(i,s) / s^2", "Large where runs are short: fine texture.", small, {noLines}},
    {"ShortRunHighGrayLevelEmphasis", "GD3A", "sum of i^2 p(i,s) / s^2", "Large where there are short bright runs.", smallHigh, {noLines}},
    {"ShortRunLowGrayLevelEmphasis", "HTZT", "sum of p(i,s) / (i^2 s^2)", "Large where there are short dark runs.", smallLow, {noLines}},
};

const std::vector<Feature<SizeMatrix>> glszmFeatures = {
    {"GrayLevelNonUniformity", "JNSA", "sum of R(i)^2 / N", "How unevenly the zones share the grey levels.", levelNonUniformity},
    {"GrayLevelNonUniformityNormalized",
     "Y1RO",
     "sum of R(i)^2 / N^2",
     "The same, whatever the number of zones.",
     levelNonUniformityNormalized,
     {.edge = flatOne}},
    {"GrayLevelVariance",
     "BYLV",
     "sum of (i - mean of i)^2 p(i,s)",
     "Spread of the zones' grey levels.",
     levelVariance,
     {.edge = flatZero}},
    {"HighGrayLevelZoneEmphasis", "5GN9", "sum of i^2 p(i,s)", "Large where zones are bright.", high},
    {"LargeAreaEmphasis", "48P8", "sum of s^2 p(i,s)", "Large where zones are large: coarse texture.", large},
    {"LargeAreaHighGrayLevelEmphasis", "J17V", "sum of i^2 s^2 p(i,s)", "Large where there are large bright zones.", largeHigh},
    {"LargeAreaLowGrayLevelEmphasis", "YH51", "sum of s^2 p(i,s) / i^2", "Large where there are large dark zones.", largeLow},
    {"LowGrayLevelZoneEmphasis", "XMSY", "sum of p(i,s) / i^2", "Large where zones are dark.", low},
    {"SizeZoneNonUniformity", "4JP3", "sum of C(s)^2 / N", "How unevenly the zones share the sizes.", sizeNonUniformity},
    {"SizeZoneNonUniformityNormalized", "VB3A", "sum of C(s)^2 / N^2", "The same, whatever the number of zones.",
     sizeNonUniformityNormalized},
    {"SmallAreaEmphasis", "5QRC", "sum of p(i,s) / s^2", "Large where zones are small: fine texture.", small},
    {"SmallAreaHighGrayLevelEmphasis", "HW1V", "sum of i^2 p(i,s) / s^2", "Large where there are small bright zones.", smallHigh},
    {"SmallAreaLowGrayLevelEmphasis", "5RAI", "sum of p(i,s) / (i^2 s^2)", "Large where there are small dark zones.", smallLow},
    {"ZoneEntropy",
     "GU8N",
     "-sum of p(i,s) log2(p(i,s) + e)",
     "How unpredictable a zone's grey level and size are, in bits.",
     entropy,
     {.edge = entropyOfOne}},
    {"ZonePercentage", "P30P", "N / Np", "Zones for each voxel: 1 where no two neighbours are equal.", percentage},
    {"ZoneVariance",
     "3NSA",
     "sum of (s - mean of s)^2 p(i,s)",
     "Spread of the zones' sizes.",
     sizeVariance,
     {.edge = "0 where all zones have one size."}},
};

const std::vector<Feature<SizeMatrix>> gldmFeatures = {
    {"DependenceEntropy",
     "FCBV",
     "-sum of p(i,s) log2(p(i,s) + e)",
     "How unpredictable a voxel's grey level and dependence are, in bits.",
     entropy,
     {.edge = entropyOfOne}},
    {"DependenceNonUniformity", "Z87G", "sum of C(s)^2 / N", "How unevenly the voxels share the dependences.", sizeNonUniformity},
    {"DependenceNonUniformityNormalized", "OKJI", "sum of C(s)^2 / N^2", "The same, whatever the number of voxels.",
     sizeNonUniformityNormalized},
    {"DependencePercentage",
     "6XV8",
     "N / Np",
     "1 for every region.",
     noValue,
     {"PyRadiomics gives it no value; it is 1 for every region", "", true}},
    {"DependenceVariance",
     "DNX2",
     "sum of (s - mean of s)^2 p(i,s)",
     "Spread of the dependences.",
     sizeVariance,
     {.edge = "0 where all voxels have one dependence."}},
    {"GrayLevelNonUniformity", "FP8K", "sum of R(i)^2 / N", "How unevenly the voxels share the grey levels.", levelNonUniformity},
    {"GrayLevelNonUniformityNormalized",
     "5SPA",
     "sum of R(i)^2 / N^2",
     "The same as Uniformity of class firstorder.",
     noValue,
     {"PyRadiomics gives it no value; ask for Uniformity of class firstorder, which is the same", "", true}},
    {"GrayLevelVariance", "1PFV", "sum of (i - mean of i)^2 p(i,s)", "Spread of the grey levels.", levelVariance, {.edge = flatZero}},
    {"HighGrayLevelEmphasis", "OAE7", "sum of i^2 p(i,s)", "Large where voxels are bright.", high},
    {"LargeDependenceEmphasis", "IMOQ", "sum of s^2 p(i,s)", "Large where voxels have many neighbours like them: homogeneous texture.",
     large},
    {"LargeDependenceHighGrayLevelEmphasis", "9QMG", "sum of i^2 s^2 p(i,s)", "Large where bright voxels have many neighbours like them.",
     largeHigh},
    {"LargeDependenceLowGrayLevelEmphasis", "NBZI", "sum of s^2 p(i,s) / i^2", "Large where dark voxels have many neighbours like them.",
     largeLow},
    {"LowGrayLevelEmphasis", "TL9H", "sum of p(i,s) / i^2", "Large where voxels are dark.", low},
    {"SmallDependenceEmphasis", "SODN", "sum of p(i,s) / s^2", "Large where voxels have few neighbours like them: fine texture.", small},
    {"SmallDependenceHighGrayLevelEmphasis", "JA6D", "sum of i^2 p(i,s) / s^2", "Large where bright voxels have few neighbours like them.",
     smallHigh},
    {"SmallDependenceLowGrayLevelEmphasis", "EQ3F", "sum of p(i,s) / (i^2 s^2)", "Large where dark voxels have few neighbours like them.",
     smallLow},
};

}  // namespace fascicle
