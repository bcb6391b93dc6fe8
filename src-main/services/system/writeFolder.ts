import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { lstat, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { makeFolder } from "./makeFolder.ts";
import { syncFolder } from "./syncFolder.ts";
import { unwritable } from "./unwritable.ts";

/**
 * Refuses a place where `writeFolder` would not write, before the work whose result it is to hold; returns whether an empty folder is there. Throws PlainError
 * where something that is no empty folder, or a link, is there, or a file is in the place of a folder above it.
 */
export async function refuseFolder(path: string): Promise<boolean> {
  const folder = resolve(path);
  const isLink = (await lstat(folder).catch(() => undefined))?.isSymbolicLink() === true;
  if (isLink) throw new PlainError(`${basename(folder)} is there already and is a link. Name a folder that is not there yet.`);
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    if (error.code !== "ENOTDIR") throw unwritable(folder, error);
    const isFile = statSync(folder, { throwIfNoEntry: false }) !== undefined;
    throw new PlainError(
      isFile
        ? `${basename(folder)} is there already and is no folder. Name another one.`
        : `${basename(folder)} cannot be made: a file is in the place of a folder above it.`,
      { cause: error },
    );
  });
  if (there && there.length > 0) throw new PlainError(`The folder ${basename(folder)} is not empty. Name one that is not there yet.`);
  return there !== undefined;
}

/**
 * Writes a folder of files, by their paths within it, whole or not at all: beside its place under a temporary name, synced, renamed. Throws PlainError where
 * `refuseFolder` does, or it cannot be written.
 */
export async function writeFolder(path: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const folder = resolve(path);
  const isThere = await refuseFolder(folder);
  const temporary = join(dirname(folder), `.${randomUUID()}.partial`);
  try {
    makeFolder(dirname(folder), 0o777);
    for (const [name, content] of Object.entries(files)) {
      const place = join(temporary, name);
      makeFolder(dirname(place), 0o777);
      const file = await open(place, "wx");
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
    }
    if (isThere) await rmdir(folder);
    await rename(temporary, folder);
    syncFolder(dirname(folder));
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true });
    throw cause instanceof PlainError ? cause : unwritable(folder, cause);
  }
}
