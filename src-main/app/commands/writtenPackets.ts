import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Jobs } from "../../services/jobs/index.ts";
import type { Packets, PacketRequest } from "../../services/projects/index.ts";
import type { Author, Store } from "../../services/store/index.ts";
import { makeIncomingFolder, removeIncomingFolder } from "../../services/system/index.ts";
import { fileToSend, type SentFile } from "./packetFiles.ts";

export type { WrittenPacket } from "../../services/projects/index.ts";

/** Packets that the window had written and has not saved yet: they lie in the data folder until then, or until the program ends. */
export interface WrittenPackets {
  /** Starts the job, see Packets.startExport; answers its id. */
  start(by: Author, projectId: string, request: Omit<PacketRequest, "path">): Promise<string>;
  /** The file that a job has written, once, for whoever started it. Throws PlainError where there is none. */
  take(by: Author, jobId: string): Promise<SentFile>;
}

export function createWrittenPackets({
  store,
  jobs,
  packets,
}: {
  readonly store: Pick<Store, "dataFolder">;
  readonly jobs: Pick<Jobs, "finished">;
  readonly packets: Pick<Packets, "startExport">;
}): WrittenPackets {
  const waiting = new Map<string, { readonly folder: string; readonly path: string; readonly readerId: number }>();

  const removeUnwritten = async (jobId: string, folder: string): Promise<void> => {
    const { result } = await jobs.finished(jobId);
    if (result !== null) return;
    waiting.delete(jobId);
    await removeIncomingFolder(folder);
  };

  return {
    start: async (by, projectId, request) => {
      const folder = makeIncomingFolder(store.dataFolder, "packet");
      const path = join(folder, "fascicle.packet");
      try {
        const jobId = await packets.startExport(by, projectId, { ...request, path });
        waiting.set(jobId, { folder, path, readerId: by.readerId });
        void removeUnwritten(jobId, folder).catch(() => undefined);
        return jobId;
      } catch (error) {
        await removeIncomingFolder(folder);
        throw error;
      }
    },
    take: async (by, jobId) => {
      const found = waiting.get(jobId);
      if (!found || found.readerId !== by.readerId)
        throw new PlainError("The file of this packet is not here any more. Call the packet back, and write it again.");
      if ((await jobs.finished(jobId)).result === null) throw new PlainError("This packet was not written.");
      waiting.delete(jobId);
      return fileToSend(found.folder, found.path);
    },
  };
}
