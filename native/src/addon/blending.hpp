// Answers of networks to patches, put together in arrays of JavaScript's.
#pragma once

#include <napi.h>

namespace fascicle {

/**
 * addPatch({ values, answer?, weights?, channels, volume, patch, at, threads, cancelFlag? }) -> Promise of nothing: values, in place, gets weights * answer
 * added where the patch lies. Arrays are Float32Array; volume, patch and at are three whole numbers, the slowest axis first.
 */
Napi::Value startAddPatch(const Napi::CallbackInfo& info);

/** divideChannels({ values, sums?, by, channels, length, threads, cancelFlag? }) -> Promise of nothing: values, in place, are divided by sums * by. */
Napi::Value startDivideChannels(const Napi::CallbackInfo& info);

/**
 * adviseLargePages(array): asks the system to give the memory of a typed array that was not written to yet in pages of 2 MB instead of 4 kB, of which there
 * are hundreds of times as many to be given. A hint, which systems but Linux are not given.
 */
Napi::Value adviseLargePages(const Napi::CallbackInfo& info);

}  // namespace fascicle
