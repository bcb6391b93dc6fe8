// Single values out of JavaScript's objects. A value that is missing or of another kind throws Napi::Error: a fault of the caller, not of the reader.
#pragma once

#include <napi.h>

#include <map>
#include <string>
#include <vector>

#include "image/Image.hpp"

namespace fascicle {

/** A property that must be there. */
Napi::Value required(const Napi::Object& object, const char* name);
bool isGiven(const Napi::Object& object, const char* name);
double number(const Napi::Object& object, const char* name);
/** A number from `least` to `most`. */
double numberBetween(const Napi::Object& object, const char* name, double least, double most);
/** A whole number from `least` to `most`. */
double wholeBetween(const Napi::Object& object, const char* name, double least, double most);
bool boolean(const Napi::Object& object, const char* name);
std::string text(const Napi::Object& object, const char* name);
Napi::Object object(const Napi::Object& object, const char* name);
Napi::Array array(const Napi::Object& object, const char* name);
std::vector<double> numbers(const Napi::Object& object, const char* name);
std::vector<Napi::Object> objects(const Napi::Object& object, const char* name);
/** A list of at most 1,000 texts. */
std::vector<std::string> texts(const Napi::Object& object, const char* name);
/** Three whole numbers from `least` to `most`. */
Index3 readThree(const Napi::Object& from, const char* name, double least, double most);
/** One of some words. */
template <class Value>
Value oneOf(const Napi::Object& from, const char* name, const std::map<std::string, Value>& words) {
  const auto found = words.find(text(from, name));
  if (found == words.end()) throw Napi::TypeError::New(from.Env(), std::string("unknown: ") + name);
  return found->second;
}
/** { size, spacingMm, originMm, direction }: sides from 1 to 1,000,000, every number finite, spacings above 0. */
Grid readGrid(const Napi::Object& from);
/**
 * { grid, voxels } as an image whose voxels belong to JavaScript; the array is added to `held`. Its buffer is neither detached nor one that can be
 * made smaller. It must not be transferred before the work has ended.
 */
Image readImage(const Napi::Object& object, const char* name, std::vector<Napi::Value>& held);
/** The numbers of a Float32Array, which may be changed in place; the array is added to `held`. Throws where it has another length. */
float* readFloats(const Napi::Object& object, const char* name, std::int64_t length, std::vector<Napi::Value>& held);
/** An Int32Array of one flag over shared memory, or null where there is none; added to `held`. */
const std::int32_t* readCancelFlag(const Napi::Object& object, std::vector<Napi::Value>& held);

}  // namespace fascicle
