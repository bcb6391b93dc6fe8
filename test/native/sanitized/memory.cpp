#include "checks.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FASCICLE_COUNTS_ALLOCATIONS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define FASCICLE_COUNTS_ALLOCATIONS
#endif

#ifdef FASCICLE_COUNTS_ALLOCATIONS
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "requests.hpp"

// As in sanitizer/allocator_interface.h, which not every compiler's package brings.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, std::size_t), void (*)(const volatile void*));
extern "C" std::size_t __sanitizer_get_allocated_size(const volatile void*);

namespace fascicle::sanitized {
namespace {

/** Since the hooks were installed: below 0 where what was there before is given back. */
std::atomic<std::ptrdiff_t> inUse = 0, peak = 0;

void allocated(const volatile void*, std::size_t size) {
  const std::ptrdiff_t now = inUse += static_cast<std::ptrdiff_t>(size);
  std::ptrdiff_t most = peak.load();
  while (now > most && !peak.compare_exchange_weak(most, now)) {
  }
}

void freed(const volatile void* memory) {
  if (memory != nullptr) inUse -= static_cast<std::ptrdiff_t>(__sanitizer_get_allocated_size(memory));
}

}  // namespace

void memory(Checks& checks) {
  // An ellipsoid of 125,000 voxels: its box has 73 x 73 x 45.
  Grid grid;
  grid.size = {80, 80, 50};
  Random random(7);
  const Case one{imageOf(grid, ScalarType::float32,
                         [&](auto i, auto, auto k) { return 100 * std::sin(static_cast<double>(i + 2 * k) / 17) + 60 * random.share(); }),
                 imageOf(grid, ScalarType::uint8, [](auto i, auto j, auto k) {
                   const double x = (static_cast<double>(i) - 40) / 36.5, y = (static_cast<double>(j) - 40) / 36.5, z = (static_cast<double>(k) - 25) / 22.5;
                   return x * x + y * y + z * z <= 1 ? 1 : 0;
                 })};
  constexpr double cropped = 73.0 * 73 * 45 * 8;
  TextureSettings texture;
  texture.binning.count = 32;
  const Request request = requestOf(one, original(texture));
  const auto measure = [&request] {
    Work work(2, nullptr, {});
    extract(request, work);
  };
  // Tables that are made once for all are no part of a region's memory, nor is what the C library keeps of a first thread for the next.
  expectSame(checks, requestOf(randomCase(random), {}), "a first region");
  measure();
  checks.expect(__sanitizer_install_malloc_and_free_hooks(allocated, freed) > 0, "allocations are counted");
  const std::ptrdiff_t before = inUse;
  peak = before;
  measure();
  const std::ptrdiff_t after = inUse, most = peak;
  const double times = static_cast<double>(most - before) / cropped;
  std::printf("  all classes: peak %.1f MB beside image and mask, %.2f times the cropped image as float64\n", static_cast<double>(most - before) / 1e6, times);
  checks.expect(most > before, "the peak is counted");
  checks.expect(times < 3, "peak memory under 3 times the cropped image as float64");
  checks.expect(after == before, "all memory is given back");
}

}  // namespace fascicle::sanitized
#else

// Allocations are counted by AddressSanitizer's allocator only.
void fascicle::sanitized::memory(Checks&) {}
#endif
