// From JavaScript's values to the engine's.
#pragma once

#include <napi.h>

#include "features/Extraction.hpp"

namespace fascicle {

/** One extraction as JavaScript asks for it. The voxels are JavaScript's own memory: keep the object alive while they are read. */
struct Input {
  Voxels image, mask;
  Index3 size{};
  std::array<double, 3> spacingMm{};
  ExtractionSettings settings;
  unsigned threads = 0;
  bool withMatrices = false;
  const std::int32_t* cancelFlag = nullptr;
};

/** Throws Napi::Error (a fault of the caller, not of the reader) where something is missing or of the wrong kind. */
Input readInput(const Napi::Object& object);

}  // namespace fascicle
