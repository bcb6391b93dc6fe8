import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Store } from "../../services/store/index.ts";
import { makeIncomingFolder, removeIncomingFolder } from "../../services/system/index.ts";

/** A file on its way to the page. */
export interface SentFile {
  readonly body: ReadableStream<Uint8Array>;
  readonly byteLength: number;
}

/** A file of an incoming folder, to be sent; the folder is removed when it was read, or nobody wants it any more. */
export async function fileToSend(folder: string, path: string): Promise<SentFile> {
  const { size } = await stat(path);
  const stream = createReadStream(path);
  stream.once("close", () => void removeIncomingFolder(folder));
  return { body: Readable.toWeb(stream) as ReadableStream<Uint8Array>, byteLength: size };
}

/** Has a file written in the data folder, to be sent from there, see fileToSend. Throws what `write` throws. */
export async function sentFile(
  { dataFolder }: Pick<Store, "dataFolder">,
  name: string,
  write: (path: string) => Promise<unknown>,
): Promise<SentFile> {
  const folder = makeIncomingFolder(dataFolder, "packet");
  const path = join(folder, name);
  try {
    await write(path);
    return await fileToSend(folder, path);
  } catch (error) {
    await removeIncomingFolder(folder);
    throw error;
  }
}
