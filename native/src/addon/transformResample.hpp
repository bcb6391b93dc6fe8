// resampleThrough for JavaScript.
#pragma once

#include <napi.h>

namespace fascicle {

/**
 * resampleThrough({ image, grid, steps, sampling, outside, threads, cancelFlag }) -> Promise<{ grid, voxels }>
 * steps, the first one applied first: { kind: "linear", map } with twelve numbers (matrix row by row, then offset); { kind: "slices", origin, normal,
 * betweenMm, maps } with twelve numbers a slice; { kind: "spline", grid, displacements, inverse } with three numbers a node (all x, all y, all z). All
 * lists are Float64Arrays or arrays. sampling: "nearest", "linear", "cubic" or "label". See preprocess/TransformResample. Rejects as `extract`.
 */
Napi::Value startTransformResampling(const Napi::CallbackInfo& info);

}  // namespace fascicle
