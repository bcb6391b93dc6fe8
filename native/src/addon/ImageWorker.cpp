#include "addon/ImageWorker.hpp"

#include <utility>

#include "addon/readValues.hpp"
#include "addon/writeResult.hpp"

namespace fascicle {

ImageWorker::ImageWorker(const Napi::CallbackInfo& info, unsigned threads, const std::int32_t* cancelFlag, const std::vector<Napi::Value>& held,
                         Compute compute, Describe describe)
    : EngineWorker(info.Env(), threads, cancelFlag, held, info[1]), compute_(std::move(compute)), describe_(std::move(describe)) {}

void ImageWorker::compute(Work& work) { image_ = compute_(work); }

Napi::Value ImageWorker::result(Napi::Env env) {
  Napi::Object out = writeImage(env, image_);
  if (describe_) describe_(out);
  return out;
}

Napi::Object stepInput(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "a step is called with (input, onProgress?)");
  return info[0].As<Napi::Object>();
}

Napi::Value startStep(const Napi::CallbackInfo& info, std::vector<Napi::Value> held, ImageWorker::Compute compute, ImageWorker::Describe describe) {
  const Napi::Object from = stepInput(info);
  const auto threads = static_cast<unsigned>(wholeBetween(from, "threads", 0, 1024));
  const std::int32_t* const cancelFlag = readCancelFlag(from, held);
  auto* const worker = new ImageWorker(info, threads, cancelFlag, held, std::move(compute), std::move(describe));
  return worker->start();
}

}  // namespace fascicle
