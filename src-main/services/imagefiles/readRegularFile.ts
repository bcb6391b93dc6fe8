import { closeSync, constants, fstatSync, openSync, read, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { PlainError } from "#shared/domain/plainError.ts";

const readPart = promisify(read);

/** Of a system that has it: a pipe that nobody writes to is then opened at once. Windows has none. */
const openAtOnce = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0);
const mostAtOnce = 1 << 30;
/** Read in a fraction of a millisecond, less than another thread takes to wake. */
const smallBytes = 1 << 20;

/**
 * The bytes of a file. A small one is read at once, a larger one on another thread.
 * Throws PlainError where a device or a pipe is in its place, which may never end or never begin; the system's error where nothing or a folder is there.
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  const file = openSync(path, openAtOnce);
  try {
    const found = fstatSync(file);
    if (!found.isFile() && !found.isDirectory())
      throw new PlainError(`${basename(path)}: is a device or a pipe, not a file. Save it as a file first.`);
    const bytes = Buffer.allocUnsafeSlow(Math.max(1, found.size));
    let length = 0;
    do {
      const wanted = Math.min(mostAtOnce, bytes.length - length);
      const bytesRead =
        bytes.length <= smallBytes
          ? readSync(file, bytes, length, wanted, length)
          : (await readPart(file, bytes, length, wanted, length)).bytesRead;
      if (bytesRead === 0) break;
      length += bytesRead;
    } while (length < bytes.length);
    // Some file systems state no length, or an old one.
    if (length === bytes.length && readSync(file, Buffer.alloc(1), 0, 1, length) > 0) return await readFile(path);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
