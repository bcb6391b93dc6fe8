// The voxels of a mask that carry one label.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <type_traits>
#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** The region of interest: the voxels of `image` that hold `label`. */
struct LabelMask {
  Image image;
  std::uint32_t label = 1;
};

/** Whether a mask voxel holds the label. Voxels are truncated to whole numbers first, as PyRadiomics does (1.7 is label 1). */
template <class Scalar>
inline bool hasLabel(Scalar value, std::uint32_t label) {
  if constexpr (std::is_floating_point_v<Scalar>) {
    return value >= static_cast<double>(label) && value < static_cast<double>(label) + 1.0;
  } else if constexpr (std::is_signed_v<Scalar>) {
    return static_cast<std::int64_t>(value) == static_cast<std::int64_t>(label);
  } else {
    return static_cast<std::uint32_t>(value) == label;
  }
}

/** Where a label lies. */
struct MaskExtent {
  Box box;                                  // the smallest box around the label's voxels
  std::int64_t voxelCount = 0;
  std::vector<std::int64_t> voxelsInSlice;  // of each slice of the box
};

/** Where the label lies; nothing where no voxel holds it. */
std::optional<MaskExtent> measureMask(const LabelMask& mask, Work& work);

/** Where each label of a label map lies, in one pass. 0, negative values and NaN are no labels. */
std::map<std::uint32_t, MaskExtent> measureLabels(const Image& labels, Work& work);

/**
 * The mask on another grid: each of the grid's voxels has the label where the mask's nearest voxel has it (a tie goes to the larger index).
 * The result is uint8, with label 1. As PyRadiomics with correctMask: ITK's resampling through patient space with its nearest neighbour.
 * Throws Refused where the label is absent or its box reaches outside the grid by more than a thousandth of a voxel.
 */
LabelMask resampleMaskOnto(const LabelMask& mask, const Grid& target, Work& work);

/** The same for a box of the mask that holds all of the label; what lies outside the target is cut off. */
LabelMask nearestOnGrid(const LabelMask& mask, const Box& box, const Grid& target, Work& work);

}  // namespace fascicle
