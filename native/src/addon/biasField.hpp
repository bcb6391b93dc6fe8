// Correction of the bias field through the door.
#pragma once

#include <napi.h>

namespace fascicle {

/**
 * correctBias({ image, mask, iterations: [number], convergence, histogramBins, fullWidth, wienerNoise, controlPoints: [3], shrink: [3],
 * threads, cancelFlag }, onProgress?) -> Promise<{ corrected: { grid, voxels: Float32Array }, logField: the same, iterations: [number],
 * convergence: [number], notPositive }>; rejects with an Error whose code is REFUSED, CANCELLED or FAULT. Throws Napi::Error where the
 * input has something missing or of the wrong kind.
 */
Napi::Value startBiasCorrection(const Napi::CallbackInfo& info);

}  // namespace fascicle
