// Work on several threads that can be cancelled and says how far it is.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

namespace fascicle {

/** Thrown inside a task once the reader has cancelled. */
struct Cancelled : std::exception {
  const char* what() const noexcept override { return "cancelled"; }
};

/** An input that cannot be used; the words are meant for the reader. */
struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/** One piece of work. Tasks of one call to `run` share no mutable state. */
using Task = std::function<void()>;

class Work {
 public:
  /** Told, from any thread, how many tasks of how many in this phase are done. The phase is a literal. */
  using Progress = std::function<void(std::size_t done, std::size_t total, const char* phase)>;

  /**
   * `threads`: 0 for one for each core. `cancelFlag`: shared memory that turns non-zero when the reader cancels; may be null.
   * `progress` may be empty.
   */
  Work(unsigned threads, const std::int32_t* cancelFlag, Progress progress);
  ~Work();

  /**
   * Runs every task once, on all threads, and returns when all are done. What a task computes must not depend on which thread runs it:
   * then no result depends on the number of threads. Rethrows the first exception. Throws Cancelled.
   */
  void run(const char* phase, const std::vector<Task>& tasks);

  /** The same flag on this thread alone, silent: for a task that has tasks of its own. */
  Work alone() const { return Work(1, cancelFlag_, {}); }

  /** The same flag and progress on this thread alone: for so little work that waking others would take longer. */
  Work onOneThread() const { return Work(1, cancelFlag_, progress_); }

  /** Throws Cancelled where the flag is set. Cheap; call it at least every few milliseconds. */
  void checkCancelled() const;

 private:
  class Helpers;

  unsigned threads_;
  const std::int32_t* cancelFlag_;
  Progress progress_;
  std::unique_ptr<Helpers> helpers_;  // begun when first needed, and kept: a phase may be shorter than the start of a thread
};

}  // namespace fascicle
