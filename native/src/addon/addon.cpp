// The door between JavaScript and the engine: this folder is the only one that knows Node-API.
#include <napi.h>

#include <utility>
#include <vector>

#include "addon/EngineWorker.hpp"
#include "addon/featureMaps.hpp"
#include "addon/readInput.hpp"
#include "addon/writeResult.hpp"

namespace fascicle {
namespace {

class ExtractionWorker : public EngineWorker {
 public:
  /** `object`: what `input` was read from. It might be changed meanwhile: the memory itself is held on to. */
  ExtractionWorker(Napi::Env env, Input input, const Napi::Object& object, const Napi::Value& onProgress)
      : EngineWorker(env, input.threads, input.cancelFlag, {object.Get("image"), object.Get("mask"), object.Get("cancelFlag")}, onProgress), input_(std::move(input)) {}

 protected:
  void compute(Work& work) override {
    values_ = extractFeatures(input_.image, input_.mask, input_.size, input_.spacingMm, input_.settings, work, input_.withMatrices ? &matrices_ : nullptr);
  }

  Napi::Value result(Napi::Env env) override {
    Napi::Object result = Napi::Object::New(env);
    result.Set("values", writeValues(env, values_));
    if (input_.withMatrices) result.Set("matrices", writeMatrices(env, matrices_));
    return result;
  }

 private:
  Input input_;
  std::vector<FeatureValue> values_;
  Matrices matrices_;
};

/** extract(input, onProgress?) -> Promise<{ values, matrices? }>; rejects with an Error whose code is REFUSED, CANCELLED or FAULT. */
Napi::Value extract(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "extract(input, onProgress?)");
  const Napi::Object object = info[0].As<Napi::Object>();
  Input input = readInput(object);
  auto* const worker = new ExtractionWorker(info.Env(), std::move(input), object, info[1]);
  return worker->start();
}

Napi::Value describe(const Napi::CallbackInfo& info) { return writeDocumentation(info.Env(), documentation()); }

}  // namespace
}  // namespace fascicle

static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("engineVersion", Napi::String::New(env, fascicle::engineVersion));
  exports.Set("extract", Napi::Function::New(env, fascicle::extract, "extract"));
  exports.Set("extractFeatureMaps", Napi::Function::New(env, fascicle::startFeatureMaps, "extractFeatureMaps"));
  exports.Set("documentation", Napi::Function::New(env, fascicle::describe, "documentation"));
  return exports;
}

NODE_API_MODULE(fascicle, initialise)
