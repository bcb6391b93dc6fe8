// What libFuzzer calls (scripts/fuzz-native.ts).
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#include "fuzzInput.hpp"

namespace {

/**
 * Large requests are legitimate and slow under sanitizers: a run is cancelled after so long, which it has to follow before libFuzzer's own limit. One in
 * `longEvery` is given much longer, so that the ends of long computations are reached too.
 */
constexpr std::chrono::milliseconds longestRun{40}, longestOfFew{2000}, lookEvery{10};
constexpr std::uint64_t longEvery = 64;

std::int32_t cancelFlag = 0;
std::atomic<std::uint64_t> run{0};

/** Sets the flag of a run that takes too long. */
void watch() {
  std::chrono::milliseconds lasted{0};
  for (std::uint64_t seen = run;;) {
    std::this_thread::sleep_for(lookEvery);
    const std::uint64_t now = run;
    lasted = now == seen ? lasted + lookEvery : std::chrono::milliseconds{0};
    seen = now;
    if (lasted >= (now % longEvery == 0 ? longestOfFew : longestRun)) std::atomic_ref(cancelFlag).store(1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  std::thread(watch).detach();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  run += 1;
  fascicle::sanitized::runFuzzInput(data, size, cancelFlag);
  return 0;
}
