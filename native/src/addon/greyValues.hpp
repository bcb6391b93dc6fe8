// Steps that change grey values, and the masks within which they do. All are called with (input, onProgress?), where input holds threads and cancelFlag
// besides what is written here, and promise { grid, voxels } with what is written behind; they reject as `extract`. A mask has the image's size.
#pragma once

#include <napi.h>

namespace fascicle {

/** makeMask({ image, from: "nonzero" | "otsu" | "labels", labels }): uint8; { count: of its voxels, box: { lower, size } | null, threshold: of otsu }. */
Napi::Value startMask(const Napi::CallbackInfo& info);
/** fillOutside({ image, mask, outside }). */
Napi::Value startFillOutside(const Napi::CallbackInfo& info);
/** zscoreImage({ image, mask?, outsideIsZero, isSample }): { mean, deviation, count }. */
Napi::Value startZscore(const Napi::CallbackInfo& info);
/** rescaleImage({ image, mask?, percents: [lower, upper] | undefined, onto, clip }): { lower, upper }, the range that was put onto the other. */
Napi::Value startRescale(const Napi::CallbackInfo& info);
/** clipImage({ image, mask?, percents: [lower, upper] | undefined, lower?, upper? }): { lower, upper }. */
Napi::Value startClip(const Napi::CallbackInfo& info);

}  // namespace fascicle
