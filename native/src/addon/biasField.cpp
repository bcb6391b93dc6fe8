#include "addon/biasField.hpp"

#include <string>
#include <utility>
#include <vector>

#include "addon/EngineWorker.hpp"
#include "addon/readValues.hpp"
#include "addon/writeResult.hpp"
#include "preprocess/BiasField.hpp"

namespace fascicle {
namespace {

BiasFieldSettings readSettings(const Napi::Object& from) {
  BiasFieldSettings settings;
  settings.iterations.clear();
  const std::vector<double> iterations = numbers(from, "iterations");
  if (iterations.empty() || iterations.size() > 8) throw Napi::RangeError::New(from.Env(), "iterations has one to eight levels");
  for (const double most : iterations) {
    if (!(most >= 0 && most <= 10'000)) throw Napi::RangeError::New(from.Env(), "iterations is out of range");
    settings.iterations.push_back(static_cast<int>(most));
  }
  settings.convergence = numberBetween(from, "convergence", 0, 1);
  settings.histogramBins = static_cast<int>(wholeBetween(from, "histogramBins", 2, 65'536));
  settings.fullWidth = numberBetween(from, "fullWidth", 1e-6, 100);
  settings.wienerNoise = numberBetween(from, "wienerNoise", 1e-12, 1e6);
  settings.controlPoints = readThree(from, "controlPoints", 4, 64);
  settings.shrink = readThree(from, "shrink", 1, 64);
  return settings;
}

class BiasFieldWorker : public EngineWorker {
 public:
  BiasFieldWorker(const Napi::CallbackInfo& info, unsigned threads, const std::int32_t* cancelFlag, Image image, Image mask,
                  BiasFieldSettings settings, const std::vector<Napi::Value>& held)
      : EngineWorker(info.Env(), threads, cancelFlag, held, info[1]),
        image_(std::move(image)),
        mask_(std::move(mask)),
        settings_(std::move(settings)) {}

 protected:
  void compute(Work& work) override { field_ = correctBias(image_, mask_, settings_, work); }

  Napi::Value result(Napi::Env env) override {
    Napi::Object out = Napi::Object::New(env);
    out.Set("corrected", writeImage(env, field_.corrected));
    field_.corrected = {};  // one copy is enough
    out.Set("logField", writeImage(env, field_.logField));
    field_.logField = {};
    Napi::Array iterations = Napi::Array::New(env), convergence = Napi::Array::New(env);
    for (std::uint32_t level = 0; level < field_.iterations.size(); ++level) {
      iterations.Set(level, field_.iterations[level]);
      convergence.Set(level, field_.convergence[level]);
    }
    out.Set("iterations", iterations);
    out.Set("convergence", convergence);
    out.Set("notPositive", static_cast<double>(field_.notPositive));
    return out;
  }

 private:
  Image image_, mask_;
  BiasFieldSettings settings_;
  BiasField field_;
};

}  // namespace

Napi::Value startBiasCorrection(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "correctBias(input, onProgress?)");
  const Napi::Object from = info[0].As<Napi::Object>();
  std::vector<Napi::Value> held;
  Image image = readImage(from, "image", held);
  Image mask = readImage(from, "mask", held);
  if (image.grid.size != mask.grid.size) throw Napi::TypeError::New(info.Env(), "image and mask have the same size");
  BiasFieldSettings settings = readSettings(from);
  const auto threads = static_cast<unsigned>(wholeBetween(from, "threads", 0, 1024));
  const std::int32_t* const cancelFlag = readCancelFlag(from, held);
  auto* const worker = new BiasFieldWorker(info, threads, cancelFlag, std::move(image), std::move(mask), std::move(settings), held);
  return worker->start();
}

}  // namespace fascicle
