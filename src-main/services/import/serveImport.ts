import type { MessagePort } from "node:worker_threads";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ImportMessage, ImportProgress, ImportRequest } from "./importMessages.ts";
import { runImport, type VolumePlanning } from "./runImport.ts";
import { lowerThreadPriority } from "../system/index.ts";

const reportEveryMs = 100;

/** The work of an import's thread: runs it and tells the port how far it is, and what came of it. */
export async function serveImport(port: MessagePort, request: ImportRequest, planning: VolumePlanning): Promise<void> {
  lowerThreadPriority();
  const post = (message: ImportMessage) => port.postMessage(message);
  let told = { phase: "", at: 0 };
  const report = (progress: ImportProgress) => {
    const now = performance.now();
    const isLast = progress.done === progress.total;
    if (progress.phase === told.phase && now - told.at < reportEveryMs && !isLast) return;
    told = { phase: progress.phase, at: now };
    post({ kind: "progress", progress });
  };
  try {
    post({ kind: "result", result: await runImport(request, planning, report) });
  } catch (error) {
    post({
      kind: "error",
      message: error instanceof PlainError ? error.message : null,
      code: (error as NodeJS.ErrnoException).code ?? null,
    });
  }
}
