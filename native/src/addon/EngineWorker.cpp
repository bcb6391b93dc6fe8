#include "addon/EngineWorker.hpp"

#include <new>
#include <utility>

namespace fascicle {
namespace {

constexpr const char* notEnoughMemory = "There is not enough memory for this region. Close other programs, or choose a smaller region.";

}  // namespace

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
    fail("REFUSED", notEnoughMemory);
  } catch (const std::exception& error) {
    fail("FAULT", error.what());
  }
}

void EngineWorker::OnProgress(const Progress* progress, std::size_t count) {
  if (onProgress_.IsEmpty() || count == 0 || !failed_.IsEmpty()) return;
  const Napi::Env env = Env();
  const Progress& last = progress[count - 1];
  try {
    onProgress_.Call({Napi::Number::New(env, static_cast<double>(last.done)), Napi::Number::New(env, static_cast<double>(last.total)),
                      Napi::String::New(env, last.phase)});
  } catch (const Napi::Error& error) {
    failed_ = error;  // the listener's own: the promise is rejected with it at the end
  }
}

void EngineWorker::OnOK() {
  if (!failed_.IsEmpty()) {
    deferred_.Reject(failed_.Value());
    return;
  }
  // Nobody catches what is thrown out of here: the process would end.
  try {
    deferred_.Resolve(result(Env()));
  } catch (const Napi::Error& error) {
    reject("FAULT", std::string("The result could not be handed over: ") + error.Message());
  } catch (const std::bad_alloc&) {
    reject("REFUSED", notEnoughMemory);
  } catch (const std::exception& error) {
    reject("FAULT", error.what());
  }
}

void EngineWorker::OnError(const Napi::Error& error) { reject(code_.c_str(), error.Message()); }

void EngineWorker::reject(const char* code, const std::string& message) {
  const Napi::Error error = Napi::Error::New(Env(), message);
  error.Value().Set("code", Napi::String::New(Env(), code));
  deferred_.Reject(error.Value());
}

void EngineWorker::fail(const char* code, const std::string& message) {
  code_ = code;
  SetError(message);
}

}  // namespace fascicle
