// Classes whose matrix is counted direction by direction: features of each, averaged, or of one weighted sum.
#pragma once

#include <optional>
#include <vector>

#include "features/GlcmFeatures.hpp"
#include "features/SizeMatrixFeatures.hpp"
#include "matrices/Weighting.hpp"

namespace fascicle {

/** Co-occurrence. Tasks fill it in, each its own direction; `finish` ends it. */
class GlcmDirections {
 public:
  /** What the tasks refer to must outlive them. */
  void addTasks(const Region& region, const Levels& levels, std::vector<Offset> directions, bool symmetrical, WeightingNorm norm, bool keepMatrices,
                const Work& work, std::vector<Task>& tasks);
  /** Merges the directions where they are weighted. After the tasks. */
  void finish(const Region& region, const Levels& levels);

  std::vector<std::vector<double>> values;    // of every feature, by direction; empty where a direction has no pairs; one row where weighted
  std::vector<std::optional<Glcm>> matrices;  // where kept

 private:
  std::vector<Offset> directions_;
  WeightingNorm norm_ = WeightingNorm::off;
  bool keepMatrices_ = false;
  std::vector<PairCounts> counts_;  // where weighted
};

/** Run lengths, likewise. */
class GlrlmDirections {
 public:
  /** What the tasks refer to must outlive them. */
  void addTasks(const Region& region, const Levels& levels, std::vector<Offset> directions, WeightingNorm norm, bool keepMatrices, const Work& work,
                std::vector<Task>& tasks);
  void finish(const Region& region);

  std::vector<std::vector<double>> values;
  std::vector<std::optional<SizeMatrix>> matrices;

 private:
  std::vector<Offset> directions_;
  WeightingNorm norm_ = WeightingNorm::off;
  bool keepMatrices_ = false;
  std::vector<std::optional<SizeMatrix>> counts_;
};

}  // namespace fascicle
