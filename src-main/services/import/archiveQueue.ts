import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { unpackArchive } from "./unpackArchive.ts";

interface ArchiveEvents {
  /** An entry, unpacked to `path`, which the receiver removes. */
  readonly onFile: (path: string, shownPath: string) => void;
  readonly onRejected: (shownPath: string, reason: string) => void;
  /** True while more entries may be unpacked. */
  readonly hasRoom: () => boolean;
  /** An archive is done. */
  readonly onDone: () => void;
  /** The disk cannot take what is unpacked. */
  readonly onError: (error: unknown) => void;
}

export interface ArchiveQueue {
  add(path: string, shownPath: string): void;
  /** Goes on where there is room again. */
  wake(): void;
  isIdle(): boolean;
  /** Entries that are known but not unpacked yet. */
  announced(): number;
}

/** Unpacks ZIPs one after the other into a temporary folder, no further ahead than there is room. */
export function createArchiveQueue(incomingFolder: string, signal: AbortSignal, events: ArchiveEvents): ArchiveQueue {
  const waiting: Array<{ path: string; shownPath: string }> = [];
  let isUnpacking = false;
  let announced = 0;
  let number = 0;
  let wake: (() => void) | undefined;

  const unpack = async (path: string, shownPath: string): Promise<void> => {
    number += 1;
    const folder = join(incomingFolder, `zip-${number}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await unpackArchive({
      path,
      folder,
      signal,
      onCount: (entries) => void (announced = entries),
      onRejected: (name, reason) => {
        announced -= 1;
        if (reason !== "") events.onRejected(`${shownPath}/${name}`, reason);
      },
      onFile: async (name, unpacked) => {
        announced -= 1;
        events.onFile(unpacked, `${shownPath}/${name}`);
        while (!events.hasRoom() && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      },
    });
  };

  const next = async (): Promise<void> => {
    isUnpacking = true;
    for (let archive = waiting.shift(); archive && !signal.aborted; archive = waiting.shift()) {
      try {
        await unpack(archive.path, archive.shownPath);
      } catch (error) {
        if (error instanceof PlainError) events.onRejected(archive.shownPath, error.message);
        else if (!signal.aborted) events.onError(error);
      }
      announced = 0;
    }
    isUnpacking = false;
    events.onDone();
  };

  return {
    add: (path, shownPath) => {
      waiting.push({ path, shownPath });
      if (!isUnpacking) void next();
    },
    wake: () => wake?.(),
    isIdle: () => !isUnpacking,
    announced: () => announced,
  };
}
