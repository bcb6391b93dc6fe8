// Parts of images.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** The box with `padding` voxels more on every side, as far as the grid has them. */
Box padBox(const Box& box, std::int64_t padding, const Grid& grid);

/** A copy of the image's voxels in the box, on the box's grid. */
Image cropImage(const Image& image, const Box& box, Work& work);

}  // namespace fascicle
