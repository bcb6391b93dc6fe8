// From JavaScript's values to what the engine is asked for.
#pragma once

#include <napi.h>

#include "features/Pipeline.hpp"

namespace fascicle {

/** One extraction as JavaScript asks for it. The voxels are JavaScript's own memory: keep it alive while they are read. */
struct Input {
  Request request;
  unsigned threads = 0;
  const std::int32_t* cancelFlag = nullptr;
};

/** Throws Napi::Error (a fault of the caller, not of the reader) where something is missing or of the wrong kind. */
Input readInput(const Napi::Object& object);

/** What the engine reads meanwhile: JavaScript's own memory, wherever the object that names it goes. `object` is as readInput takes it. */
std::vector<Napi::Value> heldBy(const Napi::Object& object);

}  // namespace fascicle
