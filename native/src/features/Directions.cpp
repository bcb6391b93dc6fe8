#include "features/Directions.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "matrices/Glrlm.hpp"

namespace fascicle {

void GlcmDirections::addTasks(const Region& region, const Levels& levels, std::vector<Offset> directions, bool symmetrical, WeightingNorm norm,
                              bool keepMatrices, const Work& work, std::vector<Task>& tasks) {
  directions_ = std::move(directions);
  norm_ = norm;
  keepMatrices_ = keepMatrices;
  const bool weighted = norm != WeightingNorm::off;
  counts_.resize(weighted ? directions_.size() : 0);
  values.resize(weighted ? 1 : directions_.size());
  matrices.resize(values.size());
  for (std::size_t d = 0; d < directions_.size(); ++d) {
    tasks.push_back([this, d, weighted, symmetrical, &region, &levels, &work] {
      PairCounts counts = PairCounts::of(region, levels, directions_[d], symmetrical, work);
      if (weighted) {
        counts_[d] = std::move(counts);
        return;
      }
      Glcm pairs(levels, counts);
      if (!pairs.hasPairs()) return;
      values[d] = computeAll(glcmFeatures, pairs);
      if (keepMatrices_) matrices[d].emplace(std::move(pairs));
    });
  }
}

void GlcmDirections::finish(const Region& region, const Levels& levels) {
  if (norm_ == WeightingNorm::off) return;
  std::vector<double> weights;
  for (const Offset& offset : directions_) weights.push_back(pairWeight(offset, region.spacingMm, norm_));
  Glcm pairs(levels, PairCounts::weighted(counts_, weights));
  if (!pairs.hasPairs()) return;
  values[0] = computeAll(glcmFeatures, pairs);
  if (keepMatrices_) matrices[0].emplace(std::move(pairs));
}

void GlrlmDirections::addTasks(const Region& region, const Levels& levels, std::vector<Offset> directions, WeightingNorm norm, bool keepMatrices,
                               const Work& work, std::vector<Task>& tasks) {
  directions_ = std::move(directions);
  norm_ = norm;
  keepMatrices_ = keepMatrices;
  const bool weighted = norm != WeightingNorm::off;
  counts_.resize(weighted ? directions_.size() : 0);
  values.resize(weighted ? 1 : directions_.size());
  matrices.resize(values.size());
  for (std::size_t d = 0; d < directions_.size(); ++d) {
    tasks.push_back([this, d, weighted, &region, &levels, &work] {
      std::optional<SizeMatrix> runs = countRuns(region, levels, directions_[d], work);
      if (weighted) {
        counts_[d] = std::move(runs);
        return;
      }
      if (runs) values[d] = computeAll(glrlmFeatures, *runs);
      if (keepMatrices_) matrices[d] = std::move(runs);
    });
  }
}

void GlrlmDirections::finish(const Region& region) {
  if (norm_ == WeightingNorm::off) return;
  std::vector<double> weights;
  std::vector<SizeMatrix> counted;
  for (std::size_t d = 0; d < directions_.size(); ++d) {
    if (!counts_[d]) continue;
    counted.push_back(std::move(*counts_[d]));
    weights.push_back(runWeight(directions_[d], region.spacingMm, norm_));
  }
  if (counted.empty()) {
    // PyRadiomics leaves out the lengths that do not occur, here all: what it sums over lengths alone is then 0, what it divides by N undefined.
    for (const Feature<SizeMatrix>& feature : glrlmFeatures) {
      const std::string name = feature.name;
      values[0].push_back(name == "RunEntropy" || name == "RunVariance" ? 0.0 : std::nan(""));
    }
    return;
  }
  SizeMatrix runs(counted, weights);
  values[0] = computeAll(glrlmFeatures, runs);
  if (keepMatrices_) matrices[0].emplace(std::move(runs));
}

}  // namespace fascicle
