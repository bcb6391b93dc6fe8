import type { EngineProgress } from "../engine/index.ts";

/** What work is given: how it learns that it was cancelled, and where it says how far it is. */
export interface WorkContext {
  readonly signal: AbortSignal;
  readonly cancelFlag: SharedArrayBuffer;
  /** Of the engine; one for each core where absent. */
  readonly threads?: number;
  progress(update: EngineProgress): void;
}
