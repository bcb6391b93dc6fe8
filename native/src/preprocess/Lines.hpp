// An image worked on along one axis after the other.
#pragma once

#include <functional>
#include <vector>

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** How many lines are worked on side by side: number n of line l stands at n * lineLanes + l. */
inline constexpr std::int64_t lineLanes = 8;

/** Numbers on a box of voxels, i fastest. */
struct Block {
  Index3 size{};
  std::vector<double> values;
};

/** The image's voxels as numbers. */
Block blockOf(const Image& image, Work& work);

/** Makes `out`, of the new length, from `in`, both `lineLanes` lines side by side; runs on several threads at once. May change `in`. */
using LineWork = std::function<void(std::vector<double>& in, std::vector<double>& out)>;

/** Every line of the block along `axis` made anew by `act`, of `length` numbers each. Throws Cancelled. */
Block alongAxis(const Block& block, int axis, std::int64_t length, const char* phase, const LineWork& act, Work& work);

/** The block as an image of float32 on a grid of its size. */
Image imageOf(const Block& block, const Grid& grid, Work& work);

}  // namespace fascicle
