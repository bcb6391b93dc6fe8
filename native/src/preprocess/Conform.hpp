// A head as FreeSurfer's programs want it.
#pragma once

#include "image/Image.hpp"
#include "work/Work.hpp"

namespace fascicle {

struct Conformed {
  /** uint8. */
  Image image;
  /** The grey values that became 0 and 255. */
  double lower = 0, upper = 255;
  /** True where the image reaches beyond the grid by more than half a voxel, and is cut off. */
  bool isCut = false;
};

/**
 * `mri_convert --conform` of FreeSurfer on the grid that it is given: interpolated linearly, 0 outside. Grey values are put onto 0 to 255 so that a thousandth of those that are not 0
 * becomes 255 (a histogram of 1,000 bins); those of uint8 stay. They are rounded once, after interpolation, where FreeSurfer rounds before it as well: a
 * difference of 1 at most. Throws Refused where a voxel is not a finite number and where all are equal.
 */
Conformed conformImage(const Image& image, const Grid& grid, Work& work);

}  // namespace fascicle
