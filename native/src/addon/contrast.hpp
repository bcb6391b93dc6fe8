// Steps that look at the neighbours of a voxel, or at other images. They are called and answer as those of greyValues.hpp.
#pragma once

#include <napi.h>

namespace fascicle {

/** claheScikitImage({ image, kernel: [i, j, k] | undefined, clipLimit, bins, bySlices }). */
Napi::Value startClaheScikitImage(const Napi::CallbackInfo& info);
/** claheOpenCv({ image, clipLimit, tiles: [i, j], bits: 8 | 16 }). */
Napi::Value startClaheOpenCv(const Napi::CallbackInfo& info);
/** smoothGaussian({ image, sigmaMm }). */
Napi::Value startSmoothGaussian(const Napi::CallbackInfo& info);
/** smoothMedian({ image, radius: [i, j, k] }). */
Napi::Value startSmoothMedian(const Napi::CallbackInfo& info);
/** conformImage({ image, grid }): { lower, upper, isCut }. */
Napi::Value startConform(const Napi::CallbackInfo& info);
/** cropImage({ image, lower, size }). */
Napi::Value startCrop(const Napi::CallbackInfo& info);
/** evaluateFormula({ images: [{ image }], formula: [{ operation, number?, image? }], notFiniteIsZero }): { notFinite }. */
Napi::Value startFormula(const Napi::CallbackInfo& info);

}  // namespace fascicle
