import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { open, realpath, rename, rm, stat, writeFile, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { refuseLinkToNothing } from "./isThere.ts";
import { makeFolder } from "./makeFolder.ts";
import { unwritable } from "./unwritable.ts";

/**
 * Writes a file, and the folders it lies in: under a temporary name beside it, synced, renamed, so that it is there whole or not at all.
 * A link is followed to its file; what is no file (/dev/stdout, a pipe) is written to as it stands.
 * Throws PlainError with the file's name where it cannot be written, or is a link to what is not there.
 */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there && !there.isFile() && !there.isDirectory()) {
    await writeFile(path, content).catch((cause: unknown) => {
      throw unwritable(path, cause);
    });
    return;
  }
  await refuseLinkToNothing(path);
  await replaceWhole(there ? await realpath(path) : path, (file) => file.writeFile(content));
}

/** The same for a file that is written in pieces: `write` is given the temporary one. Links are not followed. */
export async function replaceWhole(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.partial`);
  // Where the program is interrupted on the way (Ctrl+C), nothing is left behind.
  const removeAtExit = () => rmSync(temporary, { force: true });
  process.once("exit", removeAtExit);
  try {
    makeFolder(dirname(path), 0o777);
    const file = await open(temporary, "wx");
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(path, cause);
  } finally {
    process.off("exit", removeAtExit);
  }
}
