#include "addon/featureMaps.hpp"

#include <string>
#include <utility>
#include <vector>

#include "addon/EngineWorker.hpp"
#include "addon/readInput.hpp"
#include "addon/readValues.hpp"
#include "addon/writeResult.hpp"
#include "pipeline/MapPipeline.hpp"

namespace fascicle {
namespace {

MapSettings readMapSettings(const Napi::Object& from) {
  MapSettings settings;
  for (const Napi::Object& entry : objects(from, "features")) {
    settings.features.emplace_back(text(entry, "featureClass"), texts(entry, "names"));
  }
  settings.kernelRadius = static_cast<int>(wholeBetween(from, "kernelRadius", 1, 64));
  settings.maskedKernel = boolean(from, "maskedKernel");
  settings.initValue = number(from, "initValue");
  if (isGiven(from, "voxelBatch")) settings.voxelBatch = static_cast<std::int64_t>(wholeBetween(from, "voxelBatch", 1, 1e15));
  return settings;
}

class FeatureMapWorker : public EngineWorker {
 public:
  FeatureMapWorker(Napi::Env env, Input input, MapSettings settings, const std::vector<Napi::Value>& held, const Napi::Value& onProgress)
      : EngineWorker(env, input.threads, input.cancelFlag, held, onProgress), input_(std::move(input)), settings_(std::move(settings)) {}

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
  std::vector<Napi::Value> held;
  Input input = readInput(from, held);
  MapSettings settings = readMapSettings(object(from, "maps"));
  auto* const worker = new FeatureMapWorker(info.Env(), std::move(input), std::move(settings), held, info[1]);
  return worker->start();
}

}  // namespace fascicle
