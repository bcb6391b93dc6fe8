#include "features/GlcmFeatures.hpp"

#include <algorithm>
#include <cmath>

#include "matrices/SecondEigenvalue.hpp"

namespace fascicle {
namespace {

/** Sum over i and j of p(i,j) w(i,j). */
template <class Weight>
double weighted(const Glcm& m, Weight&& weight) {
  double sum = 0;
  for (const Glcm::Entry& e : m.entries) sum += e.p * weight(e.i, e.j);
  return sum;
}

/** Sum over k of q(k) w(k), k from `first`. */
template <class Weight>
double weightedBy(const std::vector<double>& q, std::size_t first, Weight&& weight) {
  double sum = 0;
  for (std::size_t k = first; k < q.size(); ++k) sum += q[k] * weight(static_cast<double>(k));
  return sum;
}

double entropyOf(const std::vector<double>& q) {
  double sum = 0;
  for (const double p : q) sum += p * std::log2(p + epsilon);
  return -sum;
}

double autocorrelation(const Glcm& m) {
  return weighted(m, [](double i, double j) { return i * j; });
}
double clusterProminence(const Glcm& m) {
  return weighted(m, [&](double i, double j) { const double d = i + j - m.ux - m.uy; return d * d * d * d; });
}
double clusterShade(const Glcm& m) {
  return weighted(m, [&](double i, double j) { const double d = i + j - m.ux - m.uy; return d * d * d; });
}
double clusterTendency(const Glcm& m) {
  return weighted(m, [&](double i, double j) { const double d = i + j - m.ux - m.uy; return d * d; });
}
double contrast(const Glcm& m) {
  return weighted(m, [](double i, double j) { return (i - j) * (i - j); });
}
double correlation(const Glcm& m) {
  if (m.sx * m.sy == 0) return 1;
  return weighted(m, [&](double i, double j) { return (i - m.ux) * (j - m.uy); }) / (m.sx * m.sy + epsilon);
}
double differenceAverage(const Glcm& m) {
  return weightedBy(m.pdiff, 0, [](double k) { return k; });
}
double differenceEntropy(const Glcm& m) { return entropyOf(m.pdiff); }
double differenceVariance(const Glcm& m) {
  const double average = differenceAverage(m);
  return weightedBy(m.pdiff, 0, [average](double k) { return (k - average) * (k - average); });
}
double id(const Glcm& m) {
  return weightedBy(m.pdiff, 0, [](double k) { return 1 / (1 + k); });
}
double idm(const Glcm& m) {
  return weightedBy(m.pdiff, 0, [](double k) { return 1 / (1 + k * k); });
}
double idmn(const Glcm& m) {
  const double ng = m.largestLevel;
  return weightedBy(m.pdiff, 0, [ng](double k) { return 1 / (1 + k * k / (ng * ng)); });
}
double idn(const Glcm& m) {
  const double ng = m.largestLevel;
  return weightedBy(m.pdiff, 0, [ng](double k) { return 1 / (1 + k / ng); });
}
double imc1(const Glcm& m) {
  const double larger = std::max(m.hx, m.hy);
  return larger == 0 ? 0 : (m.hxy - m.hxy1) / larger;
}
double imc2(const Glcm& m) { return m.hxy >= m.hxy2 ? 0 : std::sqrt(1 - std::exp(-2 * (m.hxy2 - m.hxy))); }
double inverseVariance(const Glcm& m) {
  return weightedBy(m.pdiff, 1, [](double k) { return 1 / (k * k); });
}
double jointAverage(const Glcm& m) { return m.ux; }
double jointEnergy(const Glcm& m) {
  double sum = 0;
  for (const Glcm::Entry& e : m.entries) sum += e.p * e.p;
  return sum;
}
double jointEntropy(const Glcm& m) { return m.hxy; }
double mcc(const Glcm& m) { return m.px.size() < 2 ? 1 : std::sqrt(secondEigenvalue(m)); }
double maximumProbability(const Glcm& m) {
  double largest = 0;
  for (const Glcm::Entry& e : m.entries) largest = std::max(largest, e.p);
  return largest;
}
double sumAverage(const Glcm& m) {
  return weightedBy(m.psum, 2, [](double k) { return k; });
}
double sumEntropy(const Glcm& m) { return entropyOf(m.psum); }
double sumSquares(const Glcm& m) {
  return weighted(m, [&](double i, double) { return (i - m.ux) * (i - m.ux); });
}

double noValue(const Glcm&) { return std::nan(""); }

constexpr const char* noPairs = "no two voxels of the region are neighbours at the distances asked for, or weightingNorm leaves no pair any weight";
constexpr const char* flatZero = "0 for a region of one grey level.";
constexpr const char* flatOne = "1 for a region of one grey level.";
constexpr const char* flatEntropy = "-3.2e-16 for a region of one grey level, as e is added before the logarithm.";
constexpr const char* flatLevel = "For a region of one grey level it depends on that level, which is 1 under a binWidth.";

}  // namespace

const std::vector<Feature<Glcm>> glcmFeatures = {
    {"Autocorrelation",
     "QWB0",
     "sum of p(i,j) i j",
     "How coarse the texture is, weighted by how bright: large where bright voxels have bright neighbours.",
     autocorrelation,
     {noPairs, flatLevel}},
    {"ClusterProminence",
     "AE86",
     "sum of (i + j - ux - uy)^4 p(i,j)",
     "Tails of the sums of neighbours; large where few pairs lie far from the mean.",
     clusterProminence,
     {noPairs, flatZero}},
    {"ClusterShade", "7NFM", "sum of (i + j - ux - uy)^3 p(i,j)", "Skewness of the sums of neighbours.", clusterShade, {noPairs, flatZero}},
    {"ClusterTendency",
     "DG8W",
     "sum of (i + j - ux - uy)^2 p(i,j)",
     "Spread of the sums of neighbours: how much like voxels lie together.",
     clusterTendency,
     {noPairs, flatZero}},
    {"Contrast", "ACUI", "sum of (i - j)^2 p(i,j)", "How far neighbours differ.", contrast, {noPairs, flatZero}},
    {"Correlation",
     "NI2N",
     "sum of (i - ux)(j - uy) p(i,j) / (sx sy + e); 1 where sx sy = 0",
     "How well a voxel's grey level is predicted linearly by its neighbour's.",
     correlation,
     {noPairs, "1 for a region of one grey level."}},
    {"DifferenceAverage", "TF7R", "sum of k pdiff(k)", "Mean difference of neighbours.", differenceAverage, {noPairs, flatZero}},
    {"DifferenceEntropy",
     "NTRS",
     "-sum of pdiff(k) log2(pdiff(k) + e)",
     "How unpredictable the difference of neighbours is, in bits.",
     differenceEntropy,
     {noPairs, flatEntropy}},
    {"DifferenceVariance",
     "D3YU",
     "sum of (k - DifferenceAverage)^2 pdiff(k)",
     "Spread of the differences of neighbours.",
     differenceVariance,
     {noPairs, flatZero}},
    {"Dissimilarity",
     "8S9J",
     "sum of |i - j| p(i,j)",
     "The same as DifferenceAverage.",
     noValue,
     {"PyRadiomics gives it no value; ask for DifferenceAverage, which is the same", "", true}},
    {"Homogeneity1",
     "none",
     "sum of p(i,j) / (1 + |i - j|)",
     "The same as Id.",
     noValue,
     {"PyRadiomics gives it no value; ask for Id, which is the same", "", true}},
    {"Homogeneity2",
     "none",
     "sum of p(i,j) / (1 + (i - j)^2)",
     "The same as Idm.",
     noValue,
     {"PyRadiomics gives it no value; ask for Idm, which is the same", "", true}},
    {"Id", "IB1Z", "sum of pdiff(k) / (1 + k)", "Local homogeneity: 1 where all neighbours are equal.", id, {noPairs, flatOne}},
    {"Idm", "WF0Z", "sum of pdiff(k) / (1 + k^2)", "Local homogeneity, large differences counting less.", idm, {noPairs, flatOne}},
    {"Idmn",
     "1QCO",
     "sum of pdiff(k) / (1 + k^2 / Ng^2)",
     "Idm with differences as shares of the number of grey levels.",
     idmn,
     {noPairs, flatOne}},
    {"Idn",
     "NDRX",
     "sum of pdiff(k) / (1 + k / Ng)",
     "Id with differences as shares of the number of grey levels.",
     idn,
     {noPairs, flatOne}},
    {"Imc1",
     "R8DG",
     "(HXY - HXY1) / max(HX, HY); 0 where that is 0",
     "Mutual information of neighbours, negative, as a share of their entropy: 0 for independent ones.",
     imc1,
     {noPairs, "0 for a region of one grey level."}},
    {"Imc2",
     "JN9H",
     "sqrt(1 - exp(-2 (HXY2 - HXY))); 0 where HXY >= HXY2",
     "Mutual information of neighbours as a correlation: 0 for independent ones.",
     imc2,
     {noPairs, "0 for a region of one grey level."}},
    {"InverseVariance",
     "E8JP",
     "sum over k > 0 of pdiff(k) / k^2",
     "Like Idm, without the pairs of equal neighbours.",
     inverseVariance,
     {noPairs, flatZero}},
    {"JointAverage", "60VM", "ux", "Mean grey level of the voxels that have neighbours.", jointAverage, {noPairs, flatLevel}},
    {"JointEnergy", "8ZQL", "sum of p(i,j)^2", "How much the pairs repeat: 1 where all are the same.", jointEnergy, {noPairs, flatOne}},
    {"JointEntropy", "TU9B", "HXY", "How unpredictable a pair of neighbours is, in bits.", jointEntropy, {noPairs, flatEntropy}},
    {"MCC",
     "none",
     "sqrt(second largest eigenvalue of Q), Q(i,j) = sum over k of p(i,k) p(j,k) / (px(i) py(k) + e); 1 where K = 1",
     "The largest correlation that any recoding of the grey levels can give neighbours.",
     mcc,
     {noPairs, "1 for a region of one grey level."}},
    {"MaximumProbability", "GYBY", "max p(i,j)", "Share of the commonest pair.", maximumProbability, {noPairs, flatOne}},
    {"SumAverage", "ZGXS", "sum of k psum(k)", "Mean sum of neighbours.", sumAverage, {noPairs, flatLevel}},
    {"SumEntropy",
     "P6QZ",
     "-sum of psum(k) log2(psum(k) + e)",
     "How unpredictable the sum of neighbours is, in bits.",
     sumEntropy,
     {noPairs, flatEntropy}},
    {"SumSquares",
     "UR99",
     "sum of (i - ux)^2 p(i,j)",
     "Variance of the grey levels of the voxels that have neighbours.",
     sumSquares,
     {noPairs, flatZero}},
    {"SumVariance",
     "OEEB",
     "sum of (k - SumAverage)^2 psum(k)",
     "The same as ClusterTendency.",
     noValue,
     {"PyRadiomics gives it no value; ask for ClusterTendency, which is the same", "", true}},
};

}  // namespace fascicle
