#include "preprocess/BiasField.hpp"

#include <cmath>
#include <cstring>

#include "checks.hpp"

namespace fascicle::sanitized {

void biasField(Checks &checks) {
  Random random(17);
  for (int run = 0; run < 40; ++run) {
    Grid grid;
    for (auto &side : grid.size)
      side = random.between(1, 14);
    auto [image, values] = makeImage<float>(grid);
    auto [mask, inside] = makeImage<std::uint8_t>(grid);
    for (std::int64_t v = 0; v < grid.voxels(); ++v) {
      values[v] = static_cast<float>(100 * random.share() -
                                     (random.between(0, 9) == 0 ? 100 : 0));
      inside[v] = static_cast<std::uint8_t>(random.between(0, 3) != 0);
    }
    BiasFieldSettings settings;
    settings.iterations = {random.between(0, 4), random.between(0, 4), 2};
    settings.histogramBins = random.between(2, 300);
    for (auto &side : settings.controlPoints)
      side = random.between(4, 7);
    for (auto &factor : settings.shrink)
      factor = random.between(1, 4);
    const std::string what =
        "bias field of random image " + std::to_string(run);
    const auto correct = [&](unsigned threads) {
      Work work(threads, nullptr, {});
      return correctBias(image, mask, settings, work);
    };
    try {
      const BiasField one = correct(1), several = correct(3);
      const auto bytes =
          static_cast<std::size_t>(grid.voxels()) * sizeof(float);
      checks.expect(std::memcmp(one.logField.voxels.data,
                                several.logField.voxels.data, bytes) == 0,
                    what + " is the same on several threads");
      checks.expect(one.iterations.size() == 3, what + " has three levels");
    } catch (const Refused &refused) {
      checks.expect(std::strlen(refused.what()) > 20,
                    what + " is refused in words");
    }
  }
}

} // namespace fascicle::sanitized
