#include "work/Work.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace fascicle {

/** Threads that wait for something to do beside the one that asks. */
class Work::Helpers {
 public:
  ~Helpers() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  /** Has at least `count` threads, or as many as there are to be had. */
  void grow(std::size_t count) {
    try {
      while (threads_.size() < count) threads_.emplace_back([this] { wait(); });
    } catch (const std::system_error&) {
      // No more threads to be had: those there are do the work.
    }
  }

  /** Runs `job`, which does not throw, here and on every thread that comes in time; returns when none is in it any more. */
  void run(const std::function<void()>& job) {
    {
      const std::lock_guard lock(mutex_);
      job_ = &job;
      ++jobs_;
    }
    changed_.notify_all();
    job();
    std::unique_lock lock(mutex_);
    job_ = nullptr;
    left_.wait(lock, [this] { return inside_ == 0; });
  }

 private:
  void wait() {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return ended_ || (job_ != nullptr && jobs_ != seen); });
      if (ended_) return;
      seen = jobs_;
      const std::function<void()>& job = *job_;
      ++inside_;
      lock.unlock();
      job();
      lock.lock();
      if (--inside_ == 0) left_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_, left_;
  const std::function<void()>* job_ = nullptr;
  std::uint64_t jobs_ = 0;
  std::size_t inside_ = 0;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

Work::Work(unsigned threads, const std::int32_t* cancelFlag, Progress progress)
    : threads_(threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency())),
      cancelFlag_(cancelFlag),
      progress_(std::move(progress)) {}

Work::~Work() = default;

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

  const std::size_t wanted = std::min<std::size_t>(threads_, tasks.size());
  if (wanted > 1) {
    if (!helpers_) helpers_ = std::make_unique<Helpers>();
    helpers_->grow(wanted - 1);
    helpers_->run(takeTasks);
  } else {
    takeTasks();
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace fascicle
