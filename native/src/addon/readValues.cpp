#include "addon/readValues.hpp"

#include <algorithm>
#include <cmath>

namespace fascicle {
namespace {

[[noreturn]] void wrong(const Napi::Object& object, const char* what, const char* name) {
  throw Napi::TypeError::New(object.Env(), std::string(what) + ": " + name);
}

ScalarType scalarType(Napi::Env env, napi_typedarray_type type) {
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

template <std::size_t count>
std::array<double, count> someNumbers(const Napi::Object& from, const char* name) {
  const std::vector<double> found = numbers(from, name);
  if (found.size() != count) wrong(from, "wrong number of numbers", name);
  std::array<double, count> out;
  std::copy(found.begin(), found.end(), out.begin());
  return out;
}

/** The memory of a typed array. Throws where its buffer can be made smaller, which would take the memory away while it is read. */
struct TypedMemory {
  napi_typedarray_type type = napi_biguint64_array;  // stays so for a type that Node-API does not know
  std::size_t length = 0;
  void* data = nullptr;

  TypedMemory(const Napi::Object& owner, const Napi::Value& array, const char* name) {
    if (!array.IsTypedArray()) wrong(owner, "not a typed array", name);
    napi_value buffer;
    // The C function, as it reads arrays over shared memory as well.
    if (napi_get_typedarray_info(owner.Env(), array, &type, &length, &data, &buffer, nullptr) != napi_ok) wrong(owner, "not readable", name);
    const Napi::Value resizable = Napi::Object(owner.Env(), buffer).Get("resizable");
    if (resizable.IsBoolean() && resizable.As<Napi::Boolean>().Value()) wrong(owner, "over a resizable buffer", name);
  }
};

}  // namespace

Napi::Value required(const Napi::Object& object, const char* name) {
  Napi::Value value = object.Get(name);
  if (value.IsUndefined() || value.IsNull()) wrong(object, "missing", name);
  return value;
}

bool isGiven(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  return !value.IsUndefined() && !value.IsNull();
}

double number(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsNumber()) wrong(object, "not a number", name);
  return value.As<Napi::Number>().DoubleValue();
}

double numberBetween(const Napi::Object& object, const char* name, double least, double most) {
  const double value = number(object, name);
  if (!(value >= least && value <= most)) wrong(object, "out of range", name);
  return value;
}

double wholeBetween(const Napi::Object& object, const char* name, double least, double most) {
  const double value = numberBetween(object, name, least, most);
  if (value != std::floor(value)) wrong(object, "not a whole number", name);
  return value;
}

bool boolean(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsBoolean()) wrong(object, "not a boolean", name);
  return value.As<Napi::Boolean>().Value();
}

std::string text(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsString()) wrong(object, "not a text", name);
  return value.As<Napi::String>().Utf8Value();
}

Napi::Object object(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsObject()) wrong(object, "not an object", name);
  return value.As<Napi::Object>();
}

Napi::Array array(const Napi::Object& object, const char* name) {
  const Napi::Value value = required(object, name);
  if (!value.IsArray()) wrong(object, "not an array", name);
  return value.As<Napi::Array>();
}

std::vector<double> numbers(const Napi::Object& object, const char* name) {
  const Napi::Array list = array(object, name);
  std::vector<double> out;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Value value = list.Get(i);
    if (!value.IsNumber()) wrong(object, "not numbers", name);
    out.push_back(value.As<Napi::Number>().DoubleValue());
  }
  return out;
}

std::vector<std::string> texts(const Napi::Object& object, const char* name) {
  const Napi::Array list = array(object, name);
  std::vector<std::string> out;
  const std::uint32_t length = list.Length();
  if (length > 1000) wrong(object, "too many", name);
  for (std::uint32_t i = 0; i < length; ++i) {
    const Napi::Value value = list.Get(i);
    if (!value.IsString()) wrong(object, "not texts", name);
    out.push_back(value.As<Napi::String>().Utf8Value());
  }
  return out;
}

std::vector<Napi::Object> objects(const Napi::Object& object, const char* name) {
  const Napi::Array list = array(object, name);
  std::vector<Napi::Object> out;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Value value = list.Get(i);
    if (!value.IsObject()) wrong(object, "not objects", name);
    out.push_back(value.As<Napi::Object>());
  }
  return out;
}

Index3 readThree(const Napi::Object& from, const char* name, double least, double most) {
  const std::array<double, 3> values = someNumbers<3>(from, name);
  Index3 three{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!(values[axis] >= least && values[axis] <= most)) throw Napi::RangeError::New(from.Env(), std::string(name) + " is out of range");
    if (values[axis] != std::floor(values[axis])) wrong(from, "not whole numbers", name);
    three[axis] = static_cast<std::int64_t>(values[axis]);
  }
  return three;
}

Grid readGrid(const Napi::Object& from) {
  Grid grid;
  const std::array<double, 3> size = someNumbers<3>(from, "size");
  grid.spacingMm = someNumbers<3>(from, "spacingMm");
  grid.originMm = someNumbers<3>(from, "originMm");
  grid.direction = someNumbers<9>(from, "direction");
  for (int axis = 0; axis < 3; ++axis) {
    if (!(size[axis] >= 1 && size[axis] <= 1e6 && size[axis] == std::floor(size[axis]))) wrong(from, "out of range", "size");
    if (!(grid.spacingMm[axis] > 0) || !std::isfinite(grid.spacingMm[axis])) wrong(from, "not positive", "spacingMm");
    if (!std::isfinite(grid.originMm[axis])) wrong(from, "not finite", "originMm");
    grid.size[axis] = static_cast<std::int64_t>(size[axis]);
  }
  for (const double part : grid.direction) {
    if (!std::isfinite(part)) wrong(from, "not finite", "direction");
  }
  return grid;
}

Image readImage(const Napi::Object& from, const char* name, std::vector<Napi::Value>& held) {
  const Napi::Object image = object(from, name);
  Image out;
  out.grid = readGrid(object(image, "grid"));
  const Napi::Value voxels = required(image, "voxels");
  const TypedMemory memory(from, voxels, name);
  out.voxels = {scalarType(from.Env(), memory.type), memory.data, memory.length};
  if (memory.length != static_cast<std::size_t>(out.grid.voxels())) wrong(from, "wrong number of voxels", name);
  held.push_back(voxels);
  return out;
}

float* readFloats(const Napi::Object& object, const char* name, std::int64_t length, std::vector<Napi::Value>& held) {
  const Napi::Value array = required(object, name);
  const TypedMemory memory(object, array, name);
  if (memory.type != napi_float32_array) wrong(object, "not a Float32Array", name);
  if (memory.length != static_cast<std::size_t>(length)) wrong(object, "wrong number of values", name);
  held.push_back(array);
  return static_cast<float*>(memory.data);
}

const std::int32_t* readCancelFlag(const Napi::Object& object, std::vector<Napi::Value>& held) {
  const Napi::Value flag = object.Get("cancelFlag");
  if (flag.IsUndefined()) return nullptr;
  const TypedMemory memory(object, flag, "cancelFlag");
  if (memory.type != napi_int32_array || memory.length < 1) wrong(object, "not an Int32Array", "cancelFlag");
  held.push_back(flag);
  return static_cast<const std::int32_t*>(memory.data);
}

}  // namespace fascicle
