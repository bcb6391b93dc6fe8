#include <cmath>
#include <cstring>
#include <functional>

#include "checks.hpp"
#include "preprocess/Clahe.hpp"
#include "preprocess/Conform.hpp"
#include "preprocess/Formula.hpp"
#include "preprocess/GreyValues.hpp"
#include "preprocess/Intensities.hpp"
#include "preprocess/Masks.hpp"
#include "preprocess/Resize.hpp"
#include "preprocess/Smooth.hpp"

namespace fascicle::sanitized {
namespace {

/** A random image of a random type; some are constant, some hold a voxel that is no number. */
Image randomImage(Random& random, const Grid& grid) {
  const auto fill = [&](auto made, double most) {
    const bool isConstant = random.between(0, 9) == 0;
    for (std::int64_t v = 0; v < grid.voxels(); ++v)
      made.data[v] = static_cast<std::remove_reference_t<decltype(made.data[0])>>(isConstant ? 5 : random.share() * most);
    return made;
  };
  if (random.between(0, 1) == 0) return fill(makeImage<std::uint8_t>(grid), 255).image;
  auto made = fill(makeImage<float>(grid), 1e4);
  if (random.between(0, 9) == 0) made.data[0] = NAN;
  return made.image;
}

Index3 randomSides(Random& random, int least, int most) { return {random.between(least, most), random.between(least, most), random.between(least, most)}; }

/** Does a step on one thread and on three: the same bytes, or words both times. */
void check(Checks& checks, const std::string& what, const std::function<Image(Work&)>& step) {
  const auto run = [&](unsigned threads, std::string& words) {
    try {
      Work work(threads, nullptr, {});
      return step(work);
    } catch (const Refused& refused) {
      words = refused.what();
      return Image{};
    }
  };
  std::string one, several;
  const Image first = run(1, one), second = run(3, several);
  checks.expect(one == several, what + " is refused alike on several threads");
  if (!one.empty()) {
    checks.expect(one.size() > 20, what + " is refused in words");
    return;
  }
  const std::size_t bytes = withTypedPointer(first.voxels, [&](auto voxels) { return first.voxels.length * sizeof(*voxels); });
  checks.expect(first.voxels.length == second.voxels.length && std::memcmp(first.voxels.data, second.voxels.data, bytes) == 0,
                what + " is the same on several threads");
}

void resizing(Checks& checks, Random& random, const Image& image, const std::string& name) {
  ResizeSettings settings;
  settings.size = randomSides(random, 1, 14);
  settings.method = std::array{ResizeMethod::corners, ResizeMethod::centres, ResizeMethod::area, ResizeMethod::nearestBelow}[random.between(0, 3)];
  for (int& order : settings.orders) order = std::array{0, 1, 3}[random.between(0, 2)];
  settings.beyond = std::array{Beyond::edge, Beyond::mirrorCentre, Beyond::zero}[random.between(0, 2)];
  settings.antiAlias = random.between(0, 1) == 0;
  settings.clip = random.between(0, 1) == 0;
  settings.sliceAxis = random.between(-1, 2);
  check(checks, name + " resized", [&](Work& work) { return resizeImage(image, settings, work); });
}

void contrast(Checks& checks, Random& random, const Image& image, const std::string& name) {
  ClaheSettings settings;
  if (random.between(0, 1) == 0) settings.kernel = randomSides(random, 1, 20);
  settings.clipLimit = random.between(0, 2) * 0.02;
  settings.bins = random.between(2, 300);
  settings.bySlices = random.between(0, 1) == 0;
  check(checks, name + " equalised as scikit-image does", [&](Work& work) { return claheLikeScikitImage(image, settings, work); });
  const std::array<int, 2> tiles{random.between(1, 5), random.between(1, 5)};
  const int bits = random.between(0, 9) == 0 ? 16 : 8;
  const double limit = random.between(0, 3);
  check(checks, name + " equalised as OpenCV does", [&](Work& work) { return claheLikeOpenCv(image, limit, tiles, bits, work); });
}

void greyValues(Checks& checks, Random& random, const Image& image, const Image& mask, const std::string& name) {
  const bool isMasked = random.between(0, 1) == 0;
  const Image* const within = isMasked ? &mask : nullptr;
  check(checks, name + " standardised", [&](Work& work) {
    const GreyValues values = measureGreyValues(image, within, "standardised", work);
    return standardise(image, values.mean, std::sqrt(values.squares), within, work);
  });
  const double lower = random.share() * 50;
  check(checks, name + " rescaled", [&](Work& work) {
    const std::vector<double> range = measurePercentiles(image, within, {lower, 99}, "rescaled", work);
    if (!(range[0] < range[1])) throw Refused("the percentiles of this image are equal");
    return rescaleRange(image, {range[0], range[1]}, {0, 1}, isMasked, work);
  });
  check(checks, name + " clipped", [&](Work& work) { return clipValues(image, lower, lower + 0.5 + 100 * isMasked, work); });
  check(checks, name + " masked", [&](Work& work) { return fillOutside(image, mask, isMasked ? -1 : 3, work); });
  check(checks, name + " above Otsu's threshold", [&](Work& work) {
    const Image above = maskAbove(image, otsuThreshold(image, work), work);
    if (!boxOfMask(above, work)) throw Refused("nothing lies above the threshold");
    return above;
  });
  check(checks, name + " by labels", [&](Work& work) {
    return maskOfLabels(image, isMasked ? std::vector<std::uint32_t>{5, 7} : std::vector<std::uint32_t>(), work);
  });
}

}  // namespace

void steps(Checks& checks) {
  Random random(23);
  for (int run = 0; run < 60; ++run) {
    Grid grid;
    grid.size = randomSides(random, 1, 12);
    for (double& spacing : grid.spacingMm) spacing = 0.5 + 2 * random.share();
    const Image image = randomImage(random, grid);
    auto [mask, inside] = makeImage<std::uint8_t>(grid);
    for (std::int64_t v = 0; v < grid.voxels(); ++v) inside[v] = static_cast<std::uint8_t>(random.between(0, 2) == 0);
    const std::string name = "random image " + std::to_string(run);
    resizing(checks, random, image, name);
    contrast(checks, random, image, name);
    greyValues(checks, random, image, mask, name);
    const double sigma = 0.1 + 3 * random.share();
    check(checks, name + " smoothed", [&](Work& work) { return smoothGaussian(image, sigma, work); });
    const Index3 radius = randomSides(random, 0, 2);
    check(checks, name + "'s median", [&](Work& work) { return smoothMedian(image, radius, work); });
    Grid target;
    target.size = randomSides(random, 1, 20);
    check(checks, name + " conformed", [&](Work& work) { return conformImage(image, target, work).image; });
    const std::vector<FormulaStep> formula{{FormulaOperation::image, 0, 0}, {FormulaOperation::log, 0, 0},   {FormulaOperation::number, 1.5, 0},
                                           {FormulaOperation::power, 0, 0}, {FormulaOperation::image, 0, 0}, {FormulaOperation::minimum, 0, 0},
                                           {FormulaOperation::negate, 0, 0}};
    checks.expect(isComputable(formula, 1) && !isComputable(formula, 0), "a formula names its images");
    check(checks, name + " in a formula", [&](Work& work) { return evaluateFormula({image}, formula, run % 2 == 0, work).image; });
  }
}

}  // namespace fascicle::sanitized
