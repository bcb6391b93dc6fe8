// From the engine's values to JavaScript's.
#pragma once

#include <napi.h>

#include "pipeline/Pipeline.hpp"

namespace fascicle {

/** [{ featureClass, name, ibsi, formula, meaning, symbols, edge, undefinedWhen, deprecated }] */
Napi::Array writeDocumentation(Napi::Env env, const std::vector<FeatureDocumentation>& documentation);

/**
 * [{ label, refused, shape: Float64Array, images: [{ name, values: Float64Array, matrices?, image? }], diagnostics, warnings }]
 * The values are in the order of the documentation, classes not asked for left out; NaN where undefined.
 * matrices: { levels, glcm: [[[level, level, probability]]], glrlm: [[[level, length, count]]], glszm and gldm: [[level, size, count]],
 * ngtdm: [[voxels, difference, level]] }, only what is not zero; one entry a direction for glcm and glrlm.
 * image: { grid, voxels }
 */
Napi::Array writeResults(Napi::Env env, std::vector<LabelResult>& results);

/** { grid: { size, spacingMm, originMm, direction }, voxels } with a copy of the voxels. */
Napi::Object writeImage(Napi::Env env, const Image& image);

}  // namespace fascicle
