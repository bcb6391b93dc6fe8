import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";

/**
 * The bytes of a table or settings file that a reader names, which may be a pipe. Throws PlainError, naming the file and `what` it is ("the
 * parameter file"), where
 * it cannot be read or goes on beyond `mostBytes`, as a device does that never ends.
 */
export async function readUserFile(path: string, what: string, mostBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > mostBytes) break;
      parts.push(part);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new PlainError(`${basename(path)}: ${what} cannot be read: ${whyInWords(code)}.`, { cause });
  }
  if (bytes > mostBytes)
    throw new PlainError(`${basename(path)}: is larger than ${mostBytes / 2 ** 20} MB, which ${what} is not. Check the path.`);
  return Buffer.concat(parts);
}

/** Why a file that a reader names cannot be read, by the code of the system's error; without the full stop. */
export function whyInWords(code: string | undefined): string {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file. Check the path";
    case "EISDIR":
      return "it is a folder. Give the file in it";
    case "EACCES":
    case "EPERM":
      return "its permissions do not allow it. Ask whoever it belongs to";
    default:
      return `the system says ${code ?? "nothing more"}. Check the path and its permissions`;
  }
}
