#ifdef FASCICLE_COUNT_ALLOCATIONS
#include <malloc.h>

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "features/Extraction.hpp"
#include "regions.hpp"

namespace {

std::atomic<std::size_t> inUse = 0, peak = 0;

void* counted(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  const std::size_t now = inUse += malloc_usable_size(memory);
  std::size_t most = peak.load();
  while (now > most && !peak.compare_exchange_weak(most, now)) {
  }
  return memory;
}

void release(void* memory) {
  if (memory == nullptr) return;
  inUse -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return counted(std::malloc(size)); }
void* operator new[](std::size_t size) { return counted(std::malloc(size)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }

namespace fascicle::sanitized {

void memory(Checks& checks) {
  // An ellipsoid of a million voxels: its box has 146 x 146 x 90.
  Grid grid;
  grid.size = {200, 200, 120};
  Random random(7);
  const Case one{imageOf(grid, ScalarType::float32, [&](auto i, auto, auto k) { return 100 * std::sin(static_cast<double>(i + 2 * k) / 17) + 60 * random.share(); }),
                 imageOf(grid, ScalarType::uint8, [](auto i, auto j, auto k) {
                   const double x = (static_cast<double>(i) - 99.5) / 73, y = (static_cast<double>(j) - 99.5) / 73, z = (static_cast<double>(k) - 59.5) / 45;
                   return x * x + y * y + z * z <= 1 ? 1 : 0;
                 })};
  const double cropped = 146.0 * 146 * 90 * 8;
  const std::vector<std::string> classes = {"shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"};
  const auto measure = [&](const std::set<std::string>& wanted, const char* name) {
    ExtractionSettings settings;
    settings.classes = wanted;
    settings.binning.count = 32;
    const std::size_t before = inUse;
    peak = before;
    Work work(2, nullptr, {});
    extractFeatures(one.image.voxels, one.mask.voxels, grid.size, grid.spacingMm, settings, work, nullptr);
    const bool givenBack = inUse == before;
    const double times = static_cast<double>(peak - before) / cropped;
    std::printf("%-12s peak %.1f MB, %.2f times the cropped image as float64\n", name, static_cast<double>(peak - before) / 1e6, times);
    checks.expect(times < 3, std::string("memory of ") + name);
    checks.expect(givenBack, std::string("all memory of ") + name + " is given back");
  };
  for (const std::string& name : classes) measure({name}, name.c_str());
  measure({classes.begin(), classes.end()}, "all");
}

}  // namespace fascicle::sanitized
#endif
