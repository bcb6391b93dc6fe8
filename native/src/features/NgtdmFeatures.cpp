#include "features/NgtdmFeatures.hpp"

#include <cmath>

namespace fascicle {
namespace {

double sumOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

/** Sum over i of p(i) s(i). */
double meanDifference(const Ngtdm& m) {
  double sum = 0;
  for (std::size_t i = 0; i < m.p.size(); ++i) sum += m.p[i] * m.s[i];
  return sum;
}

/** Sum over all pairs of levels of f(a, b). */
template <class F>
double overPairs(const Ngtdm& m, F&& f) {
  double sum = 0;
  for (std::size_t a = 0; a < m.level.size(); ++a) {
    for (std::size_t b = 0; b < m.level.size(); ++b) sum += f(a, b);
  }
  return sum;
}

bool isEmpty(const Ngtdm& m) { return m.level.empty(); }

double busyness(const Ngtdm& m) {
  if (isEmpty(m)) return std::nan("");
  const double between = overPairs(m, [&](std::size_t a, std::size_t b) { return std::abs(m.level[a] * m.p[a] - m.level[b] * m.p[b]); });
  return between == 0 ? 0 : meanDifference(m) / between;
}

double coarseness(const Ngtdm& m) {
  if (isEmpty(m)) return std::nan("");
  const double sum = meanDifference(m);
  return sum == 0 ? 1e6 : 1 / sum;
}

double complexity(const Ngtdm& m) {
  if (isEmpty(m)) return std::nan("");
  return overPairs(m, [&](std::size_t a, std::size_t b) {
           return std::abs(m.level[a] - m.level[b]) * (m.p[a] * m.s[a] + m.p[b] * m.s[b]) / (m.p[a] + m.p[b]);
         }) / m.voxelCount;
}

double contrast(const Ngtdm& m) {
  if (isEmpty(m)) return std::nan("");
  const double levels = static_cast<double>(m.level.size());
  if (levels == 1) return 0;
  const double spread = overPairs(m, [&](std::size_t a, std::size_t b) {
    const double d = m.level[a] - m.level[b];
    return m.p[a] * m.p[b] * d * d;
  });
  return spread / (levels * (levels - 1)) * (sumOf(m.s) / m.voxelCount);
}

double strength(const Ngtdm& m) {
  if (isEmpty(m)) return std::nan("");
  const double sum = sumOf(m.s);
  if (sum == 0) return 0;
  return overPairs(m, [&](std::size_t a, std::size_t b) {
           const double d = m.level[a] - m.level[b];
           return (m.p[a] + m.p[b]) * d * d;
         }) / sum;
}

constexpr const char* noNeighbours = "no voxel of the region has a neighbour in it at the distances asked for";
constexpr const char* flatZero = "0 for a region of one grey level.";

}  // namespace

const std::vector<Feature<Ngtdm>> ngtdmFeatures = {
    {"Busyness",
     "NQ30",
     "sum of p(i) s(i) / sum over i, j of |i p(i) - j p(j)|; 0 where that is 0",
     "How fast grey levels change between neighbours.",
     busyness,
     {noNeighbours, flatZero}},
    {"Coarseness",
     "QCDE",
     "1 / sum of p(i) s(i); 1e6 where that is 0",
     "Large where neighbours are alike.",
     coarseness,
     {noNeighbours, "1e6 for a region of one grey level."}},
    {"Complexity",
     "HDEZ",
     "sum over i, j of |i - j| (p(i) s(i) + p(j) s(j)) / (p(i) + p(j)) / Nvp",
     "Large where many different grey levels change fast.",
     complexity,
     {noNeighbours, flatZero}},
    {"Contrast",
     "65HE",
     "sum over i, j of p(i) p(j) (i - j)^2 / (Ngp (Ngp - 1)) * sum of s(i) / Nvp; 0 where Ngp = 1",
     "Range of grey levels times how much neighbours differ.",
     contrast,
     {noNeighbours, flatZero}},
    {"Strength",
     "1X9X",
     "sum over i, j of (p(i) + p(j)) (i - j)^2 / sum of s(i); 0 where that is 0",
     "Large where the texture's elements are clearly seen.",
     strength,
     {noNeighbours, flatZero}},
};

}  // namespace fascicle
