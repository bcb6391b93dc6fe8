// The steps before the image types: from a mask to a region that can be measured.
#pragma once

#include "pipeline/Request.hpp"

namespace fascicle {

/** One region, ready for the image types. */
struct PreparedRegion {
  Image image;
  LabelMask mask;
  Region shape;    // what shape is measured of
  Region texture;  // without values
  Box box;         // around `texture`, in `image`
};

/**
 * Takes one label through the steps before the image types. What it was like goes into `result`. `image` is the request's, normalised.
 * Throws Refused and Cancelled.
 */
PreparedRegion prepareRegion(const Request& request, const Image& image, std::uint32_t label, LabelResult& result, Work& work);

/** Whether some class looks at intensities. */
bool wantsTexture(const Request& request);

/** Whether images are to be made of the region. */
bool wantsImages(const Request& request);

/** The extent of a label, where the settings take it. Throws Refused. `when`: " after resampling", say, or empty. */
MaskExtent acceptRegion(const std::optional<MaskExtent>& found, std::uint32_t label, const Preprocessing& settings, const std::string& when);

/** Throws Refused where `notFinite` of the region's voxels are not finite numbers in an image of this name. */
void refuseNotFinite(std::int64_t notFinite, const Region& region, std::uint32_t label, const std::string& imageName);

/** The request's image, normalised where that is asked for. Throws Refused where a voxel that some step looks at is not a finite number. */
Image prepareImage(const Request& request, Work& work);

}  // namespace fascicle
