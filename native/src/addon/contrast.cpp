#include "addon/contrast.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "addon/ImageWorker.hpp"
#include "addon/readValues.hpp"
#include "preprocess/Clahe.hpp"
#include "preprocess/Conform.hpp"
#include "preprocess/Crop.hpp"
#include "preprocess/Formula.hpp"
#include "preprocess/Smooth.hpp"

namespace fascicle {
namespace {

const std::map<std::string, FormulaOperation> operations = {
    {"number", FormulaOperation::number},     {"image", FormulaOperation::image},       {"add", FormulaOperation::add},
    {"subtract", FormulaOperation::subtract}, {"multiply", FormulaOperation::multiply}, {"divide", FormulaOperation::divide},
    {"power", FormulaOperation::power},       {"negate", FormulaOperation::negate},     {"log", FormulaOperation::log},
    {"exp", FormulaOperation::exp},           {"sqrt", FormulaOperation::sqrt},         {"abs", FormulaOperation::abs},
    {"min", FormulaOperation::minimum},       {"max", FormulaOperation::maximum}};

}  // namespace

Napi::Value startClaheScikitImage(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  ClaheSettings settings;
  if (isGiven(from, "kernel")) settings.kernel = readThree(from, "kernel", 1, 1e6);
  settings.clipLimit = numberBetween(from, "clipLimit", 0, 1);
  settings.bins = static_cast<int>(wholeBetween(from, "bins", 2, 16'384));
  settings.bySlices = boolean(from, "bySlices");
  return startStep(info, std::move(held), [=](Work& work) { return claheLikeScikitImage(image, settings, work); });
}

Napi::Value startClaheOpenCv(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const double clipLimit = numberBetween(from, "clipLimit", 0, 65'536);
  const std::vector<double> given = numbers(from, "tiles");
  if (given.size() != 2) throw Napi::TypeError::New(info.Env(), "tiles has two numbers");
  std::array<int, 2> tiles{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    if (!(given[axis] >= 1 && given[axis] <= 256)) throw Napi::RangeError::New(info.Env(), "tiles is out of range");
    tiles[axis] = static_cast<int>(given[axis]);
  }
  const auto bits = static_cast<int>(wholeBetween(from, "bits", 8, 16));
  return startStep(info, std::move(held), [=](Work& work) { return claheLikeOpenCv(image, clipLimit, tiles, bits, work); });
}

Napi::Value startSmoothGaussian(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const double sigmaMm = numberBetween(from, "sigmaMm", 1e-9, 1e6);
  return startStep(info, std::move(held), [=](Work& work) { return smoothGaussian(image, sigmaMm, work); });
}

Napi::Value startSmoothMedian(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const Index3 radius = readThree(from, "radius", 0, 5);
  return startStep(info, std::move(held), [=](Work& work) { return smoothMedian(image, radius, work); });
}

Napi::Value startConform(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const Grid grid = readGrid(object(from, "grid"));
  const auto found = std::make_shared<Conformed>();
  const auto compute = [=](Work& work) {
    *found = conformImage(image, grid, work);
    return std::exchange(found->image, {});
  };
  return startStep(info, std::move(held), compute, [found](Napi::Object& out) {
    out.Set("lower", found->lower);
    out.Set("upper", found->upper);
    out.Set("isCut", found->isCut);
  });
}

Napi::Value startCrop(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const Box box{readThree(from, "lower", 0, 1e6), readThree(from, "size", 1, 1e6)};
  for (int axis = 0; axis < 3; ++axis) {
    if (box.lower[axis] + box.size[axis] > image.grid.size[axis]) throw Napi::RangeError::New(info.Env(), "the box reaches outside the image");
  }
  return startStep(info, std::move(held), [=](Work& work) { return cropImage(image, box, work); });
}

Napi::Value startFormula(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  std::vector<Image> images;
  for (const Napi::Object& each : objects(from, "images")) {
    images.push_back(readImage(each, "image", held));
    if (images.back().grid.size != images.front().grid.size) throw Napi::TypeError::New(info.Env(), "images have the same size");
  }
  std::vector<FormulaStep> formula;
  for (const Napi::Object& each : objects(from, "formula")) {
    FormulaStep step;
    step.operation = oneOf(each, "operation", operations);
    if (step.operation == FormulaOperation::number) step.number = number(each, "number");
    if (step.operation == FormulaOperation::image) step.image = static_cast<std::size_t>(wholeBetween(each, "image", 0, 1e6));
    formula.push_back(step);
  }
  if (images.empty() || !isComputable(formula, images.size())) throw Napi::TypeError::New(info.Env(), "formula cannot be computed");
  const bool notFiniteIsZero = boolean(from, "notFiniteIsZero");
  const auto notFinite = std::make_shared<std::int64_t>(0);
  const auto compute = [=](Work& work) {
    FormulaResult result = evaluateFormula(images, formula, notFiniteIsZero, work);
    *notFinite = result.notFinite;
    return std::move(result.image);
  };
  return startStep(info, std::move(held), compute, [notFinite](Napi::Object& out) { out.Set("notFinite", static_cast<double>(*notFinite)); });
}

}  // namespace fascicle
