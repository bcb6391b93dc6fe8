import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { PlainError } from "#shared/domain/plainError.ts";
import type { DecodeAnswer, DecodeTask } from "../dicom/index.ts";
import { workerPath } from "../jobs/index.ts";

/** The threads that decode; started at the first task, ended by `close`. */
export function createDecodePool() {
  let pool: Piscina<DecodeTask, DecodeAnswer> | undefined;
  return {
    /** How many tasks can run at once. */
    threads: Math.max(1, Math.min(4, availableParallelism())),
    /** Throws PlainError where the frames cannot be decoded. */
    async decode(task: DecodeTask): Promise<Uint8Array<ArrayBuffer>> {
      pool ??= new Piscina<DecodeTask, DecodeAnswer>({ filename: workerPath("decode"), name: "decode", minThreads: 1, maxThreads: this.threads, idleTimeout: 60_000 });
      const answer = await pool.run(task);
      if ("error" in answer) throw new PlainError(`This image cannot be shown: ${answer.error}.`);
      return answer.bytes;
    },
    async close(): Promise<void> {
      await pool?.destroy();
      pool = undefined;
    },
  };
}
export type DecodePool = ReturnType<typeof createDecodePool>;
