import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8 from replacing the code through which WebAssembly calls JavaScript, in every thread that is started afterwards: the cache of that code is shared
 * by all threads of a process, and where two of them replace the same piece at once, V8 13.6 frees it twice and ends the process
 * ("Check failed: jit_page_->allocations_.erase(addr) == 1", in Runtime_TierUpWasmToJSWrapper; nodejs/node#64500). Such a call then takes 60 ns
 * in place of 10, which decoding does not notice.
 */
export function keepWasmWrappers(): void {
  setFlagsFromString("--wasm-wrapper-tiering-budget=2147483647");
}
