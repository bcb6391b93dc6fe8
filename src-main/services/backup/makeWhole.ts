import { randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { isThere, makeFolder, syncFolder, systemErrorWords, unwritable } from "../system/index.ts";

/**
 * Makes a folder that is there whole or not at all: `fill` is given one beside it, which comes to its name at the end. Throws PlainError where something is
 * there already; what `fill` throws takes the folder away.
 */
export async function makeWhole<Result>(target: string, fill: (folder: string) => Promise<Result>): Promise<Result> {
  const path = resolve(target);
  const name = basename(path);
  if (await isThere(path)) throw new PlainError(`${name} is there already. Name a folder that is not: nothing is ever written over.`);
  const folder = join(dirname(path), `.${name}.${randomUUID()}.partial`);
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeAtExit);
  try {
    try {
      makeFolder(folder);
    } catch (cause) {
      throw unwritable(path, cause);
    }
    const result = await fill(folder);
    syncFolder(folder);
    if (await isThere(path)) throw new PlainError(`${name} was made meanwhile. Nothing was written over.`);
    renameSync(folder, path);
    syncFolder(dirname(path));
    return result;
  } catch (cause) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    const words = systemErrorWords(cause);
    throw cause instanceof PlainError || words === undefined ? cause : new PlainError(`${name} could not be made. ${words}`, { cause });
  } finally {
    process.off("exit", removeAtExit);
  }
}
