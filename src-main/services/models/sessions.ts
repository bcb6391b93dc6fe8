import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { InferenceSession } from "onnxruntime-node";
import { PlainError } from "#shared/domain/plainError.ts";
import { hashBundle } from "./hashBundle.ts";
import type { ModelToRun } from "./inferenceMessages.ts";
import { prepareModel } from "./onnx/prepareModel.ts";

/** A model in the runtime. */
export interface LoadedModel {
  readonly session: InferenceSession;
  readonly zipMapLabels: ReadonlyMap<string, readonly string[]>;
}

/** Sessions by the hash of their bundle and their threads, the one used last at the end. */
const kept = new Map<string, LoadedModel & { readonly byteLength: number }>();
const mostKept = 4;
/** A session takes about as much memory as its model's file, often twice. */
const mostKeptBytes = 2 ** 29;

/**
 * Runs something on a model's session, and lets the session go afterwards: at once where it is not to be kept, else when four others, or
 * 512 MB of others, were used since.
 * Throws PlainError where the files of the bundle are not those that were installed.
 */
export async function withSession<Result>(request: ModelToRun, run: (model: LoadedModel) => Promise<Result>): Promise<Result> {
  const key = keyOf(request);
  const known = kept.get(key);
  const model = known ?? (await load(request));
  // Out of the list while it is used, so that nobody else lets it go.
  kept.delete(key);
  try {
    return await run(model);
  } finally {
    if (request.keepSession) {
      kept.set(key, model);
      await letGo();
    } else await model.session.release();
  }
}

async function load({ modelPath, bundleHash, threads = 1 }: ModelToRun): Promise<LoadedModel & { byteLength: number }> {
  const { InferenceSession } = await import("onnxruntime-node");
  const file = await readFile(modelPath);
  // The very bytes that go into the runtime are those compared.
  if (hashBundle(await readFile(join(dirname(modelPath), "bundle.json")), file) !== bundleHash) {
    throw new PlainError(
      "The files of this model in the data folder are not those that were installed: they are damaged or were changed. Nothing was " +
        "computed. Install the same bundle again; that puts them right.",
    );
  }
  const { bytes, zipMapLabels } = prepareModel(file);
  // From bytes, so that the model can name no other file; one thread unless the bundle asks for more, so that every machine adds in the same order.
  const session = await InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  return { session, zipMapLabels, byteLength: file.length };
}

/** Lets go of all sessions but that of a model. The memory that it may take is the whole process's, in which theirs would count. */
export async function letGoOthers(request: ModelToRun): Promise<void> {
  for (const [key, { session }] of kept) {
    if (key === keyOf(request)) continue;
    kept.delete(key);
    await session.release();
  }
}

/** Lets go of all sessions. */
export async function letGoAll(): Promise<void> {
  for (const [key, { session }] of kept) {
    kept.delete(key);
    await session.release();
  }
}

function keyOf({ bundleHash, threads = 1 }: ModelToRun): string {
  return `${bundleHash} ${threads}`;
}

async function letGo(): Promise<void> {
  let bytes = 0;
  for (const { byteLength } of kept.values()) bytes += byteLength;
  for (const [hash, { session, byteLength }] of kept) {
    if (kept.size <= mostKept && bytes <= mostKeptBytes) return;
    kept.delete(hash);
    bytes -= byteLength;
    await session.release();
  }
}
