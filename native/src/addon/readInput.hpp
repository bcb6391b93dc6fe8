// From JavaScript's values to what the engine is asked for.
#pragma once

#include <napi.h>

#include "pipeline/Pipeline.hpp"

namespace fascicle {

/** One extraction as JavaScript asks for it. The voxels are JavaScript's own memory: keep it alive while they are read. */
struct Input {
  Request request;
  unsigned threads = 0;
  const std::int32_t* cancelFlag = nullptr;
};

/**
 * Throws Napi::Error (a fault of the caller, not of the reader) where something is missing or of the wrong kind. Every property is read once: a getter
 * cannot answer differently the second time. `held` takes what the engine reads meanwhile, JavaScript's own memory.
 */
Input readInput(const Napi::Object& object, std::vector<Napi::Value>& held);

}  // namespace fascicle
