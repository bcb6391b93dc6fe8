import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../system/index.ts";

/** Copies a file to a new one, for its owner alone and on the disk when this answers; answers SHA-256 (hex) and length of what was copied. */
export async function copyFile(from: string, to: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const digest = createHash("sha256");
  let bytes = 0;
  const source = createReadStream(from, { highWaterMark: 2 ** 20 });
  // Before anything is made where the source is not there.
  await new Promise<void>((resolve, reject) => void source.once("ready", resolve).once("error", reject));
  makeFolder(dirname(to));
  const file = await open(to, "wx", 0o600);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      digest.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: digest.digest("hex"), bytes };
}
