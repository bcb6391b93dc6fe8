import { lstat, stat } from "node:fs/promises";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";

/** Whether something has this name: a file, a folder, or a link, also one to what is not there. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** Throws PlainError where the path is a link to what is not there: a file that is written to it would take the link's place. */
export async function refuseLinkToNothing(path: string): Promise<void> {
  if ((await isThere(path)) && (await stat(path).catch(() => undefined)) === undefined)
    throw new PlainError(`${basename(path)} is a link to what is not there. Name another file, or remove the link. Nothing was written.`);
}
