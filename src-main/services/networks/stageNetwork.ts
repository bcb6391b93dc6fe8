import { copyFile, mkdir, open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openBundle2, unpackBundle2, type OpenedBundle2 } from "../models/index.ts";
import { sha256OfFile, syncFolder } from "../system/index.ts";

/** A bundle of format 2, copied and synced into a folder of ours; its files are not compared with their hashes yet. */
export interface StagedNetwork extends OpenedBundle2 {
  /** sha256, hex, of bundle.json as it was copied. */
  readonly bundleHash: string;
}

/**
 * Copies, or unpacks of a .zip, the files that a bundle names into `folder`, which is made. Throws PlainError, naming file and field, where bundle.json is
 * wrong, a file is missing, or one is there that it does not name; the signal's reason where it is aborted.
 */
export async function stageNetwork(source: string, folder: string, signal?: AbortSignal): Promise<StagedNetwork> {
  if ((await stat(source)).isFile()) await unpackBundle2(source, folder, signal);
  else await copyBundle(source, folder, signal);
  // As it was copied: the source may have been changed meanwhile.
  const staged = await openBundle2(folder);
  for (const name of Object.keys(staged.bundle.files)) syncFolder(dirname(join(folder, name)));
  syncFolder(folder);
  signal?.throwIfAborted();
  return { ...staged, bundleHash: await sha256OfFile(join(folder, "bundle.json")) };
}

async function copyBundle(source: string, folder: string, signal?: AbortSignal): Promise<void> {
  const { bundle } = await openBundle2(source);
  for (const name of ["bundle.json", ...Object.keys(bundle.files)]) {
    signal?.throwIfAborted();
    const to = join(folder, name);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await copyFile(join(source, name), to);
    const file = await open(to, "r+");
    try {
      await file.chmod(0o600);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
