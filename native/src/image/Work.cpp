#include "image/Work.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace fascicle {

Work::Work(unsigned threads, const std::int32_t* cancelFlag, Progress progress)
    : threads_(threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency())),
      cancelFlag_(cancelFlag),
      progress_(std::move(progress)) {}

void Work::checkCancelled() const {
  if (cancelFlag_ == nullptr) return;
  // The flag is written by JavaScript's Atomics, another thread's plain memory: read it atomically.
  const auto value = std::atomic_ref<std::int32_t>(*const_cast<std::int32_t*>(cancelFlag_)).load(std::memory_order_relaxed);
  if (value != 0) throw Cancelled();
}

void Work::run(const char* phase, const std::vector<Task>& tasks) {
  std::atomic<std::size_t> next = 0, finished = 0;
  std::atomic<bool> failed = false;
  std::exception_ptr error;
  std::mutex errorMutex;

  const auto takeTasks = [&] {
    for (;;) {
      const std::size_t index = next.fetch_add(1);
      if (index >= tasks.size() || failed.load()) return;
      try {
        checkCancelled();
        tasks[index]();
        const std::size_t done = finished.fetch_add(1) + 1;
        if (progress_) progress_(done, tasks.size(), phase);
      } catch (...) {
        const std::lock_guard lock(errorMutex);
        if (!failed.exchange(true)) error = std::current_exception();
      }
    }
  };

  const std::size_t helpers = std::min<std::size_t>(threads_, tasks.size());
  std::vector<std::thread> threads;
  for (std::size_t t = 1; t < helpers; ++t) {
    try {
      threads.emplace_back(takeTasks);
    } catch (const std::system_error&) {
      break;  // no more threads to be had: those there are do the work
    }
  }
  takeTasks();
  for (auto& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace fascicle
