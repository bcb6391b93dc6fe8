// Points through the steps of a transform, one row of voxels at a time.
#pragma once

#include "preprocess/TransformResample.hpp"

namespace fascicle {

/** From a target's voxel to an index between the voxels of an image. Linear neighbours are made one. */
class PointChain {
 public:
  PointChain(const Grid& target, const std::vector<TransformStep>& steps, const Grid& image);

  /** The places of the row's `count` voxels from its first one on; NaN where there is none. */
  void row(std::int64_t j, std::int64_t k, std::int64_t count, std::vector<Position3>& places) const;

 private:
  LinearStep toPoint_;
  std::vector<TransformStep> rest_;
};

}  // namespace fascicle
