#include "addon/blending.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "addon/EngineWorker.hpp"
#include "addon/ImageWorker.hpp"
#include "addon/readValues.hpp"
#include "preprocess/Patches.hpp"

namespace fascicle {
namespace {

/** Work that changes arrays in place and answers nothing. */
class InPlaceWorker : public EngineWorker {
 public:
  InPlaceWorker(const Napi::CallbackInfo& info, unsigned threads, const std::int32_t* cancelFlag, const std::vector<Napi::Value>& held,
                std::function<void(Work&)> compute)
      : EngineWorker(info.Env(), threads, cancelFlag, held, info[1]), compute_(std::move(compute)) {}

 protected:
  void compute(Work& work) override { compute_(work); }
  Napi::Value result(Napi::Env env) override { return env.Undefined(); }

 private:
  std::function<void(Work&)> compute_;
};

Napi::Value start(const Napi::CallbackInfo& info, std::vector<Napi::Value> held, std::function<void(Work&)> compute) {
  const Napi::Object from = stepInput(info);
  const auto threads = static_cast<unsigned>(wholeBetween(from, "threads", 0, 1024));
  const std::int32_t* const cancelFlag = readCancelFlag(from, held);
  auto* const worker = new InPlaceWorker(info, threads, cancelFlag, held, std::move(compute));
  return worker->start();
}

// Their product is far below the largest whole number of 64 bits.
constexpr double longest = 1e5, mostChannels = 1e3;

}  // namespace

Napi::Value startAddPatch(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  PatchPlace place;
  place.channels = static_cast<std::int64_t>(wholeBetween(from, "channels", 1, mostChannels));
  place.volume = readThree(from, "volume", 1, longest);
  place.patch = readThree(from, "patch", 1, longest);
  place.at = readThree(from, "at", 0, longest);
  for (int axis = 0; axis < 3; ++axis) {
    if (place.at[axis] >= place.volume[axis]) throw Napi::RangeError::New(info.Env(), "the patch begins outside of the volume");
  }
  const auto product = [](const Index3& three) { return three[0] * three[1] * three[2]; };
  float* const values = readFloats(from, "values", place.channels * product(place.volume), held);
  const float* const answer = isGiven(from, "answer") ? readFloats(from, "answer", place.channels * product(place.patch), held) : nullptr;
  const float* const weights = isGiven(from, "weights") ? readFloats(from, "weights", product(place.patch), held) : nullptr;
  return start(info, std::move(held), [=](Work& work) { addPatch(values, answer, weights, place, work); });
}

Napi::Value startDivideChannels(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const auto channels = static_cast<std::int64_t>(wholeBetween(from, "channels", 1, mostChannels));
  const auto length = static_cast<std::int64_t>(wholeBetween(from, "length", 0, 1e12));
  const double by = number(from, "by");
  float* const values = readFloats(from, "values", channels * length, held);
  const float* const sums = isGiven(from, "sums") ? readFloats(from, "sums", length, held) : nullptr;
  return start(info, std::move(held), [=](Work& work) { divideChannels(values, sums, by, channels, length, work); });
}

Napi::Value adviseLargePages(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsTypedArray()) throw Napi::TypeError::New(info.Env(), "adviseLargePages(array)");
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const Napi::TypedArray array = info[0].As<Napi::TypedArray>();
  constexpr std::uintptr_t page = std::uintptr_t{1} << 21;
  const auto first = reinterpret_cast<std::uintptr_t>(array.ArrayBuffer().Data()) + array.ByteOffset();
  const std::uintptr_t from = (first + page - 1) / page * page;
  const std::uintptr_t to = (first + array.ByteLength()) / page * page;
  if (to > from) madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
  return info.Env().Undefined();
}

}  // namespace fascicle
