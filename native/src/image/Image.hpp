// Voxels on a grid, JavaScript's or the engine's own.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "image/Voxels.hpp"

namespace fascicle {

using Index3 = std::array<std::int64_t, 3>;  // i, j, k: columns, rows, slices

/** A regular grid in patient space (LPS, mm). Voxel (i, j, k) has its centre at origin + direction (i sx, j sy, k sz). */
struct Grid {
  Index3 size{1, 1, 1};
  std::array<double, 3> spacingMm{1, 1, 1}, originMm{};
  std::array<double, 9> direction{1, 0, 0, 0, 1, 0, 0, 0, 1};  // row by row; its columns are the axes' unit vectors

  std::int64_t voxels() const { return size[0] * size[1] * size[2]; }
};

/** Some of a grid's voxels: the first, and how many along each axis. */
struct Box {
  Index3 lower{};
  Index3 size{};

  std::int64_t voxels() const { return size[0] * size[1] * size[2]; }
};

/** All of a grid's voxels. */
inline Box wholeOf(const Grid& grid) { return {{0, 0, 0}, grid.size}; }

/** The grid of the voxels in a box. */
inline Grid cropGrid(const Grid& grid, const Box& box) {
  Grid cropped = grid;
  cropped.size = box.size;
  for (int row = 0; row < 3; ++row) {
    for (int axis = 0; axis < 3; ++axis) cropped.originMm[row] += grid.direction[3 * row + axis] * grid.spacingMm[axis] * static_cast<double>(box.lower[axis]);
  }
  return cropped;
}

/** Voxels on a grid, i fastest. Copies share the voxels, which nobody changes. `owner`: what keeps them alive; null where JavaScript does. */
struct Image {
  Grid grid;
  Voxels voxels;
  std::shared_ptr<const void> owner;

  ScalarType type() const { return voxels.type; }
};

template <class Scalar>
inline constexpr ScalarType scalarTypeOf = ScalarType::float64;
template <> inline constexpr ScalarType scalarTypeOf<std::int8_t> = ScalarType::int8;
template <> inline constexpr ScalarType scalarTypeOf<std::uint8_t> = ScalarType::uint8;
template <> inline constexpr ScalarType scalarTypeOf<std::int16_t> = ScalarType::int16;
template <> inline constexpr ScalarType scalarTypeOf<std::uint16_t> = ScalarType::uint16;
template <> inline constexpr ScalarType scalarTypeOf<std::int32_t> = ScalarType::int32;
template <> inline constexpr ScalarType scalarTypeOf<std::uint32_t> = ScalarType::uint32;
template <> inline constexpr ScalarType scalarTypeOf<float> = ScalarType::float32;

/** An image to be filled in, and the pointer to fill it by. */
template <class Scalar>
struct NewImage {
  Image image;
  Scalar* data;
};

/** An image of zeros of the engine's own. Throws std::bad_alloc. */
template <class Scalar>
NewImage<Scalar> makeImage(const Grid& grid) {
  const auto length = static_cast<std::size_t>(grid.voxels());
  // The system gives zeroed pages as they are first touched: by the tasks that fill the image, not by one thread that nobody can cancel.
  std::shared_ptr<Scalar[]> memory(static_cast<Scalar*>(std::calloc(std::max<std::size_t>(1, length), sizeof(Scalar))), std::free);
  if (!memory) throw std::bad_alloc();
  Scalar* const data = memory.get();
  return {{grid, {scalarTypeOf<Scalar>, data, length}, std::move(memory)}, data};
}

}  // namespace fascicle
