#include "addon/EngineWorker.hpp"

#include <new>
#include <utility>

namespace fascicle {

EngineWorker::EngineWorker(Napi::Env env, unsigned threads, const std::int32_t* cancelFlag, const std::vector<Napi::Value>& held, const Napi::Value& onProgress)
    : AsyncProgressWorker(env), deferred_(Napi::Promise::Deferred::New(env)), threads_(threads), cancelFlag_(cancelFlag) {
  for (const Napi::Value& value : held) {
    if (value.IsObject()) held_.push_back(Napi::Persistent(value.As<Napi::Object>()));
  }
  if (onProgress.IsFunction()) onProgress_ = Napi::Persistent(onProgress.As<Napi::Function>());
}

Napi::Promise EngineWorker::start() {
  const Napi::Promise promise = deferred_.Promise();
  Queue();
  return promise;
}

void EngineWorker::Execute(const ExecutionProgress& progress) {
  try {
    // Where nobody listens nothing is said: each word wakes JavaScript's thread.
    Work::Progress say;
    if (!onProgress_.IsEmpty()) {
      say = [&progress](std::size_t done, std::size_t total, const char* phase) {
        const Progress report{done, total, phase};
        progress.Send(&report, 1);
      };
    }
    Work work(threads_, cancelFlag_, std::move(say));
    compute(work);
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

void EngineWorker::OnProgress(const Progress* progress, std::size_t count) {
  if (onProgress_.IsEmpty() || count == 0) return;
  const Napi::Env env = Env();
  const Progress& last = progress[count - 1];
  onProgress_.Call({Napi::Number::New(env, static_cast<double>(last.done)), Napi::Number::New(env, static_cast<double>(last.total)), Napi::String::New(env, last.phase)});
}

void EngineWorker::OnOK() { deferred_.Resolve(result(Env())); }

void EngineWorker::OnError(const Napi::Error& error) {
  error.Value().Set("code", Napi::String::New(Env(), code_));
  deferred_.Reject(error.Value());
}

void EngineWorker::fail(const char* code, const std::string& message) {
  code_ = code;
  SetError(message);
}

}  // namespace fascicle
