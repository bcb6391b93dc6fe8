#include "addon/featureMaps.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "addon/EngineWorker.hpp"
#include "addon/readValues.hpp"
#include "features/FeatureMaps.hpp"

namespace fascicle {
namespace {

/** Maps as JavaScript asks for them. The voxels are JavaScript's own memory: keep it alive while they are read. */
struct MapInput {
  Image image, mask;
  std::uint32_t label = 1;
  int minimumRoiDimensions = 2;
  std::int64_t minimumRoiSize = 0;
  FeatureMapRequest request;
  unsigned threads = 0;
  const std::int32_t* cancelFlag = nullptr;
};

WeightingNorm readWeighting(const Napi::Object& from) {
  if (!isGiven(from, "weightingNorm")) return WeightingNorm::off;
  const std::string name = text(from, "weightingNorm");
  if (name == "manhattan") return WeightingNorm::manhattan;
  if (name == "euclidean") return WeightingNorm::euclidean;
  if (name == "infinity") return WeightingNorm::infinity;
  if (name == "no_weighting") return WeightingNorm::one;
  throw Napi::TypeError::New(from.Env(), "unknown weightingNorm");
}

FeatureMapRequest readRequest(const Napi::Object& from, ScalarType type) {
  FeatureMapRequest request;
  for (const Napi::Object& entry : objects(from, "features")) {
    const Napi::Array names = array(entry, "names");
    std::vector<std::string> features;
    for (std::uint32_t i = 0; i < names.Length(); ++i) features.push_back(names.Get(i).ToString().Utf8Value());
    request.features.emplace_back(text(entry, "featureClass"), std::move(features));
  }
  request.kernelRadius = static_cast<int>(numberBetween(from, "kernelRadius", 1, 64));
  request.maskedKernel = boolean(from, "maskedKernel");
  request.initValue = number(from, "initValue");
  if (isGiven(from, "voxelBatch")) request.voxelBatch = static_cast<std::int64_t>(numberBetween(from, "voxelBatch", 1, 1e15));
  request.binning.width = number(from, "binWidth");
  if (!(request.binning.width > 0)) throw Napi::RangeError::New(from.Env(), "binWidth is positive");
  if (isGiven(from, "binCount")) request.binning.count = static_cast<int>(numberBetween(from, "binCount", 1, 1e9));
  request.binning.singlePrecisionEdges = type == ScalarType::float32;
  request.planeAxis = static_cast<int>(numberBetween(from, "planeAxis", -1, 2));
  request.distances.clear();
  for (const double distance : numbers(from, "distances")) {
    if (!(distance >= 1 && distance <= 64)) throw Napi::RangeError::New(from.Env(), "distances are from 1 to 64 voxels");
    request.distances.push_back(static_cast<int>(distance));
  }
  request.weighting = readWeighting(from);
  request.symmetricalGlcm = boolean(from, "symmetricalGLCM");
  request.gldmA = static_cast<int>(std::min(numberBetween(from, "gldmA", 0, 1e9), 65536.0));
  request.voxelArrayShift = number(from, "voxelArrayShift");
  return request;
}

MapInput readMapInput(const Napi::Object& from) {
  MapInput input;
  input.image = readImage(from, "image");
  input.mask = readImage(from, "mask");
  if (input.mask.grid.size != input.image.grid.size) throw Napi::RangeError::New(from.Env(), "wrong number of voxels: mask");
  input.label = static_cast<std::uint32_t>(numberBetween(from, "label", 1, 4294967295.0));
  input.minimumRoiDimensions = static_cast<int>(numberBetween(from, "minimumROIDimensions", 1, 3));
  input.minimumRoiSize = static_cast<std::int64_t>(numberBetween(from, "minimumROISize", 0, 1e15));
  input.request = readRequest(from, input.image.type());
  input.threads = static_cast<unsigned>(numberBetween(from, "threads", 0, 1024));
  input.cancelFlag = readCancelFlag(from);
  return input;
}

template <class Numbers>
Napi::Array writeNumbers(Napi::Env env, const Numbers& numbers) {
  Napi::Array out = Napi::Array::New(env, numbers.size());
  std::uint32_t at = 0;
  for (const auto number : numbers) out.Set(at++, Napi::Number::New(env, static_cast<double>(number)));
  return out;
}

Napi::Object writeMap(Napi::Env env, const FeatureMap& map) {
  Napi::Object grid = Napi::Object::New(env);
  grid.Set("size", writeNumbers(env, map.image.grid.size));
  grid.Set("spacingMm", writeNumbers(env, map.image.grid.spacingMm));
  grid.Set("originMm", writeNumbers(env, map.image.grid.originMm));
  grid.Set("direction", writeNumbers(env, map.image.grid.direction));
  const auto* const values = static_cast<const double*>(map.image.voxels.data);
  Napi::Float64Array voxels = Napi::Float64Array::New(env, map.image.voxels.length);
  std::copy(values, values + map.image.voxels.length, voxels.Data());
  Napi::Object image = Napi::Object::New(env);
  image.Set("grid", grid);
  image.Set("voxels", voxels);
  Napi::Object out = Napi::Object::New(env);
  out.Set("featureClass", map.featureClass);
  out.Set("name", map.name);
  out.Set("image", image);
  return out;
}

class FeatureMapWorker : public EngineWorker {
 public:
  /** `object`: what `input` was read from. It might be changed meanwhile: the memory itself is held on to. */
  FeatureMapWorker(Napi::Env env, MapInput input, const Napi::Object& object, const Napi::Value& onProgress)
      : EngineWorker(env, input.threads, input.cancelFlag,
                     {object.Get("image").As<Napi::Object>().Get("voxels"), object.Get("mask").As<Napi::Object>().Get("voxels"), object.Get("cancelFlag")}, onProgress),
        input_(std::move(input)) {}

 protected:
  void compute(Work& work) override {
    const Grid& grid = input_.image.grid;
    Region region = cutRegion(input_.image.voxels, input_.mask.voxels, grid.size, grid.spacingMm, input_.label, input_.minimumRoiDimensions, input_.minimumRoiSize, work);
    maps_ = extractFeatureMaps(input_.image, std::move(region), input_.request, work);
  }

  Napi::Value result(Napi::Env env) override {
    Napi::Array out = Napi::Array::New(env, maps_.size());
    for (std::uint32_t at = 0; at < maps_.size(); ++at) out.Set(at, writeMap(env, maps_[at]));
    return out;
  }

 private:
  MapInput input_;
  std::vector<FeatureMap> maps_;
};

}  // namespace

Napi::Value startFeatureMaps(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "extractFeatureMaps(input, onProgress?)");
  const Napi::Object object = info[0].As<Napi::Object>();
  MapInput input = readMapInput(object);
  auto* const worker = new FeatureMapWorker(info.Env(), std::move(input), object, info[1]);
  return worker->start();
}

}  // namespace fascicle
