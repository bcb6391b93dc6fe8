#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "preprocess/Clahe.hpp"
#include "preprocess/GreyValues.hpp"
#include "preprocess/LineKernels.hpp"
#include "preprocess/Slices.hpp"

namespace fascicle {
namespace {

constexpr int levels = 16384;

/** Memory of all tables at most, bytes. */
constexpr double mostTableBytes = 1 << 30;

using Table = std::vector<std::uint16_t>;

/** A histogram clipped at `limit`, with what was cut off spread over its bins: in rounds, evenly spaced, until nothing is left or nothing fits. */
void clipHistogram(std::vector<std::int64_t>& counts, std::int64_t limit) {
  const auto bins = static_cast<std::int64_t>(counts.size());
  std::int64_t excess = 0;
  for (std::int64_t& count : counts) {
    if (count <= limit) continue;
    excess += count - limit;
    count = limit;
  }
  const std::int64_t each = excess / bins, upper = limit - each;
  for (std::int64_t& count : counts) {
    if (count < upper) {
      excess -= each;
      count += each;
    }
    if (count >= upper && count < limit) {
      excess += count - limit;
      count = limit;
    }
  }
  while (excess > 0) {
    const std::int64_t before = excess;
    for (std::int64_t start = 0; start < bins && excess > 0; ++start) {
      const auto under = std::count_if(counts.begin(), counts.end(), [limit](std::int64_t count) { return count < limit; });
      const std::int64_t step = std::max<std::int64_t>(1, under / excess);
      for (std::int64_t bin = start; bin < bins; bin += step) {
        if (counts[static_cast<std::size_t>(bin)] >= limit) continue;
        ++counts[static_cast<std::size_t>(bin)];
        --excess;
      }
    }
    if (excess == before) return;
  }
}

/** One image that is equalised as a whole: a volume or a slice of it. */
class Equaliser {
 public:
  Equaliser(const Index3& size, const ClaheSettings& settings) : size_(size), settings_(settings) {
    double tables = 1;
    for (int axis = 0; axis < 3; ++axis) {
      kernel_[axis] = settings.kernel ? std::min((*settings.kernel)[axis], size[axis]) : std::max<std::int64_t>(1, size[axis] / 8);
      blocks_[axis] = (size[axis] + kernel_[axis] - 1) / kernel_[axis];
      tables *= static_cast<double>(blocks_[axis]);
    }
    if (tables * settings.bins * sizeof(std::uint16_t) > mostTableBytes)
      throw Refused("The contrast cannot be equalised (clahe): the blocks are so small that there are too many of them. Choose larger ones (kernelVoxels).");
  }

  /** From levels to values of 0 to 1, voxels in the order of the image. */
  template <class Make>
  void equalise(const std::vector<std::uint16_t>& image, float* result, Work& work, const Make& tasksOf) {
    makeTables(image, work, tasksOf);
    std::vector<std::uint16_t> mapped(image.size());
    tasksOf(size_[2], work, [&](std::int64_t k) { mapSlice(image, mapped, k, work); });
    const auto [least, most] = std::minmax_element(mapped.begin(), mapped.end());
    const double from = *least, width = *most > *least ? *most - *least : 1;
    for (std::size_t v = 0; v < mapped.size(); ++v) result[v] = static_cast<float>((mapped[v] - from) / width);
  }

 private:
  std::size_t bins() const { return static_cast<std::size_t>(settings_.bins); }

  template <class Make>
  void makeTables(std::vector<std::uint16_t> const& image, Work& work, const Make& tasksOf) {
    const auto perBin = 1 + levels / settings_.bins;
    const std::int64_t voxels = kernel_[0] * kernel_[1] * kernel_[2];
    const std::int64_t limit = settings_.clipLimit > 0 ? static_cast<std::int64_t>(std::max(1.0, settings_.clipLimit * static_cast<double>(voxels))) : voxels;
    tables_.resize(static_cast<std::size_t>(blocks_[0] * blocks_[1] * blocks_[2]) * bins());
    tasksOf(blocks_[1] * blocks_[2], work, [&](std::int64_t row) {
      std::vector<std::int64_t> counts(bins());
      for (std::int64_t block = 0; block < blocks_[0]; ++block) {
        work.checkCancelled();
        std::fill(counts.begin(), counts.end(), 0);
        const Index3 first{block * kernel_[0], row % blocks_[1] * kernel_[1], row / blocks_[1] * kernel_[2]};
        for (std::int64_t c = 0; c < kernel_[2]; ++c) {
          const std::int64_t k = placeBeyond(first[2] + c, size_[2], Beyond::mirrorCentre);
          for (std::int64_t b = 0; b < kernel_[1]; ++b) {
            const std::uint16_t* const from = image.data() + size_[0] * (placeBeyond(first[1] + b, size_[1], Beyond::mirrorCentre) + size_[1] * k);
            for (std::int64_t a = 0; a < kernel_[0]; ++a) ++counts[from[placeBeyond(first[0] + a, size_[0], Beyond::mirrorCentre)] / perBin];
          }
        }
        clipHistogram(counts, limit);
        std::uint16_t* const table = tables_.data() + static_cast<std::size_t>(block + blocks_[0] * row) * bins();
        double sum = 0;
        for (std::size_t bin = 0; bin < bins(); ++bin) {
          sum += static_cast<double>(counts[bin]);
          table[bin] = static_cast<std::uint16_t>(std::min<double>(levels - 1, sum * ((levels - 1) / static_cast<double>(voxels))));
        }
      }
    });
  }

  /** The two blocks that a voxel lies between along an axis, and how much the second counts. */
  struct Place {
    std::int64_t first, second;
    double share;
  };
  Place placeOf(std::int64_t index, int axis) const {
    const std::int64_t padded = index + kernel_[axis] / 2, block = padded / kernel_[axis];
    return {std::clamp<std::int64_t>(block - 1, 0, blocks_[axis] - 1), std::min(block, blocks_[axis] - 1),
            static_cast<double>(padded % kernel_[axis]) / static_cast<double>(kernel_[axis])};
  }

  void mapSlice(const std::vector<std::uint16_t>& image, std::vector<std::uint16_t>& mapped, std::int64_t k, const Work& work) const {
    const auto perBin = 1 + levels / settings_.bins;
    const Place z = placeOf(k, 2);
    std::vector<Place> columns;
    for (std::int64_t i = 0; i < size_[0]; ++i) columns.push_back(placeOf(i, 0));
    for (std::int64_t j = 0; j < size_[1]; ++j) {
      work.checkCancelled();
      const Place y = placeOf(j, 1);
      const std::size_t row = static_cast<std::size_t>(size_[0] * (j + size_[1] * k));
      const std::array<std::int64_t, 2> slices{z.first, z.second}, rows{y.first, y.second};
      const std::array<double, 2> zShares{1 - z.share, z.share}, yShares{1 - y.share, y.share};
      for (std::int64_t i = 0; i < size_[0]; ++i) {
        const Place& x = columns[static_cast<std::size_t>(i)];
        const std::size_t bin = image[row + static_cast<std::size_t>(i)] / perBin;
        // The order of the sums, and their single precision, are scikit-image's.
        float sum = 0;
        for (int c = 0; c < 2; ++c) {
          for (int b = 0; b < 2; ++b) {
            const std::int64_t tables = blocks_[0] * (rows[b] + blocks_[1] * slices[c]);
            const auto value = [&](std::int64_t block) { return static_cast<double>(tables_[static_cast<std::size_t>(tables + block) * bins() + bin]); };
            sum += static_cast<float>(value(x.first) * ((1 - x.share) * yShares[b] * zShares[c]));
            sum += static_cast<float>(value(x.second) * (x.share * yShares[b] * zShares[c]));
          }
        }
        mapped[row + static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(sum);
      }
    }
  }

  Index3 size_, kernel_{}, blocks_{};
  const ClaheSettings& settings_;
  Table tables_;
};

/** Values of uint16 on the 2^14 levels of their range. */
std::uint16_t levelOf(std::uint16_t value, std::uint16_t least, std::uint16_t most) {
  return static_cast<std::uint16_t>(std::nearbyint(static_cast<double>(value - least) / (most - least) * (levels - 1)));
}

}  // namespace

Image claheLikeScikitImage(const Image& image, const ClaheSettings& settings, Work& work) {
  const GreyValues all = measureGreyValues(image, nullptr, "equalised (clahe)", work);
  auto [result, data] = makeImage<float>(image.grid);
  const Index3& size = image.grid.size;
  const std::int64_t plane = size[0] * size[1];
  const auto inParallel = [](std::int64_t count, Work& with, const auto& act) {
    std::vector<Task> tasks;
    for (std::int64_t n = 0; n < count; ++n) tasks.push_back([&act, n] { act(n); });
    with.run("equalising contrast", tasks);
  };
  const auto inTurn = [](std::int64_t count, Work&, const auto& act) {
    for (std::int64_t n = 0; n < count; ++n) act(n);
  };
  // As scikit-image converts images: on the range of uint16 first, even where slices have a range of their own.
  const Image converted = mapVoxels<std::uint16_t>(image, "equalising contrast", work, [&](double value, std::int64_t) {
    return static_cast<std::uint16_t>(std::nearbyint((value - all.minimum) / (all.maximum - all.minimum) * 65535));
  });
  const auto* const voxels = static_cast<const std::uint16_t*>(converted.voxels.data);
  if (!settings.bySlices) {
    std::vector<std::uint16_t> gray(static_cast<std::size_t>(image.grid.voxels()));
    forSlices(image.grid, "equalising contrast", work, [&](std::int64_t, std::int64_t first, std::int64_t length) {
      for (std::int64_t v = first; v < first + length; ++v) gray[static_cast<std::size_t>(v)] = levelOf(voxels[v], 0, 65535);
    });
    Equaliser(size, settings).equalise(gray, data, work, inParallel);
    return result;
  }
  forSlices(image.grid, "equalising contrast", work, [&, data = data](std::int64_t slice, std::int64_t first, std::int64_t length) {
    const auto [least, most] = std::minmax_element(voxels + first, voxels + first + length);
    if (*least == *most)
      throw Refused("The contrast cannot be equalised slice by slice (clahe): slice " + std::to_string(slice + 1) +
                    " is constant. Crop the image first, or equalise the volume.");
    std::vector<std::uint16_t> gray(static_cast<std::size_t>(plane));
    for (std::int64_t v = 0; v < plane; ++v) gray[static_cast<std::size_t>(v)] = levelOf(voxels[first + v], *least, *most);
    Equaliser({size[0], size[1], 1}, settings).equalise(gray, data + first, work, inTurn);
  });
  return result;
}

}  // namespace fascicle
