#include "preprocess/Patches.hpp"

#include <algorithm>
#include <vector>

namespace fascicle {

void addPatch(float* values, const float* answer, const float* weights, const PatchPlace& place, Work& work) {
  const auto& [channels, volume, patch, at] = place;
  const std::int64_t rows = std::min(patch[1], volume[1] - at[1]);
  const std::int64_t columns = std::min(patch[2], volume[2] - at[2]);
  std::vector<Task> tasks;
  for (std::int64_t channel = 0; channel < channels; ++channel) {
    for (std::int64_t x = 0; x < std::min(patch[0], volume[0] - at[0]); ++x) {
      const std::int64_t from = x * patch[1] * patch[2];
      float* const to = values + ((channel * volume[0] + at[0] + x) * volume[1] + at[1]) * volume[2] + at[2];
      const float* const given = answer == nullptr ? nullptr : answer + channel * patch[0] * patch[1] * patch[2] + from;
      const float* const weighing = weights == nullptr ? nullptr : weights + from;
      tasks.push_back([=, stride = volume[2], length = patch[2]] {
        for (std::int64_t y = 0; y < rows; ++y) {
          float* const sum = to + y * stride;
          const float* const own = given == nullptr ? nullptr : given + y * length;
          const float* const weight = weighing == nullptr ? nullptr : weighing + y * length;
          if (own == nullptr && weight == nullptr) {
            for (std::int64_t z = 0; z < columns; ++z) sum[z] = static_cast<float>(static_cast<double>(sum[z]) + 1);
          } else if (own == nullptr || weight == nullptr) {
            const float* const only = own == nullptr ? weight : own;
            for (std::int64_t z = 0; z < columns; ++z) sum[z] = static_cast<float>(static_cast<double>(sum[z]) + static_cast<double>(only[z]));
          } else {
            for (std::int64_t z = 0; z < columns; ++z)
              sum[z] = static_cast<float>(static_cast<double>(sum[z]) + static_cast<double>(weight[z]) * static_cast<double>(own[z]));
          }
        }
      });
    }
  }
  work.run("blending", tasks);
}

void divideChannels(float* values, const float* sums, double by, std::int64_t channels, std::int64_t length, Work& work) {
  constexpr std::int64_t block = 1 << 16;
  std::vector<Task> tasks;
  for (std::int64_t channel = 0; channel < channels; ++channel) {
    for (std::int64_t first = 0; first < length; first += block) {
      float* const own = values + channel * length + first;
      const float* const sum = sums == nullptr ? nullptr : sums + first;
      tasks.push_back([=, count = std::min(block, length - first)] {
        if (sum == nullptr) {
          for (std::int64_t at = 0; at < count; ++at) own[at] = static_cast<float>(static_cast<double>(own[at]) / by);
        } else {
          for (std::int64_t at = 0; at < count; ++at) own[at] = static_cast<float>(static_cast<double>(own[at]) / (static_cast<double>(sum[at]) * by));
        }
      });
    }
  }
  work.run("blending", tasks);
}

}  // namespace fascicle
