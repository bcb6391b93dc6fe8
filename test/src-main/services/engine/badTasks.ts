/** A process of the engine with tasks that go wrong in every way. */
import { PlainError } from "#shared/domain/plainError.ts";
import { serveEngine, type TaskContext } from "../../../../src-main/services/engine/index.ts";

const turns = () => new Promise<void>((resolve) => setImmediate(resolve));

serveEngine((setup: { word: string }) => ({
  echo: async (input: unknown, { threads, part }: TaskContext) => {
    part("a part");
    return { input, word: setup.word, process: process.pid, threads };
  },
  abort: async () => process.abort(),
  kill: async () => process.kill(process.pid, "SIGKILL"),
  exit: async () => process.exit(3),
  refuse: async () => {
    throw new PlainError("The mask is empty.");
  },
  fault: async () => {
    throw new RangeError("cannot read /home/x/Doe^John.nii");
  },
  /** As native code: polls the flag, and hears of nothing else. */
  untilCancelled: async (_input: unknown, { cancelFlag, progress }: TaskContext) => {
    const flag = new Int32Array(cancelFlag);
    for (let done = 0; Atomics.load(flag, 0) === 0; done += 1) {
      progress({ phase: "turning", done });
      await turns();
    }
    throw new Error("cancelled");
  },
  deaf: async (_input: unknown, { part }: TaskContext) => {
    part("begun");
    await turns();
    for (;;);
  },
  grow: async () => {
    const held: Uint8Array[] = [];
    for (;;) {
      held.push(new Uint8Array(16 * 2 ** 20).fill(1));
      await turns();
    }
  },
}));
