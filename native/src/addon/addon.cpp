// The door between JavaScript and the engine: this folder is the only one that knows Node-API.
#include <napi.h>

#include <new>
#include <string>
#include <utility>
#include <vector>

#include "addon/readInput.hpp"
#include "addon/writeResult.hpp"

namespace fascicle {
namespace {

struct Progress {
  std::size_t done = 0, total = 0;
  const char* phase = "";
};

/** One extraction: computed off JavaScript's thread, its progress and its end handed back to it. */
class ExtractionWorker : public Napi::AsyncProgressWorker<Progress> {
 public:
  /** `object`: what `input` was read from. Nothing here may throw: a worker that was never queued cannot be taken apart again. */
  ExtractionWorker(Napi::Env env, Input input, const Napi::Object& object, const Napi::Value& onProgress)
      : AsyncProgressWorker(env), deferred_(Napi::Promise::Deferred::New(env)), input_(std::move(input)) {
    // The object might be changed meanwhile: hold on to the memory itself.
    hold(object.Get("cancelFlag"));
    for (const char* name : {"image", "mask"}) hold(object.Get(name).As<Napi::Object>().Get("voxels"));
    if (onProgress.IsFunction()) onProgress_ = Napi::Persistent(onProgress.As<Napi::Function>());
  }

  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute(const ExecutionProgress& progress) override {
    try {
      Work::Progress report;  // costs a wake of JavaScript's thread for each task: only where somebody listens
      if (!onProgress_.IsEmpty()) {
        report = [&progress](std::size_t done, std::size_t total, const char* phase) {
          const Progress update{done, total, phase};
          progress.Send(&update, 1);
        };
      }
      Work work(input_.threads, input_.cancelFlag, std::move(report));
      results_ = extract(input_.request, work);
    } catch (const Cancelled&) {
      fail("CANCELLED", "The extraction was cancelled.");
    } catch (const Refused& refused) {
      fail("REFUSED", refused.what());
    } catch (const std::bad_alloc&) {
      fail("REFUSED", "There is not enough memory for this region. Close other programs, or choose a smaller region.");
    } catch (const std::exception& error) {
      fail("FAULT", error.what());
    }
  }

  void OnProgress(const Progress* progress, std::size_t count) override {
    if (onProgress_.IsEmpty() || count == 0) return;
    const Napi::Env env = Env();
    const Progress& last = progress[count - 1];
    onProgress_.Call({Napi::Number::New(env, static_cast<double>(last.done)), Napi::Number::New(env, static_cast<double>(last.total)), Napi::String::New(env, last.phase)});
  }

  void OnOK() override {
    deferred_.Resolve(writeResults(Env(), results_));
  }

  void OnError(const Napi::Error& error) override {
    error.Value().Set("code", Napi::String::New(Env(), code_));
    deferred_.Reject(error.Value());
  }

 private:
  void hold(const Napi::Value& value) {
    if (value.IsObject()) held_.push_back(Napi::Persistent(value.As<Napi::Object>()));
  }

  void fail(const char* code, const std::string& message) {
    code_ = code;
    SetError(message);
  }

  Napi::Promise::Deferred deferred_;
  Input input_;
  std::vector<Napi::ObjectReference> held_;
  Napi::FunctionReference onProgress_;
  std::vector<LabelResult> results_;
  std::string code_;
};

/** extract(input, onProgress?) -> Promise of what writeResults says; rejects with an Error whose code is REFUSED, CANCELLED or FAULT. */
Napi::Value startExtraction(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsObject()) throw Napi::TypeError::New(info.Env(), "extract(input, onProgress?)");
  const Napi::Object object = info[0].As<Napi::Object>();
  Input input = readInput(object);
  auto* worker = new ExtractionWorker(info.Env(), std::move(input), object, info[1]);  // it deletes itself when it has ended
  const Napi::Promise promise = worker->promise();
  worker->Queue();
  return promise;
}

Napi::Value describe(const Napi::CallbackInfo& info) { return writeDocumentation(info.Env(), documentation()); }

}  // namespace
}  // namespace fascicle

static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("engineVersion", Napi::String::New(env, fascicle::engineVersion));
  exports.Set("extract", Napi::Function::New(env, fascicle::startExtraction, "extract"));
  exports.Set("documentation", Napi::Function::New(env, fascicle::describe, "documentation"));
  return exports;
}

NODE_API_MODULE(fascicle, initialise)
