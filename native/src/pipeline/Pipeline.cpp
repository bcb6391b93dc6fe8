#include "pipeline/Pipeline.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "pipeline/PrepareRegion.hpp"
#include "preprocess/Crop.hpp"

namespace fascicle {
namespace {

/** Derived images of one small region wait until they are this large together; then their features are computed side by side. */
constexpr std::size_t waitingBytes = std::size_t{48} << 20;

/**
 * Below so many voxels the features of one image take about a millisecond, and threads that are begun, woken and waited for gain nothing. (Measured: on two
 * threads 1,400 voxels take 1.4 times, 5,400 voxels 1.1 times and 400,000 voxels 0.6 times as long as on one.)
 */
constexpr std::int64_t voxelsOfOneThread = 20'000;

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
    refuseNotFinite(takeValues(region, derived.image, derived.corner, work), region, result.label, derived.name);
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
void extractLabel(const Request& request, const Image& image, LabelResult& result, Work& all) {
  Work one = all.onOneThread();
  const bool isOneImage = request.imageTypes.size() == 1 && request.imageTypes.front().type == ImageType::original;
  PreparedRegion prepared = prepareRegion(request, image, result.label, result, image.grid.voxels() < 4 * voxelsOfOneThread ? one : all);
  Work& work = isOneImage && prepared.texture.voxelCount < voxelsOfOneThread ? one : all;
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
