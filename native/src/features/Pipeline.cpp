#include "features/Pipeline.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "image/Crop.hpp"
#include "image/Normalise.hpp"

namespace fascicle {
namespace {

/** Derived images of one small region wait until they are this large together; then their features are computed side by side. */
constexpr std::size_t waitingBytes = std::size_t{48} << 20;

std::string named(std::uint32_t label) { return "The region with label " + std::to_string(label); }

/** The extent of a label, where the settings take it. Throws Refused. `when`: " after resampling", say, or empty. */
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

MaskExtent measureOriginal(const LabelMask& mask, Work& work) {
  const std::optional<MaskExtent> extent = measureMask(mask, work);
  if (!extent) refuseAbsentLabel(mask);
  return *extent;
}

/** Whether some class looks at intensities. */
bool wantsTexture(const Request& request) {
  return std::any_of(request.classes.begin(), request.classes.end(), [](const std::string& name) { return !name.starts_with("shape"); });
}

bool wantsImages(const Request& request) { return request.withImages || wantsTexture(request); }

bool isSmall(const Region& region) { return region.voxelCount < 100'000; }

/** One region and where its results go. */
struct Measured {
  PreparedRegion* prepared;
  LabelResult* result;
};

/** Computes the features of derived images as they come. */
class Measuring {
 public:
  Measuring(const Request& request, std::vector<Measured> regions, Work& work) : request_(request), regions_(std::move(regions)), work_(work) {}

  void take(DerivedImage&& derived, const TextureSettings& texture) {
    if (regions_.size() > 1) {
      takeForEach(derived, texture);
      return;
    }
    Measured& only = regions_.front();
    if (!isSmall(only.prepared->texture)) {
      only.result->images.push_back(measure(derived, texture, only.prepared->texture, *only.result, work_));
      return;
    }
    waitingBytes_ += derived.name == "original" ? 0 : derived.image.voxels.length * sizeof(double);
    waiting_.emplace_back(std::move(derived), &texture);
    if (waitingBytes_ > waitingBytes) flush();
  }

  /** Computes what still waits. */
  void flush() {
    if (waiting_.empty()) return;
    Measured& only = regions_.front();
    if (waiting_.size() == 1) {
      only.result->images.push_back(measure(waiting_.front().first, *waiting_.front().second, only.prepared->texture, *only.result, work_));
    } else {
      std::vector<std::optional<ImageResult>> done(waiting_.size());
      std::vector<Task> tasks;
      for (std::size_t at = 0; at < waiting_.size(); ++at) {
        tasks.push_back([this, at, &done, &only] {
          Work alone = work_.alone();
          Region region = only.prepared->texture;
          done[at] = measure(waiting_[at].first, *waiting_[at].second, region, *only.result, alone);
        });
      }
      work_.run("computing features", tasks);
      for (auto& result : done) only.result->images.push_back(std::move(*result));
    }
    waiting_.clear();
    waitingBytes_ = 0;
  }

 private:
  /** Many regions: each is a task. A region that is refused is so for this and every later image. */
  void takeForEach(const DerivedImage& derived, const TextureSettings& texture) {
    std::vector<Task> tasks;
    for (Measured& region : regions_) {
      if (!region.result->refused.empty()) continue;
      tasks.push_back([this, &derived, &texture, &region] {
        Work alone = work_.alone();
        try {
          region.result->images.push_back(measure(derived, texture, region.prepared->texture, *region.result, alone));
        } catch (const Refused& refused) {
          region.result->refused = refused.what();
        }
      });
    }
    work_.run("computing features", tasks);
  }

  ImageResult measure(const DerivedImage& derived, const TextureSettings& texture, Region& region, const LabelResult& result, Work& work) const {
    ImageResult out{derived.name, {}, std::nullopt, std::nullopt};
    if (request_.withImages) {
      Box box{region.lower, region.size};
      for (int axis = 0; axis < 3; ++axis) box.lower[axis] -= derived.corner[axis];
      out.image = cropImage(derived.image, box, work);
    }
    if (!wantsTexture(request_)) return out;
    const std::int64_t notFinite = takeValues(region, derived.image, derived.corner, work);
    if (notFinite > 0) {
      const std::string where = derived.name == "original" ? "" : " in the image " + derived.name;
      throw Refused(named(result.label) + " holds " + std::to_string(notFinite) + " of " + std::to_string(region.voxelCount) +
                    " voxels whose intensity is not a finite number (NaN or infinite)" + where +
                    ". Correct the image, or leave these voxels out of the region.");
    }
    TextureSettings settings = texture;
    settings.binning.singlePrecisionEdges = derived.image.type() == ScalarType::float32;
    out.values = extractTexture(region, settings, request_.classes, work, request_.withMatrices ? &out.matrices : nullptr);
    return out;
  }

  const Request& request_;
  std::vector<Measured> regions_;
  Work& work_;
  std::vector<std::pair<DerivedImage, const TextureSettings*>> waiting_;
  std::size_t waitingBytes_ = 0;
};

/** One label, all steps. */
void extractLabel(const Request& request, const Image& image, LabelResult& result, Work& work) {
  PreparedRegion prepared = prepareRegion(request, image, result.label, result, work);
  result.shape = extractShape(prepared.shape, request.classes, request.shapePlaneAxis, work);
  prepared.shape = {};
  if (!wantsImages(request)) return;
  Measuring measuring(request, {{&prepared, &result}}, work);
  for (const ImageTypeRequest& type : request.imageTypes) {
    eachDerivedImage(prepared.image, prepared.mask, prepared.box, type, work, result.warnings,
                     [&](DerivedImage&& derived) { measuring.take(std::move(derived), type.texture); });
  }
  measuring.flush();
}

/** True where the image types see the same image whatever the label. */
bool isImageShared(const Request& request) {
  const Preprocessing& steps = request.preprocessing;
  return !steps.resampling && !steps.preCrop && !steps.resegmentation && !request.resampleMask;
}

Box boxAround(const std::vector<Measured>& regions) {
  Index3 low = regions.front().prepared->box.lower, high = low;
  for (const Measured& region : regions) {
    for (int axis = 0; axis < 3; ++axis) {
      low[axis] = std::min(low[axis], region.prepared->box.lower[axis]);
      high[axis] = std::max(high[axis], region.prepared->box.lower[axis] + region.prepared->box.size[axis]);
    }
  }
  return {low, {high[0] - low[0], high[1] - low[1], high[2] - low[2]}};
}

/** Many labels on one image: each filter of the image runs once. */
void extractShared(const Request& request, const Image& image, std::vector<LabelResult>& results, Work& work) {
  const std::map<std::uint32_t, MaskExtent> extents = measureLabels(request.mask, work);
  std::vector<PreparedRegion> prepared(results.size());
  const std::optional<Moments> whole = request.withDiagnostics ? std::optional(measureImage(request.image, work)) : std::nullopt;
  std::vector<Task> tasks;
  for (std::size_t at = 0; at < results.size(); ++at) {
    tasks.push_back([&, at] {
      Work alone = work.alone();
      LabelResult& result = results[at];
      const LabelMask mask{request.mask, result.label};
      try {
        const auto found = extents.find(result.label);
        if (found == extents.end()) refuseAbsentLabel(mask);
        if (whole) {
          result.diagnostics.push_back({"original", mask.image.grid, diagnoseMask(mask, found->second, alone), request.image.grid, whole, std::nullopt});
        }
        const MaskExtent extent = acceptRegion(found->second, result.label, request.preprocessing, "");
        prepared[at] = {image, mask, {}, cutRegion(mask, extent.box, alone), extent.box};
        result.shape = extractShape(prepared[at].texture, request.classes, request.shapePlaneAxis, alone);
      } catch (const Refused& refused) {
        result.refused = refused.what();
      }
    });
  }
  work.run("measuring shapes", tasks);
  if (!wantsImages(request)) return;

  std::vector<Measured> accepted;
  for (std::size_t at = 0; at < results.size(); ++at) {
    if (results[at].refused.empty()) accepted.push_back({&prepared[at], &results[at]});
  }
  if (accepted.empty()) return;
  const Box box = boxAround(accepted);
  std::vector<std::string> warnings;
  for (const ImageTypeRequest& type : request.imageTypes) {
    if (type.type == ImageType::localBinaryPattern3D) {
      // This one looks at the region itself.
      std::vector<Task> each;
      for (Measured& region : accepted) {
        if (!region.result->refused.empty()) continue;
        each.push_back([&request, &type, &region, &work] {
          Work alone = work.alone();
          try {
            Measuring measuring(request, {region}, alone);
            eachDerivedImage(region.prepared->image, region.prepared->mask, region.prepared->box, type, alone, region.result->warnings,
                             [&](DerivedImage&& derived) { measuring.take(std::move(derived), type.texture); });
            measuring.flush();
          } catch (const Refused& refused) {
            region.result->refused = refused.what();
          }
        });
      }
      work.run("computing features", each);
      continue;
    }
    Measuring measuring(request, accepted, work);
    eachDerivedImage(image, {request.mask, 0}, box, type, work, warnings,
                     [&](DerivedImage&& derived) { measuring.take(std::move(derived), type.texture); });
    measuring.flush();
  }
  for (LabelResult& result : results) result.warnings.insert(result.warnings.end(), warnings.begin(), warnings.end());
}

}  // namespace

Image prepareImage(const Request& request, Work& work) {
  const Preprocessing& steps = request.preprocessing;
  const bool filters = wantsImages(request) &&
                       std::any_of(request.imageTypes.begin(), request.imageTypes.end(), [](const auto& type) { return looksAtWholeImage(type.type); });
  if (filters || steps.normalisation || steps.resampling) {
    const std::int64_t notFinite = countNotFinite(request.image, work);
    if (notFinite > 0) {
      throw Refused("The image holds " + std::to_string(notFinite) + " voxels whose intensity is not a finite number (NaN or infinite), and the settings ask for "
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

std::vector<LabelResult> extract(const Request& request, Work& work) {
  std::vector<LabelResult> results;
  for (const std::uint32_t label : request.labels) {
    results.emplace_back();
    results.back().label = label;
  }
  const Image image = prepareImage(request, work);
  if (results.size() == 1) {
    try {
      extractLabel(request, image, results.front(), work);
    } catch (const Refused& refused) {
      results.front().refused = refused.what();
    }
  } else if (isImageShared(request)) {
    extractShared(request, image, results, work);
  } else {
    std::vector<Task> tasks;
    for (LabelResult& result : results) {
      tasks.push_back([&request, &image, &result, &work] {
        Work alone = work.alone();
        try {
          extractLabel(request, image, result, alone);
        } catch (const Refused& refused) {
          result.refused = refused.what();
        }
      });
    }
    work.run("measuring regions", tasks);
  }
  return results;
}

}  // namespace fascicle
