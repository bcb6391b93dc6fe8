import { buildStaleMain } from "../scripts/buildStale.ts";

/** Before the first unit test: what workerPath.ts beside this file names is built from the sources as they are. */
export function setup(): void {
  buildStaleMain();
}
