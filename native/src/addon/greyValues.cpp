#include "addon/greyValues.hpp"

#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "addon/ImageWorker.hpp"
#include "addon/readValues.hpp"
#include "preprocess/Finite.hpp"
#include "preprocess/GreyValues.hpp"
#include "preprocess/Intensities.hpp"
#include "preprocess/Masks.hpp"

namespace fascicle {
namespace {

std::optional<Image> readMask(const Napi::Object& from, const Image& image, std::vector<Napi::Value>& held) {
  if (!isGiven(from, "mask")) return std::nullopt;
  Image mask = readImage(from, "mask", held);
  if (mask.grid.size != image.grid.size) throw Napi::TypeError::New(from.Env(), "image and mask have the same size");
  if (mask.type() != ScalarType::uint8) throw Napi::TypeError::New(from.Env(), "a mask is uint8");
  return mask;
}

const Image* pointerTo(const std::optional<Image>& image) { return image ? &*image : nullptr; }

std::array<double, 2> readTwo(const Napi::Object& from, const char* name) {
  const std::vector<double> two = numbers(from, name);
  if (two.size() != 2 || !(two[0] < two[1]) || !std::isfinite(two[1] - two[0]))
    throw Napi::RangeError::New(from.Env(), std::string(name) + " has two numbers, the smaller one first");
  return {two[0], two[1]};
}

/** The two percentiles, or nothing. */
std::vector<double> readPercents(const Napi::Object& from) {
  if (!isGiven(from, "percents")) return {};
  const std::array<double, 2> two = readTwo(from, "percents");
  if (two[0] < 0 || two[1] > 100) throw Napi::RangeError::New(from.Env(), "percents are from 0 to 100");
  return {two[0], two[1]};
}

std::optional<double> readLimit(const Napi::Object& from, const char* name) { return isGiven(from, name) ? std::optional(number(from, name)) : std::nullopt; }

/** What a step found, set beside its image. */
ImageWorker::Describe numbersOf(std::shared_ptr<std::vector<std::pair<const char*, double>>> found) {
  return [found](Napi::Object& out) {
    for (const auto& [name, value] : *found) out.Set(name, value);
  };
}

std::array<double, 2> percentilesOf(const Image& image, const Image* mask, const std::vector<double>& percents, const char* what, Work& work) {
  const std::vector<double> found = measurePercentiles(image, mask, percents, what, work);
  if (!(found[0] < found[1]))
    throw Refused(std::string("The image cannot be ") + what + ": the two percentiles are equal. Choose others that lie further apart.");
  return {found[0], found[1]};
}

}  // namespace

Napi::Value startMask(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  enum class Kind { nonzero, otsu, labels };
  const Kind kind = oneOf(from, "from", std::map<std::string, Kind>{{"nonzero", Kind::nonzero}, {"otsu", Kind::otsu}, {"labels", Kind::labels}});
  std::vector<std::uint32_t> labels;
  for (const double label : numbers(from, "labels")) {
    if (!(label >= 1 && label <= 4'294'967'295.0 && label == std::floor(label))) throw Napi::RangeError::New(info.Env(), "labels are whole numbers from 1");
    labels.push_back(static_cast<std::uint32_t>(label));
  }
  struct Found {
    double threshold = NAN;
    std::optional<Box> box;
    std::int64_t voxels = 0;
  };
  const auto found = std::make_shared<Found>();
  const auto compute = [=](Work& work) {
    Image mask;
    if (kind == Kind::labels) mask = maskOfLabels(image, labels, work);
    if (kind == Kind::nonzero) mask = maskOfNonzero(image, work);
    if (kind == Kind::otsu) {
      found->threshold = otsuThreshold(image, work);
      mask = maskAbove(image, found->threshold, work);
    }
    found->box = boxOfMask(mask, work);
    found->voxels = voxelsOfMask(mask, work);
    return mask;
  };
  return startStep(info, std::move(held), compute, [found](Napi::Object& out) {
    const Napi::Env env = out.Env();
    const auto list = [env](const Index3& three) {
      Napi::Array array = Napi::Array::New(env);
      for (std::uint32_t axis = 0; axis < 3; ++axis) array.Set(axis, static_cast<double>(three[axis]));
      return array;
    };
    out.Set("count", static_cast<double>(found->voxels));
    if (!std::isnan(found->threshold)) out.Set("threshold", found->threshold);
    if (!found->box) {
      out.Set("box", env.Null());
      return;
    }
    Napi::Object box = Napi::Object::New(env);
    box.Set("lower", list(found->box->lower));
    box.Set("size", list(found->box->size));
    out.Set("box", box);
  });
}

Napi::Value startFillOutside(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  required(from, "mask");
  const std::optional<Image> mask = readMask(from, image, held);
  const double outside = number(from, "outside");
  return startStep(info, std::move(held), [=](Work& work) { return fillOutside(image, *mask, outside, work); });
}

Napi::Value startZscore(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const std::optional<Image> mask = readMask(from, image, held);
  const bool outsideIsZero = boolean(from, "outsideIsZero"), isSample = boolean(from, "isSample");
  const auto found = std::make_shared<std::vector<std::pair<const char*, double>>>();
  const auto compute = [=](Work& work) {
    constexpr const char* what = "standardised (zscore)";
    checkFinite(image, what, work);
    const GreyValues values = measureGreyValues(image, pointerTo(mask), what, work);
    const auto count = static_cast<double>(values.count);
    const double deviation = std::sqrt(values.squares / (isSample ? count - 1 : count));
    *found = {{"mean", values.mean}, {"deviation", deviation}, {"count", count}};
    return standardise(image, values.mean, deviation, outsideIsZero ? pointerTo(mask) : nullptr, work);
  };
  return startStep(info, std::move(held), compute, numbersOf(found));
}

Napi::Value startRescale(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const std::optional<Image> mask = readMask(from, image, held);
  const std::vector<double> percents = readPercents(from);
  const std::array<double, 2> onto = readTwo(from, "onto");
  const bool clip = boolean(from, "clip");
  const auto found = std::make_shared<std::vector<std::pair<const char*, double>>>();
  const auto compute = [=](Work& work) {
    constexpr const char* what = "rescaled (rescale)";
    checkFinite(image, what, work);
    std::array<double, 2> range{};
    if (percents.empty()) {
      const GreyValues values = measureGreyValues(image, pointerTo(mask), what, work);
      range = {values.minimum, values.maximum};
    } else {
      range = percentilesOf(image, pointerTo(mask), percents, what, work);
    }
    *found = {{"lower", range[0]}, {"upper", range[1]}};
    return rescaleRange(image, range, onto, clip, work);
  };
  return startStep(info, std::move(held), compute, numbersOf(found));
}

Napi::Value startClip(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const std::optional<Image> mask = readMask(from, image, held);
  const std::vector<double> percents = readPercents(from);
  const std::optional<double> lower = readLimit(from, "lower"), upper = readLimit(from, "upper");
  const auto found = std::make_shared<std::vector<std::pair<const char*, double>>>();
  const auto compute = [=](Work& work) {
    constexpr const char* what = "clipped (clip)";
    checkFinite(image, what, work);
    if (percents.empty()) return clipValues(image, lower, upper, work);
    const std::array<double, 2> range = percentilesOf(image, pointerTo(mask), percents, what, work);
    *found = {{"lower", range[0]}, {"upper", range[1]}};
    return clipValues(image, range[0], range[1], work);
  };
  return startStep(info, std::move(held), compute, numbersOf(found));
}

}  // namespace fascicle
