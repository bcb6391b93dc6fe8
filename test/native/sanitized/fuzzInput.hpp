// Any bytes as a request to the engine: what libFuzzer tries, and what the corpus replays.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fascicle::sanitized {

/**
 * Makes a request of the bytes - any shape, type, voxels (NaN, infinities, denormals, extremes), mask, grid and settings that the addon
 * lets through - and runs it.
 * What the engine refuses in words is as good as a result. `cancelFlag` is the flag that the engine polls: set here as the bytes say, and
 * by another thread where a
 * run takes too long. Throws std::logic_error where a label has neither values nor words, or a run ends as cancelled with the flag at 0.
 */
void runFuzzInput(const std::uint8_t* data, std::size_t size, std::int32_t& cancelFlag);

}  // namespace fascicle::sanitized
