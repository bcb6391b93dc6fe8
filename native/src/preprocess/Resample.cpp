#include "preprocess/Resample.hpp"

#include <algorithm>
#include <cmath>

#include "grid/GridTransform.hpp"
#include "preprocess/Crop.hpp"

namespace fascicle {
namespace {

/** 1 GiB as float64, and filters take some times as much: what a workstation has beside the image. */
constexpr double mostVoxels = 134217728;

bool isClose(double value, double reference) { return std::abs(value - reference) <= 1e-8 + 1e-5 * std::abs(reference); }

/** The new grid: the region's box and the padding, as far as the mask's grid reaches. */
Grid gridAround(const Grid& mask, const Box& box, const std::array<double, 3>& spacingMm, std::int64_t padDistance) {
  Grid grid = mask;
  grid.spacingMm = spacingMm;
  Position3 first;
  double voxels = 1;
  for (int axis = 0; axis < 3; ++axis) {
    const double old = mask.spacingMm[axis], ratio = old / spacingMm[axis];
    const auto lower = static_cast<double>(box.lower[axis]), size = static_cast<double>(box.size[axis]), padding = static_cast<double>(padDistance);
    const double from = std::max(0.0, std::floor((lower - 0.5) * ratio - padding));
    const double to = std::min(std::ceil((lower + size - 0.5) * ratio + padding), std::ceil(static_cast<double>(mask.size[axis]) * ratio) - 1);
    voxels *= to - from + 1;
    if (to < from)
      throw Refused(
          "With this resampledPixelSpacing nothing of the region is left: one voxel would be larger than the image. Choose a smaller "
          "spacing.");
    if (!(voxels <= mostVoxels))
      throw Refused(
          "With this resampledPixelSpacing the region and its padding would have more than 134,217,728 voxels. Choose a larger spacing.");
    grid.size[axis] = static_cast<std::int64_t>(to - from + 1);
    first[axis] = 0.5 * (spacingMm[axis] - old) / old + from / ratio;
  }
  grid.originMm = GridTransform(mask).pointAt(first);
  return grid;
}

}  // namespace

Resampled resample(const Image& image, const LabelMask& mask, const Box& maskBox, const std::array<double, 3>& spacingMm,
                   std::int64_t padDistance, Interpolator interpolator, Work& work) {
  const Grid& old = mask.image.grid;
  checkInside(image.grid, old, maskBox);
  std::array<double, 3> spacing = spacingMm;
  bool same = true;
  for (int axis = 0; axis < 3; ++axis) {
    if (!(spacing[axis] >= 0) || !std::isfinite(spacing[axis]))
      throw Refused("resampledPixelSpacing holds a number that is negative or not finite. Give mm, or 0 to keep a spacing.");
    if (spacing[axis] == 0 || maskBox.size[axis] == 1) spacing[axis] = old.spacingMm[axis];
    same = same && isClose(image.grid.spacingMm[axis], spacing[axis]);
  }
  if (same) {
    const LabelMask onImage = nearestOnGrid(mask, maskBox, image.grid, work);
    const std::optional<MaskExtent> extent = measureMask(onImage, work);
    if (!extent) throw Refused("On the image's grid no voxel of the region is left. Draw a larger region.");
    const Box box = padBox(extent->box, padDistance, image.grid);
    return {cropImage(image, box, work), {cropImage(onImage.image, box, work), onImage.label}};
  }
  const Grid grid = gridAround(old, maskBox, spacing, padDistance);
  return {interpolateOnto(image, grid, interpolator, work), nearestOnGrid(mask, maskBox, grid, work)};
}

}  // namespace fascicle
