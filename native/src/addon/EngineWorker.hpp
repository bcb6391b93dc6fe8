// Work of the engine off JavaScript's thread, its progress and its end handed back to it.
#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "work/Work.hpp"

namespace fascicle {

struct Progress {
  std::size_t done = 0, total = 0;
  const char* phase = "";
};

/** A promise that is resolved with `result`, or rejected with an Error whose code is REFUSED, CANCELLED or FAULT. Deletes itself when it has ended. */
class EngineWorker : public Napi::AsyncProgressWorker<Progress> {
 public:
  /**
   * `held`: JavaScript's memory that is read meanwhile; what is no object is not held. Nothing here may throw: a worker that was never queued cannot
   * be taken apart again.
   */
  EngineWorker(Napi::Env env, unsigned threads, const std::int32_t* cancelFlag, const std::vector<Napi::Value>& held, const Napi::Value& onProgress);

  /** Starts; call it last. */
  Napi::Promise start();

 protected:
  /** Off JavaScript's thread. Throws Refused, Cancelled. */
  virtual void compute(Work& work) = 0;
  /** On it. */
  virtual Napi::Value result(Napi::Env env) = 0;

  void Execute(const ExecutionProgress& progress) override;
  void OnProgress(const Progress* progress, std::size_t count) override;
  void OnOK() override;
  void OnError(const Napi::Error& error) override;

 private:
  void fail(const char* code, const std::string& message);
  void reject(const char* code, const std::string& message);

  Napi::Promise::Deferred deferred_;
  unsigned threads_;
  const std::int32_t* cancelFlag_;
  std::vector<Napi::ObjectReference> held_;
  Napi::FunctionReference onProgress_;
  std::string code_;
  Napi::Error failed_;  // what onProgress threw
};

}  // namespace fascicle
