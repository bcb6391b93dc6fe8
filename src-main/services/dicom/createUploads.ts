import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Store } from "../store/index.ts";
import { isPlainName } from "./dicomDirectory.ts";
import { makeIncomingFolder, removeIncomingFolder } from "./incoming.ts";

/** Files on their way from the window to an import. */
export interface Uploads {
  /** A new, empty upload; answers its id. */
  open(): string;
  /**
   * Writes one file of an upload as it streams in, never whole in memory. Its path is relative, with "/" (or "\\") between the parts.
   * Throws PlainError where there is no such upload, where the path points outside, or where it is taken.
   */
  save(uploadId: string, path: string, content: ReadableStream<Uint8Array>): Promise<void>;
  /** The folder of an upload, which from now on belongs to the caller: `remove` takes it away. Throws PlainError where there is no such upload. */
  take(uploadId: string): { folder: string; remove: () => Promise<void> };
}

/** Makes the uploads of one store. They lie under the data folder; what is never imported is removed at the program's next start. */
export function createUploads({ dataFolder }: Store): Uploads {
  const folders = new Map<string, string>();
  const folderOf = (uploadId: string): string => {
    const folder = folders.get(uploadId);
    if (folder === undefined) throw new PlainError("There is no such upload; it may have been imported already. Drop the files again.");
    return folder;
  };
  return {
    open: () => {
      const uploadId = randomUUID();
      folders.set(uploadId, makeIncomingFolder(dataFolder));
      return uploadId;
    },
    save: async (uploadId, path, content) => {
      const parts = path.split(/[/\\]/).filter((part) => part !== "");
      if (parts.length === 0 || !parts.every(isPlainName)) throw new PlainError("A dropped file's path points outside the folder it was dropped with. It was refused.");
      const target = join(folderOf(uploadId), ...parts);
      try {
        await mkdir(dirname(target), { recursive: true });
        await pipeline(Readable.fromWeb(content), createWriteStream(target, { flags: "wx" }));
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        // What came of it is no file; and it may be sent again.
        if (code !== "EEXIST") await rm(target, { force: true }).catch(() => undefined);
        if (code === "EEXIST" || code === "ENOTDIR") throw new PlainError("Two dropped files have the same path. Drop them one after the other.", { cause });
        if (code === "ENOSPC") throw new PlainError("The disk is full. Make room and drop the files again.", { cause });
        throw cause;
      }
    },
    take: (uploadId) => {
      const folder = folderOf(uploadId);
      folders.delete(uploadId);
      return { folder, remove: () => removeIncomingFolder(folder) };
    },
  };
}
