// Voxels as they come from JavaScript: a pointer and a type, never copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace fascicle {

enum class ScalarType { int8, uint8, int16, uint16, int32, uint32, float32, float64 };

/** One number a voxel, i fastest, then j, then k. The memory belongs to the caller and outlives the view. */
struct Voxels {
  ScalarType type = ScalarType::uint8;
  const void* data = nullptr;
  std::size_t length = 0;
};

/** Calls `use` with the voxels as a typed pointer. */
template <class Use>
auto withTypedPointer(const Voxels& voxels, Use&& use) {
  switch (voxels.type) {
    case ScalarType::int8: return use(static_cast<const std::int8_t*>(voxels.data));
    case ScalarType::uint8: return use(static_cast<const std::uint8_t*>(voxels.data));
    case ScalarType::int16: return use(static_cast<const std::int16_t*>(voxels.data));
    case ScalarType::uint16: return use(static_cast<const std::uint16_t*>(voxels.data));
    case ScalarType::int32: return use(static_cast<const std::int32_t*>(voxels.data));
    case ScalarType::uint32: return use(static_cast<const std::uint32_t*>(voxels.data));
    case ScalarType::float32: return use(static_cast<const float*>(voxels.data));
    case ScalarType::float64: return use(static_cast<const double*>(voxels.data));
  }
  throw std::logic_error("unknown scalar type");
}

}  // namespace fascicle
