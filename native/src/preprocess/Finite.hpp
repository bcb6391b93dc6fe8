// Images whose every voxel is a number.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

/** Throws Refused where voxels are not finite numbers, and says how many; `what` completes "The image cannot be". */
void checkFinite(const Image& image, const char* what, Work& work);

}  // namespace fascicle
