#include "region/Resegment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "region/Diagnostics.hpp"
#include "region/Rows.hpp"

namespace fascicle {
namespace {

/** One row of the region's box. */
struct BoxRow {
  const Image& image;
  const LabelMask& mask;
  const Box& box;
  std::int64_t start = 0;  // position of its first voxel
  std::vector<double> intensities;
  std::vector<std::uint8_t> inside;

  BoxRow(const Image& of, const LabelMask& region, const Box& around)
      : image(of), mask(region), box(around), intensities(static_cast<std::size_t>(box.size[0])), inside(static_cast<std::size_t>(box.size[0])) {}

  void take(std::int64_t row, std::int64_t slice) {
    const Index3& size = image.grid.size;
    start = box.lower[0] + size[0] * (box.lower[1] + row + size[1] * (box.lower[2] + slice));
    takeIntensities(image.voxels, start, box.size[0], intensities.data());
    takeInside(mask, start, box.size[0], inside.data());
  }
};

/** The standard deviation (n) of the region's intensities around their mean. */
double deviation(const Image& image, const LabelMask& mask, const Box& box, double mean, Work& work) {
  PreciseSum squares;
  std::int64_t count = 0;
  BoxRow row(image, mask, box);
  for (std::int64_t slice = 0; slice < box.size[2]; ++slice) {
    work.checkCancelled();
    for (std::int64_t j = 0; j < box.size[1]; ++j) {
      row.take(j, slice);
      for (std::int64_t column = 0; column < box.size[0]; ++column) {
        if (!row.inside[column]) continue;
        const double difference = row.intensities[column] - mean;
        squares.add(difference * difference);
        ++count;
      }
    }
  }
  return std::sqrt(squares.value() / static_cast<double>(count));
}

/** numpy compares small types with a threshold in single precision. */
bool comparesInSingle(ScalarType type) {
  return type != ScalarType::int32 && type != ScalarType::uint32 && type != ScalarType::float64;
}

}  // namespace

LabelMask resegment(const Image& image, const LabelMask& mask, const Box& box, const std::vector<double>& range, ResegmentMode mode, Work& work) {
  if (range.empty() || range.size() > 2) {
    throw Refused("resegmentRange has " + std::to_string(range.size()) + " values. Give one (the lower threshold) or two (lower and upper).");
  }
  double lower = range.front(), upper = range.back();
  if (lower > upper) std::swap(lower, upper);
  if (mode != ResegmentMode::absolute) {
    const Moments moments = measureRegion(image, mask, box, work);
    // As numpy does, the mean and the deviation of float32 intensities are float32.
    const auto rounded = [&image](double value) { return image.type() == ScalarType::float32 ? static_cast<double>(static_cast<float>(value)) : value; };
    const double unit = mode == ResegmentMode::relative ? moments.maximum : rounded(deviation(image, mask, box, moments.mean(), work));
    const double zero = mode == ResegmentMode::relative ? 0.0 : rounded(moments.mean());
    lower = zero + unit * lower;
    upper = zero + unit * upper;
  }
  if (range.size() == 1) upper = std::numeric_limits<double>::infinity();
  if (comparesInSingle(image.type())) {
    lower = static_cast<double>(static_cast<float>(lower));
    upper = static_cast<double>(static_cast<float>(upper));
  }

  auto [result, data] = makeImage<std::uint8_t>(mask.image.grid);
  std::vector<std::int64_t> kept(static_cast<std::size_t>(box.size[2]), 0);
  std::vector<Task> tasks;
  for (std::int64_t slice = 0; slice < box.size[2]; ++slice) {
    tasks.push_back([&, slice, data = data] {
      BoxRow row(image, mask, box);
      for (std::int64_t j = 0; j < box.size[1]; ++j) {
        row.take(j, slice);
        for (std::int64_t column = 0; column < box.size[0]; ++column) {
          const bool stays = row.inside[column] && row.intensities[column] >= lower && row.intensities[column] <= upper;
          data[row.start + column] = stays;
          kept[slice] += stays;
        }
      }
    });
  }
  work.run("resegmenting", tasks);
  std::int64_t left = 0;
  for (const std::int64_t count : kept) left += count;
  if (left <= 1) {
    throw Refused("Only " + std::to_string(left) + " voxel(s) of the region with label " + std::to_string(mask.label) +
                  " lie within resegmentRange. Choose a wider range.");
  }
  return {result, 1};
}

}  // namespace fascicle
