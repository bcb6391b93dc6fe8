import { adviseLargePages } from "../../preprocess/index.ts";

/** Below it pages are few. */
const leastBytes = 2 ** 23;

/**
 * Zeros for a volume or a patch, whose memory the system gives in large pages where it can. An array of some hundred megabytes is given as ten thousands of
 * pages otherwise, each when it is first written to, which took longer than all that is computed in it.
 */
export function largeZeros(length: number): Float32Array {
  const zeros = new Float32Array(length);
  if (zeros.byteLength >= leastBytes) adviseLargePages(zeros);
  return zeros;
}
