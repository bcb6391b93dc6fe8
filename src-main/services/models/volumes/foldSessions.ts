import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { sha256 } from "../../system/index.ts";
import { firstLine } from "../firstLine.ts";
import { prepareModel } from "../onnx/prepareModel.ts";
import type { WithFold } from "./runPatches.ts";

/**
 * Runs something on one ONNX file of a bundle after another: each is read, compared with its hash, and let go again. Throws PlainError where a file is gone
 * or is not the one that the bundle names.
 */
export function foldSessions(folder: string, files: Readonly<Record<string, string>>, threads: number): WithFold {
  return async (file, run) => {
    const { InferenceSession } = await import("onnxruntime-node");
    const bytes = await readFile(join(folder, file)).catch(() => {
      throw new PlainError(`The bundle has no file ${file} (any more). Get the whole bundle again.`);
    });
    // The very bytes that go into the runtime are those compared.
    if ((await sha256(bytes)) !== files[file])
      throw new PlainError(
        `${file} is not the file that bundle.json names: its sha256 is another one. It is damaged or was changed; nothing was computed. Get the bundle again.`,
      );
    // From bytes, so that the model can name no other file.
    const session = await InferenceSession.create(prepareModel(bytes, file).bytes, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    }).catch((cause: unknown) => {
      throw new PlainError(`ONNX Runtime cannot run ${file}: ${firstLine(cause)}. Ask for an export with standard ONNX operators.`, {
        cause,
      });
    });
    try {
      return await run(session);
    } finally {
      await session.release();
    }
  };
}
