#include "addon/resampling.hpp"

#include <utility>

#include "addon/ImageWorker.hpp"
#include "addon/readValues.hpp"
#include "preprocess/Interpolate.hpp"
#include "preprocess/Resize.hpp"

namespace fascicle {
namespace {

const std::map<std::string, Interpolator> interpolations = {
    {"nearest", Interpolator::nearestNeighbor}, {"linear", Interpolator::linear}, {"bspline", Interpolator::bspline}};

const std::map<std::string, ResizeMethod> methods = {
    {"corners", ResizeMethod::corners}, {"centres", ResizeMethod::centres}, {"area", ResizeMethod::area}, {"nearestBelow", ResizeMethod::nearestBelow}};

const std::map<std::string, Beyond> beyonds = {{"edge", Beyond::edge}, {"mirror", Beyond::mirrorCentre}, {"zero", Beyond::zero}};

}  // namespace

Napi::Value startResampling(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  const Grid grid = readGrid(object(from, "grid"));
  const Interpolator interpolator = oneOf(from, "interpolation", interpolations);
  return startStep(info, std::move(held), [=](Work& work) { return interpolateOnto(image, grid, interpolator, work); });
}

Napi::Value startResizing(const Napi::CallbackInfo& info) {
  const Napi::Object from = stepInput(info);
  std::vector<Napi::Value> held;
  const Image image = readImage(from, "image", held);
  ResizeSettings settings;
  settings.size = readThree(from, "size", 1, 1e6);
  settings.method = oneOf(from, "method", methods);
  const Index3 orders = readThree(from, "orders", 0, 3);
  for (int axis = 0; axis < 3; ++axis) {
    if (orders[axis] == 2) throw Napi::RangeError::New(info.Env(), "orders are 0, 1 or 3");
    settings.orders[axis] = static_cast<int>(orders[axis]);
  }
  settings.beyond = oneOf(from, "beyond", beyonds);
  settings.antiAlias = boolean(from, "antiAlias");
  settings.clip = boolean(from, "clip");
  settings.sliceAxis = static_cast<int>(wholeBetween(from, "sliceAxis", -1, 2));
  return startStep(info, std::move(held), [=](Work& work) { return resizeImage(image, settings, work); });
}

}  // namespace fascicle
