// A step from image to image off JavaScript's thread.
#pragma once

#include <functional>

#include "addon/EngineWorker.hpp"
#include "image/Image.hpp"

namespace fascicle {

/** Promises { grid, voxels } of the image that `compute` makes, with what `describe` sets beside them. */
class ImageWorker : public EngineWorker {
 public:
  using Compute = std::function<Image(Work&)>;
  using Describe = std::function<void(Napi::Object&)>;

  ImageWorker(const Napi::CallbackInfo& info, unsigned threads, const std::int32_t* cancelFlag, const std::vector<Napi::Value>& held, Compute compute,
              Describe describe);

 protected:
  void compute(Work& work) override;
  Napi::Value result(Napi::Env env) override;

 private:
  Compute compute_;
  Describe describe_;
  Image image_;
};

/** The object that a step is called with; throws Napi::TypeError where there is none. */
Napi::Object stepInput(const Napi::CallbackInfo& info);

/**
 * Reads `threads` and `cancelFlag` of what a step was called with, and starts `compute`. `held`: JavaScript's memory that it reads. The second argument of
 * the call, where it is a function, is told the progress.
 */
Napi::Value startStep(const Napi::CallbackInfo& info, std::vector<Napi::Value> held, ImageWorker::Compute compute, ImageWorker::Describe describe = {});

}  // namespace fascicle
