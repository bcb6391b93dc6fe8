#include "addon/transformResample.hpp"

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "addon/EngineWorker.hpp"
#include "addon/readValues.hpp"
#include "addon/writeResult.hpp"
#include "preprocess/TransformResample.hpp"

namespace fascicle {
namespace {

const std::map<std::string, Sampling> samplings = {
    {"nearest", Sampling::nearest}, {"linear", Sampling::linear}, {"cubic", Sampling::cubic}, {"label", Sampling::label}};

/** A Float64Array, copied, whose numbers are finite and `count` of them, or any number of them where that is 0. */
std::vector<double> finite(const Napi::Object& from, const char* name, std::size_t count) {
  const Napi::Value value = required(from, name);
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(from.Env(), std::string(name) + " is a Float64Array");
  const auto array = value.As<Napi::Float64Array>();
  if (count != 0 && array.ElementLength() != count) throw Napi::RangeError::New(from.Env(), std::string(name) + " has the wrong length");
  std::vector<double> out(array.Data(), array.Data() + array.ElementLength());
  for (const double number : out) {
    if (!std::isfinite(number)) throw Napi::RangeError::New(from.Env(), std::string(name) + " holds numbers that are not finite");
  }
  return out;
}

Position3 readPoint(const Napi::Object& from, const char* name) {
  const std::vector<double> three = finite(from, name, 3);
  return {three[0], three[1], three[2]};
}

LinearStep linearFrom(const double* twelve) {
  LinearStep step;
  for (int at = 0; at < 9; ++at) step.matrix[at] = twelve[at];
  for (int at = 0; at < 3; ++at) step.offset[at] = twelve[9 + at];
  return step;
}

TransformStep readStep(const Napi::Object& from) {
  const std::string kind = text(from, "kind");
  if (kind == "linear") return linearFrom(finite(from, "map", 12).data());
  if (kind == "slices") {
    SlicesStep step;
    step.origin = readPoint(from, "origin");
    step.normal = readPoint(from, "normal");
    step.betweenMm = numberBetween(from, "betweenMm", 1e-6, 1e6);
    const std::vector<double> maps = finite(from, "maps", 0);
    if (maps.empty() || maps.size() % 12 != 0) throw Napi::RangeError::New(from.Env(), "maps has twelve numbers a slice");
    for (std::size_t at = 0; at < maps.size(); at += 12) step.maps.push_back(linearFrom(maps.data() + at));
    return step;
  }
  if (kind != "spline") throw Napi::TypeError::New(from.Env(), "unknown: kind");
  SplineStep step;
  step.grid = readGrid(object(from, "grid"));
  for (const std::int64_t length : step.grid.size) {
    if (length < 4 || length > 4096) throw Napi::RangeError::New(from.Env(), "a spline's grid has 4 to 4,096 nodes along each axis");
  }
  const auto nodes = static_cast<std::size_t>(step.grid.voxels());
  const std::vector<double> displacements = finite(from, "displacements", 3 * nodes);
  step.displacementsMm.resize(4 * nodes);
  for (std::size_t node = 0; node < nodes; ++node) {
    for (std::size_t axis = 0; axis < 3; ++axis) step.displacementsMm[4 * node + axis] = displacements[axis * nodes + node];
  }
  step.inverse = boolean(from, "inverse");
  return step;
}

class TransformResamplingWorker : public EngineWorker {
 public:
  TransformResamplingWorker(Napi::Env env, unsigned threads, const std::int32_t* cancelFlag, Image image, const Grid& grid,
                            std::vector<TransformStep> steps, Sampling sampling, double outside, const std::vector<Napi::Value>& held)
      : EngineWorker(env, threads, cancelFlag, held, env.Undefined()),
        image_(std::move(image)),
        grid_(grid),
        steps_(std::move(steps)),
        sampling_(sampling),
        outside_(outside) {}

 protected:
  void compute(Work& work) override { image_ = resampleThrough(image_, grid_, steps_, sampling_, outside_, work); }
  Napi::Value result(Napi::Env env) override { return writeImage(env, image_); }

 private:
  Image image_;
  Grid grid_;
  std::vector<TransformStep> steps_;
  Sampling sampling_;
  double outside_;
};

}  // namespace

Napi::Value startTransformResampling(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "resampleThrough(input)");
  const Napi::Object from = info[0].As<Napi::Object>();
  std::vector<Napi::Value> held;
  Image image = readImage(from, "image", held);
  const Grid grid = readGrid(object(from, "grid"));
  std::vector<TransformStep> steps;
  for (const Napi::Object& step : objects(from, "steps")) steps.push_back(readStep(step));
  const auto sampling = samplings.find(text(from, "sampling"));
  if (sampling == samplings.end()) throw Napi::TypeError::New(info.Env(), "unknown: sampling");
  const double outside = numberBetween(from, "outside", -3e38, 3e38);
  const auto threads = static_cast<unsigned>(wholeBetween(from, "threads", 0, 1024));
  const std::int32_t* const cancelFlag = readCancelFlag(from, held);
  auto* const worker = new TransformResamplingWorker(info.Env(), threads, cancelFlag, std::move(image), grid, std::move(steps), sampling->second, outside, held);
  return worker->start();
}

}  // namespace fascicle
