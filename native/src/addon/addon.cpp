// The door between JavaScript and the engine: this folder is the only one that knows Node-API.
#include <napi.h>

#include <utility>
#include <vector>

#include "addon/EngineWorker.hpp"
#include "addon/biasField.hpp"
#include "addon/blending.hpp"
#include "addon/contrast.hpp"
#include "addon/featureMaps.hpp"
#include "addon/greyValues.hpp"
#include "addon/readInput.hpp"
#include "addon/resampling.hpp"
#include "addon/transformResample.hpp"
#include "addon/writeResult.hpp"

namespace fascicle {
namespace {

class ExtractionWorker : public EngineWorker {
 public:
  ExtractionWorker(Napi::Env env, Input input, const std::vector<Napi::Value>& held, const Napi::Value& onProgress)
      : EngineWorker(env, input.threads, input.cancelFlag, held, onProgress), input_(std::move(input)) {}

 protected:
  void compute(Work& work) override { results_ = extract(input_.request, work); }
  Napi::Value result(Napi::Env env) override { return writeResults(env, results_); }

 private:
  Input input_;
  std::vector<LabelResult> results_;
};

/** extract(input, onProgress?) -> Promise of what writeResults says; rejects with an Error whose code is REFUSED, CANCELLED or FAULT. */
Napi::Value startExtraction(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "extract(input, onProgress?)");
  std::vector<Napi::Value> held;
  Input input = readInput(info[0].As<Napi::Object>(), held);
  auto* const worker = new ExtractionWorker(info.Env(), std::move(input), held, info[1]);
  return worker->start();
}

Napi::Value describe(const Napi::CallbackInfo& info) { return writeDocumentation(info.Env(), documentation()); }

}  // namespace
}  // namespace fascicle

static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  const std::pair<const char*, Napi::Value (*)(const Napi::CallbackInfo&)> functions[] = {
      {"extract", fascicle::startExtraction},
      {"extractFeatureMaps", fascicle::startFeatureMaps},
      {"documentation", fascicle::describe},
      {"resampleImage", fascicle::startResampling},
      {"resizeImage", fascicle::startResizing},
      {"cropImage", fascicle::startCrop},
      {"makeMask", fascicle::startMask},
      {"fillOutside", fascicle::startFillOutside},
      {"zscoreImage", fascicle::startZscore},
      {"rescaleImage", fascicle::startRescale},
      {"clipImage", fascicle::startClip},
      {"claheScikitImage", fascicle::startClaheScikitImage},
      {"claheOpenCv", fascicle::startClaheOpenCv},
      {"smoothGaussian", fascicle::startSmoothGaussian},
      {"smoothMedian", fascicle::startSmoothMedian},
      {"conformImage", fascicle::startConform},
      {"evaluateFormula", fascicle::startFormula},
      {"resampleThrough", fascicle::startTransformResampling},
      {"correctBias", fascicle::startBiasCorrection},
      {"addPatch", fascicle::startAddPatch},
      {"divideChannels", fascicle::startDivideChannels},
      {"adviseLargePages", fascicle::adviseLargePages},
  };
  for (const auto& [name, function] : functions) exports.Set(name, Napi::Function::New(env, function, name));
  exports.Set("engineVersion", Napi::String::New(env, fascicle::engineVersion));
  return exports;
}

NODE_API_MODULE(fascicle, initialise)
