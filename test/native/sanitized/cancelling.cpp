#include <atomic>
#include <thread>

#include "requests.hpp"

namespace fascicle::sanitized {
namespace {

/** True where it was cancelled, false where it came to its end. */
bool isCancelled(const Case& one, const std::int32_t& flag, const Work::Progress& progress) {
  Work work(3, &flag, progress);
  try {
    ImageTypeRequest unchanged, wavelet;
    unchanged.texture.binning.width = wavelet.texture.binning.width = 3;
    wavelet.type = ImageType::wavelet;
    Request request = requestOf(one, unchanged);
    request.imageTypes.push_back(wavelet);
    extract(request, work);
    return false;
  } catch (const Cancelled&) {
    return true;
  }
}

}  // namespace

void cancelling(Checks& checks) {
  Random random(3);
  Grid grid;
  grid.size = {16, 15, 12};
  const Case one{imageOf(grid, ScalarType::int16, [&](auto, auto, auto) { return random.between(0, 90); }),
                 imageOf(grid, ScalarType::uint8, [](auto, auto, auto) { return 1; })};
  std::int32_t flag = 1;
  checks.expect(isCancelled(one, flag, {}), "cancelled before it began");

  flag = 0;
  std::atomic<std::size_t> reports = 0;
  checks.expect(!isCancelled(one, flag, [&](std::size_t, std::size_t, const char*) { ++reports; }), "not cancelled");
  const std::size_t all = reports;
  // At every fortieth word of progress, from whichever thread gives it; the last few may come when nothing is left to do.
  for (std::size_t at = 1; at + 4 < all; at += 40) {
    flag = 0;
    reports = 0;
    const bool cancelled = isCancelled(one, flag, [&](std::size_t, std::size_t, const char*) {
      if (++reports == at) std::atomic_ref<std::int32_t>(flag).store(1);
    });
    checks.expect(cancelled, "cancelled at word of progress " + std::to_string(at));
  }
  // And by a thread that knows nothing of the work, as the window does.
  for (int run = 0; run < 10; ++run) {
    flag = 0;
    std::atomic<bool> begun = false;
    std::thread window([&] {
      begun.wait(false);
      std::atomic_ref<std::int32_t>(flag).store(1);
    });
    isCancelled(one, flag, [&](std::size_t, std::size_t, const char*) {
      begun = true;
      begun.notify_all();
    });
    window.join();
    checks.expect(true, "");
  }
}

}  // namespace fascicle::sanitized
