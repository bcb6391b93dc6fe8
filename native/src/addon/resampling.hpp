// Images on other grids.
#pragma once

#include <napi.h>

namespace fascicle {

/**
 * resampleImage({ image, grid, interpolation: "nearest" | "linear" | "bspline", threads, cancelFlag }, onProgress?) -> Promise<{ grid, voxels }>: see
 * interpolateOnto; rejects as `extract`.
 */
Napi::Value startResampling(const Napi::CallbackInfo& info);

/**
 * resizeImage({ image, size, method: "corners" | "centres" | "area" | "nearestBelow", orders, beyond: "edge" | "mirror" | "zero", antiAlias, clip,
 * sliceAxis, threads, cancelFlag }, onProgress?) -> Promise<{ grid, voxels }>: see resizeImage of preprocess/; rejects as `extract`.
 */
Napi::Value startResizing(const Napi::CallbackInfo& info);

}  // namespace fascicle
