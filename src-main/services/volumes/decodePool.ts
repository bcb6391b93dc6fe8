import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { workerPath } from "../jobs/index.ts";
import { keepWasmWrappers } from "../system/index.ts";
import type { DecodeAnswer, DecodeTask } from "./decodeFrames.ts";
import type { ImageAnswer, ImageTask } from "./decodeImage.ts";

const keptMs = 60_000;

/** Sent with every task. */
export interface FileKeeping {
  /** Files stay open in the threads for the next task. */
  readonly keepsFiles: boolean;
}

/**
 * The threads that decode; started at the first task, ended by `close`. Without `keepsFiles` they end, and their memory with them, soon after
 * the last task.
 */
export function createDecodePool(keeping: FileKeeping) {
  let pool: Piscina | undefined;
  const threads = Math.max(1, Math.min(4, availableParallelism()));
  const start = () => {
    keepWasmWrappers(); // the codecs are WebAssembly
    return new Piscina({
      filename: workerPath("decode"),
      minThreads: keeping.keepsFiles ? 1 : 0,
      maxThreads: threads,
      idleTimeout: keeping.keepsFiles ? keptMs : 1000,
    });
  };
  const started = () => (pool ??= start());
  return {
    /** How many tasks can run at once. */
    threads,
    /** The voxels of each frame, or why it has none. */
    decode: async (task: DecodeTask): Promise<DecodeAnswer> =>
      (await started().run({ ...task, ...keeping }, { name: "decode" })) as DecodeAnswer,
    /** The voxels of an image of a file, or why there are none. */
    decodeImage: async (task: ImageTask): Promise<ImageAnswer> =>
      (await started().run({ ...task, ...keeping }, { name: "decodeImage" })) as ImageAnswer,
    async close(): Promise<void> {
      await pool?.destroy();
      pool = undefined;
    },
  };
}
export type DecodePool = ReturnType<typeof createDecodePool>;
