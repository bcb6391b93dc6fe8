// From the engine's values to JavaScript's.
#pragma once

#include <napi.h>

#include "features/Extraction.hpp"

namespace fascicle {

/** [{ featureClass, name, value: number | null, undefinedWhen }] */
Napi::Array writeValues(Napi::Env env, const std::vector<FeatureValue>& values);

/** [{ featureClass, name, ibsi, formula, meaning, edge, deprecated }] */
Napi::Array writeDocumentation(Napi::Env env, const std::vector<FeatureDocumentation>& documentation);

/**
 * { levels, glcm: [[[level, level, probability]]], glrlm: [[[level, length, count]]], glszm and gldm: [[level, size, count]],
 * ngtdm: [[voxels, difference, level]] }, only what is not zero; one entry a direction for glcm and glrlm.
 */
Napi::Object writeMatrices(Napi::Env env, const Matrices& matrices);

}  // namespace fascicle
