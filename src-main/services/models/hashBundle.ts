import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** sha256, hex, of bundle.json's bytes followed by model.onnx's: the bundle's identity. */
export function hashBundle(description: Uint8Array, model: Uint8Array): string {
  return createHash("sha256").update(description).update(model).digest("hex");
}

/** The same of the files in a folder, which are never whole in memory, and what was read on the way. Throws the system's error. */
export async function hashBundleFolder(folder: string): Promise<{ description: Buffer; bundleHash: string; modelHash: string }> {
  const description = await readFile(join(folder, "bundle.json"));
  const bundle = createHash("sha256").update(description);
  const model = createHash("sha256");
  for await (const chunk of createReadStream(join(folder, "model.onnx"))) {
    bundle.update(chunk as Buffer);
    model.update(chunk as Buffer);
  }
  return { description, bundleHash: bundle.digest("hex"), modelHash: model.digest("hex") };
}
