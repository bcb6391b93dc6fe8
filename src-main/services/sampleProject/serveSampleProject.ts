import type { MessagePort } from "node:worker_threads";
import type { MadeProject } from "#shared/api/sample.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { makeSampleProject, type SampleProjectWork } from "./makeSampleProject.ts";

/** What the thread that makes the sample project is asked for. */
export interface SampleProjectRequest extends SampleProjectWork {
  /** 0 until it is cancelled. */
  readonly cancelFlag: SharedArrayBuffer;
}

/** What the thread says. */
export type SampleProjectMessage =
  | { readonly kind: "progress"; readonly phase: string; readonly done: number; readonly total: number }
  | { readonly kind: "made"; readonly project: MadeProject }
  | { readonly kind: "error"; readonly message: string | null; readonly code: string | null };

/** The work of the thread that makes the sample project: says how far it is, and what came of it. */
export async function serveSampleProject(port: MessagePort, { cancelFlag, ...work }: SampleProjectRequest): Promise<void> {
  const flag = new Int32Array(cancelFlag);
  const post = (message: SampleProjectMessage) => port.postMessage(message);
  try {
    const project = await makeSampleProject(work, {
      progress: (phase, done, total) => post({ kind: "progress", phase, done, total }),
      check: () => {
        if (Atomics.load(flag, 0) !== 0) throw new PlainError("Cancelled.");
      },
    });
    post({ kind: "made", project });
  } catch (error) {
    post({
      kind: "error",
      message: error instanceof PlainError ? error.message : null,
      code: (error as NodeJS.ErrnoException).code ?? null,
    });
  }
}
