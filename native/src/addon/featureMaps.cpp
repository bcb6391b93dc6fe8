#include "addon/featureMaps.hpp"

#include <string>
#include <utility>
#include <vector>

#include "addon/EngineWorker.hpp"
#include "addon/readInput.hpp"
#include "addon/readValues.hpp"
#include "addon/writeResult.hpp"
#include "features/MapPipeline.hpp"

namespace fascicle {
namespace {

MapSettings readMapSettings(const Napi::Object& from) {
  MapSettings settings;
  for (const Napi::Object& entry : objects(from, "features")) {
    const Napi::Array names = array(entry, "names");
    std::vector<std::string> features;
    for (std::uint32_t i = 0; i < names.Length(); ++i) features.push_back(names.Get(i).ToString().Utf8Value());
    settings.features.emplace_back(text(entry, "featureClass"), std::move(features));
  }
  settings.kernelRadius = static_cast<int>(numberBetween(from, "kernelRadius", 1, 64));
  settings.maskedKernel = boolean(from, "maskedKernel");
  settings.initValue = number(from, "initValue");
  if (isGiven(from, "voxelBatch")) settings.voxelBatch = static_cast<std::int64_t>(numberBetween(from, "voxelBatch", 1, 1e15));
  return settings;
}

class FeatureMapWorker : public EngineWorker {
 public:
  FeatureMapWorker(Napi::Env env, Input input, MapSettings settings, const Napi::Object& object, const Napi::Value& onProgress)
      : EngineWorker(env, input.threads, input.cancelFlag, heldBy(object), onProgress), input_(std::move(input)), settings_(std::move(settings)) {}

 protected:
  void compute(Work& work) override { maps_ = extractDerivedMaps(input_.request, settings_, work); }

  Napi::Value result(Napi::Env env) override {
    Napi::Array out = Napi::Array::New(env, maps_.size());
    for (std::uint32_t at = 0; at < maps_.size(); ++at) {
      Napi::Object map = Napi::Object::New(env);
      map.Set("imageName", maps_[at].imageName);
      map.Set("featureClass", maps_[at].map.featureClass);
      map.Set("name", maps_[at].map.name);
      map.Set("image", writeImage(env, maps_[at].map.image));
      maps_[at] = {};  // one copy is enough
      out.Set(at, map);
    }
    return out;
  }

 private:
  Input input_;
  MapSettings settings_;
  std::vector<DerivedFeatureMap> maps_;
};

}  // namespace

Napi::Value startFeatureMaps(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "extractFeatureMaps(input, onProgress?)");
  const Napi::Object from = info[0].As<Napi::Object>();
  Input input = readInput(from);
  MapSettings settings = readMapSettings(object(from, "maps"));
  auto* const worker = new FeatureMapWorker(info.Env(), std::move(input), std::move(settings), from, info[1]);
  return worker->start();
}

}  // namespace fascicle
