#include "addon/readInput.hpp"

#include <algorithm>
#include <string>

namespace fascicle {
namespace {

Napi::Value required(const Napi::Object& object, const char* name) {
  Napi::Value value = object.Get(name);
  if (value.IsUndefined() || value.IsNull()) throw Napi::TypeError::New(object.Env(), std::string("missing: ") + name);
  return value;
}

double number(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsNumber()) throw Napi::TypeError::New(object.Env(), std::string("not a number: ") + name);
  return value.As<Napi::Number>().DoubleValue();
}

bool boolean(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsBoolean()) throw Napi::TypeError::New(object.Env(), std::string("not a boolean: ") + name);
  return value.As<Napi::Boolean>().Value();
}

Napi::Array array(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsArray()) throw Napi::TypeError::New(object.Env(), std::string("not an array: ") + name);
  return value.As<Napi::Array>();
}

std::vector<double> numbers(const Napi::Object& object, const char* name) {
  const Napi::Array list = array(object, name);
  std::vector<double> out;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Value value = list.Get(i);
    if (!value.IsNumber()) throw Napi::TypeError::New(object.Env(), std::string("not numbers: ") + name);
    out.push_back(value.As<Napi::Number>().DoubleValue());
  }
  return out;
}

ScalarType scalarTypeOf(Napi::Env env, napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array: return ScalarType::int8;
    case napi_uint8_array:
    case napi_uint8_clamped_array: return ScalarType::uint8;
    case napi_int16_array: return ScalarType::int16;
    case napi_uint16_array: return ScalarType::uint16;
    case napi_int32_array: return ScalarType::int32;
    case napi_uint32_array: return ScalarType::uint32;
    case napi_float32_array: return ScalarType::float32;
    case napi_float64_array: return ScalarType::float64;
    default: throw Napi::TypeError::New(env, "voxels of this type are not accepted");
  }
}

Voxels voxels(const Napi::Object& object, const char* name, std::size_t length) {
  const Napi::Value value = required(object, name);
  if (!value.IsTypedArray()) throw Napi::TypeError::New(object.Env(), std::string("not a typed array: ") + name);
  napi_typedarray_type type;
  Voxels view;
  void* data = nullptr;
  // The C function, as it reads arrays over shared memory as well.
  if (napi_get_typedarray_info(object.Env(), value, &type, &view.length, &data, nullptr, nullptr) != napi_ok) {
    throw Napi::TypeError::New(object.Env(), std::string("not readable: ") + name);
  }
  view.data = data;
  view.type = scalarTypeOf(object.Env(), type);
  if (view.length != length) throw Napi::RangeError::New(object.Env(), std::string("wrong number of voxels: ") + name);
  return view;
}

/** Absent or null: directions are not merged. */
WeightingNorm weightingNorm(const Napi::Object& object) {
  const Napi::Value value = object.Get("weightingNorm");
  if (value.IsUndefined() || value.IsNull()) return WeightingNorm::off;
  const std::string name = value.ToString().Utf8Value();
  if (name == "manhattan") return WeightingNorm::manhattan;
  if (name == "euclidean") return WeightingNorm::euclidean;
  if (name == "infinity") return WeightingNorm::infinity;
  if (name == "no_weighting") return WeightingNorm::one;
  throw Napi::TypeError::New(object.Env(), "unknown weightingNorm");
}

}  // namespace

Input readInput(const Napi::Object& object) {
  const Napi::Env env = object.Env();
  Input input;
  const std::vector<double> size = numbers(object, "size"), spacing = numbers(object, "spacingMm");
  if (size.size() != 3 || spacing.size() != 3) throw Napi::RangeError::New(env, "size and spacingMm have three numbers");
  std::size_t length = 1;
  for (int axis = 0; axis < 3; ++axis) {
    if (!(size[axis] >= 1 && size[axis] <= 1e6)) throw Napi::RangeError::New(env, "size out of range");
    if (!(spacing[axis] > 0)) throw Napi::RangeError::New(env, "spacingMm is positive");
    input.size[axis] = static_cast<std::int64_t>(size[axis]);
    input.spacingMm[axis] = spacing[axis];
    length *= static_cast<std::size_t>(input.size[axis]);
  }
  input.image = voxels(object, "image", length);
  input.mask = voxels(object, "mask", length);

  ExtractionSettings& settings = input.settings;
  const Napi::Array classes = array(object, "classes");
  for (std::uint32_t i = 0; i < classes.Length(); ++i) settings.classes.insert(classes.Get(i).ToString().Utf8Value());
  settings.binning.width = number(object, "binWidth");
  if (!(settings.binning.width > 0)) throw Napi::RangeError::New(env, "binWidth is positive");
  if (object.Get("binCount").IsNumber()) {
    const double count = number(object, "binCount");
    if (!(count >= 1 && count <= 1e9)) throw Napi::RangeError::New(env, "binCount out of range");
    settings.binning.count = static_cast<int>(count);
  }
  settings.binning.singlePrecisionEdges = input.image.type == ScalarType::float32;
  settings.planeAxis = static_cast<int>(number(object, "planeAxis"));
  settings.voxelArrayShift = number(object, "voxelArrayShift");
  settings.distances.clear();
  for (const double distance : numbers(object, "distances")) {
    if (!(distance >= 1 && distance <= 64)) throw Napi::RangeError::New(env, "distances are from 1 to 64 voxels");
    settings.distances.push_back(static_cast<int>(distance));
  }
  settings.symmetricalGlcm = boolean(object, "symmetricalGLCM");
  settings.weightingNorm = weightingNorm(object);
  const double coarseness = number(object, "gldmA");
  if (!(coarseness >= 0)) throw Napi::RangeError::New(env, "gldmA is not negative");
  settings.gldmA = static_cast<int>(std::min(coarseness, 65536.0));
  settings.label = static_cast<std::uint32_t>(number(object, "label"));
  settings.minimumRoiDimensions = static_cast<int>(number(object, "minimumROIDimensions"));
  settings.minimumRoiSize = static_cast<std::int64_t>(number(object, "minimumROISize"));
  input.threads = static_cast<unsigned>(number(object, "threads"));
  input.withMatrices = boolean(object, "withMatrices");

  const Napi::Value flag = object.Get("cancelFlag");
  if (!flag.IsUndefined()) {
    napi_typedarray_type type;
    std::size_t flags = 0;
    void* data = nullptr;
    if (!flag.IsTypedArray() || napi_get_typedarray_info(env, flag, &type, &flags, &data, nullptr, nullptr) != napi_ok ||
        type != napi_int32_array || flags < 1) {
      throw Napi::TypeError::New(env, "cancelFlag is an Int32Array");
    }
    input.cancelFlag = static_cast<const std::int32_t*>(data);
  }
  return input;
}

}  // namespace fascicle
