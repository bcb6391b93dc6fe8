#include "pipeline/PrepareRegion.hpp"

#include <algorithm>
#include <utility>

#include "preprocess/Crop.hpp"
#include "preprocess/Normalise.hpp"

namespace fascicle {
namespace {

std::string named(std::uint32_t label) { return "The region with label " + std::to_string(label); }

MaskExtent measureOriginal(const LabelMask& mask, Work& work) {
  const std::optional<MaskExtent> extent = measureMask(mask, work);
  if (!extent) refuseAbsentLabel(mask);
  return *extent;
}

}  // namespace

bool wantsTexture(const Request& request) {
  return std::any_of(request.classes.begin(), request.classes.end(), [](const std::string& name) { return !name.starts_with("shape"); });
}

bool wantsImages(const Request& request) { return request.withImages || wantsTexture(request); }

MaskExtent acceptRegion(const std::optional<MaskExtent>& found, std::uint32_t label, const Preprocessing& settings, const std::string& when) {
  const std::string region = named(label) + when;
  if (!found) throw Refused(region + " is empty. Draw it larger, or change the settings.");
  if (found->voxelCount == 1) throw Refused(region + " is a single voxel. No features can be computed of it; draw a larger region.");
  const auto dimensions = std::count_if(found->box.size.begin(), found->box.size.end(), [](std::int64_t side) { return side > 1; });
  if (dimensions < settings.minimumRoiDimensions) {
    throw Refused(region + " extends in " + std::to_string(dimensions) + " direction(s) only; the settings ask for " +
                  std::to_string(settings.minimumRoiDimensions) + " (minimumROIDimensions). Draw a larger region, or lower that setting.");
  }
  if (settings.minimumRoiSize > 0 && found->voxelCount <= settings.minimumRoiSize) {
    throw Refused(region + " has " + std::to_string(found->voxelCount) + " voxels; the settings ask for more than " +
                  std::to_string(settings.minimumRoiSize) + " (minimumROISize). Draw a larger region, or lower that setting.");
  }
  return *found;
}

void refuseNotFinite(std::int64_t notFinite, const Region& region, std::uint32_t label, const std::string& imageName) {
  if (notFinite == 0) return;
  throw Refused(named(label) + " holds " + std::to_string(notFinite) + " of " + std::to_string(region.voxelCount) +
                " voxels whose intensity is not a finite number (NaN or infinite)" + (imageName == "original" ? "" : " in the image " + imageName) +
                ". Correct the image, or leave these voxels out of the region" + (imageName == "original" ? "." : ", or leave this image type out."));
}

Image prepareImage(const Request& request, Work& work) {
  const Preprocessing& steps = request.preprocessing;
  const bool filters = wantsImages(request) &&
                       std::any_of(request.imageTypes.begin(), request.imageTypes.end(), [](const auto& type) { return looksAtWholeImage(type.type); });
  if (filters || steps.normalisation || steps.resampling) {
    const std::int64_t notFinite = countNotFinite(request.image, work);
    if (notFinite > 0) {
      throw Refused("The image holds " + std::to_string(notFinite) +
                    " voxels whose intensity is not a finite number (NaN or infinite), and the settings ask for "
                    "steps that look at all of it (normalising, resampling or a filter). Correct the image.");
    }
  }
  return steps.normalisation ? normalise(request.image, steps.normalisation->scale, steps.normalisation->removeOutliers, work) : request.image;
}

PreparedRegion prepareRegion(const Request& request, const Image& image, std::uint32_t label, LabelResult& result, Work& work) {
  const Preprocessing& steps = request.preprocessing;
  const auto describe = [&](const char* step, const Image* whole, const LabelMask& mask, const MaskExtent& extent, const Image* intensities) {
    if (!request.withDiagnostics) return;
    StepDiagnostics taken{step, mask.image.grid, diagnoseMask(mask, extent, work), std::nullopt, std::nullopt, std::nullopt};
    if (whole) {
      taken.imageGrid = whole->grid;
      taken.image = measureImage(*whole, work);
    }
    if (intensities) taken.intensities = measureRegion(*intensities, mask, extent.box, work);
    result.diagnostics.push_back(std::move(taken));
  };

  PreparedRegion out{image, {request.mask, label}, {}, {}, {}};
  MaskExtent extent = measureOriginal(out.mask, work);
  describe("original", &request.image, out.mask, extent, nullptr);
  acceptRegion(extent, label, steps, "");
  std::string when;
  if (steps.resampling) {
    Resampled resampled = resample(out.image, out.mask, extent.box, steps.resampling->spacingMm, steps.padDistance, steps.resampling->interpolator, work);
    out.image = std::move(resampled.image);
    out.mask = std::move(resampled.mask);
    when = " after resampling";
  } else if (request.resampleMask) {
    out.mask = resampleMaskOnto(out.mask, out.image.grid, work);
    when = " on the image's grid";
  }
  if (!when.empty()) {
    extent = acceptRegion(measureMask(out.mask, work), label, steps, when);
    describe(steps.resampling ? "interpolated" : "corrected", steps.resampling ? &out.image : nullptr, out.mask, extent, &out.image);
  }
  if (steps.preCrop && !steps.resampling) {
    const Box padded = padBox(extent.box, steps.padDistance, out.image.grid);
    out.image = cropImage(out.image, padded, work);
    out.mask.image = cropImage(out.mask.image, padded, work);
    for (int axis = 0; axis < 3; ++axis) extent.box.lower[axis] -= padded.lower[axis];
  }

  const LabelMask drawn = out.mask;
  if (steps.resegmentation) {
    out.mask = resegment(out.image, out.mask, extent.box, steps.resegmentation->range, steps.resegmentation->mode, work);
    extent = acceptRegion(measureMask(out.mask, work), label, steps, " after resegmentation");
    describe("resegmented", nullptr, out.mask, extent, &out.image);
  }
  out.box = extent.box;
  out.texture = cutRegion(out.mask, extent.box, work);
  const bool drawnShape = steps.resegmentation && !steps.resegmentation->shape;
  // PyRadiomics measures the shape of what was drawn, within the box of what resegmentation left.
  out.shape = drawnShape ? cutRegion(drawn, extent.box, work) : out.texture;
  return out;
}

}  // namespace fascicle
