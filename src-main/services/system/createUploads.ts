import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ReadableStream } from "node:stream/web";
import { PlainError } from "#shared/domain/plainError.ts";
import { isPlainName } from "./isPlainName.ts";
import { makeIncomingFolder, removeIncomingFolder } from "./incoming.ts";

/** Files on their way from the window to an import. */
export interface Uploads {
  /** A new, empty upload; answers its id. */
  open(): string;
  /**
   * Writes one file of an upload as it streams in, never whole in memory. Its path is relative, with "/" (or "\\") between the parts.
   * A large file comes in pieces, one after the other: `offset` is where a piece begins.
   * Throws PlainError where there is no such upload, where the path points outside or is taken, where a piece does not follow the one
   * before, or comes while another is being written.
   */
  save(uploadId: string, path: string, content: ReadableStream<Uint8Array>, offset?: number): Promise<void>;
  /**
   * What a page holds open for as long as it wants the upload: it says nothing, ends when the upload is taken, and takes the upload away
   * when it is cancelled, as it is when the page goes.
   * Throws PlainError where there is no such upload.
   */
  hold(uploadId: string): ReadableStream<Uint8Array>;
  /**
   * The folder of an upload, which from now on belongs to the caller: `remove` takes it away. Throws PlainError where there is no such
   * upload, or a file of it is still being written.
   */
  take(uploadId: string): { folder: string; remove: () => Promise<void> };
}

interface Upload {
  readonly folder: string;
  /** Files that are being written, by their path. */
  readonly saving: Map<string, Promise<void>>;
  readonly holds: Set<() => void>;
}

/**
 * Makes the uploads of one store. They lie under the data folder; what is never imported is removed when its page goes, or else at the
 * program's next start.
 */
export function createUploads({ dataFolder, isReadOnly }: { readonly dataFolder: string; readonly isReadOnly: boolean }): Uploads {
  const uploads = new Map<string, Upload>();
  const find = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId);
    if (upload === undefined) throw new PlainError("There is no such upload; it may have been imported already. Drop the files again.");
    return upload;
  };
  const forget = (uploadId: string): Upload => {
    const upload = find(uploadId);
    uploads.delete(uploadId);
    for (const end of upload.holds) end();
    return upload;
  };
  const discard = async (uploadId: string): Promise<void> => {
    if (!uploads.has(uploadId)) return;
    const { folder, saving } = forget(uploadId);
    // What is being written makes its folders anew: the last to go is the whole.
    await Promise.allSettled(saving.values());
    await removeIncomingFolder(folder);
  };
  const write = async (folder: string, parts: readonly string[], content: ReadableStream<Uint8Array>, offset: number): Promise<void> => {
    const target = join(folder, ...parts);
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      if (offset > 0 && (await stat(target).catch(() => undefined))?.size !== offset)
        throw new PlainError("A piece of a dropped file is missing. Drop the file again.");
      await pipeline(Readable.fromWeb(content), createWriteStream(target, { flags: offset > 0 ? "a" : "wx", mode: 0o600 }));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      // What came of it is no file; and it may be sent again.
      if (code !== "EEXIST") await rm(target, { force: true }).catch(() => undefined);
      if (code === "EEXIST" || code === "ENOTDIR")
        throw new PlainError("Two dropped files have the same path. Drop them one after the other.", { cause });
      if (code === "ENAMETOOLONG")
        throw new PlainError("A dropped file's name is too long for the disk of the data folder. Give it a shorter one.", { cause });
      if (code === "ENOSPC") throw new PlainError("The disk is full. Make room and drop the files again.", { cause });
      throw cause;
    }
  };
  return {
    open: () => {
      if (isReadOnly) throw new PlainError("The data folder may only be read: nothing can be imported into it.");
      const uploadId = randomUUID();
      uploads.set(uploadId, { folder: makeIncomingFolder(dataFolder, "upload"), saving: new Map(), holds: new Set() });
      return uploadId;
    },
    save: async (uploadId, path, content, offset = 0) => {
      const parts = path.split(/[/\\]/).filter((part) => part !== "");
      if (parts.length === 0 || !parts.every(isPlainName))
        throw new PlainError("A dropped file's path points outside the folder it was dropped with. It was refused.");
      const { folder, saving } = find(uploadId);
      const name = parts.join("/");
      // Two pieces that are written at once would both find their place free.
      if (saving.has(name)) throw new PlainError("A piece of this dropped file is still being written. Drop the file again.");
      const written = write(folder, parts, content, offset);
      saving.set(name, written);
      await written.finally(() => saving.delete(name));
    },
    hold: (uploadId) => {
      const { holds } = find(uploadId);
      let end: () => void;
      return new ReadableStream<Uint8Array>({
        start: (controller) => {
          end = () => controller.close();
          holds.add(end);
        },
        cancel: async () => {
          holds.delete(end);
          await discard(uploadId);
        },
      });
    },
    take: (uploadId) => {
      if (find(uploadId).saving.size > 0) throw new PlainError("A file is still being copied into the program. Wait until it is there.");
      const { folder } = forget(uploadId);
      return { folder, remove: () => removeIncomingFolder(folder) };
    },
  };
}
