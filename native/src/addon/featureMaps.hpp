// Feature maps through the door.
#pragma once

#include <napi.h>

namespace fascicle {

/**
 * extractFeatureMaps(input, onProgress?) -> Promise<[{ imageName, featureClass, name, image: { grid, voxels: Float64Array } }]>, in the
 * order asked; rejects with an
 * Error whose code is REFUSED, CANCELLED or FAULT. Throws Napi::Error where the input has something missing or of the wrong kind.
 */
Napi::Value startFeatureMaps(const Napi::CallbackInfo& info);

}  // namespace fascicle
