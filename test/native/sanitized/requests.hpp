// What is asked of the engine, and what it answers.
#pragma once

#include <string>
#include <vector>

#include "pipeline/Pipeline.hpp"
#include "regions.hpp"

namespace fascicle::sanitized {

/** Every class but shape2D. */
FeatureClasses allClasses();

/** Any settings of texture. */
TextureSettings randomTexture(Random& random);

/** The image as it is. */
ImageTypeRequest original(const TextureSettings& texture);

/** One image type of one region, lines and planes included. */
Request requestOf(const Case& one, ImageTypeRequest imageType);

/** Checks that one thread and several answer the same, to the last bit: values, or words that refuse. Answers the words. */
std::string expectSame(Checks& checks, const Request& request, const std::string& what);

/** Checks that the engine refuses, in words. */
void expectRefused(Checks& checks, const Request& request, const std::string& what);

}  // namespace fascicle::sanitized
