import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Jobs } from "../../services/jobs/index.ts";
import type { Packets } from "../../services/projects/index.ts";
import type { Author } from "../../services/store/index.ts";
import type { Uploads } from "../../services/system/index.ts";

export type { ImportedPacket, TakeAnswer } from "../../services/projects/index.ts";

/** Jobs that take in what the window has uploaded: packets, and what comes back of them. The upload is removed when the job has ended. */
export interface PacketJobs {
  /** Starts the job, see Packets.startImport; answers its id. */
  import(by: Author, uploadId: string, secret: { readonly passphrase: string; readonly own: string }): Promise<string>;
  /** Starts the job, see Packets.startTakeIn; answers its id. */
  takeIn(by: Author, uploadId: string, confirmation: Parameters<Packets["startTakeIn"]>[2]): Promise<string>;
  /** Whether the author imports a packet by this job: it makes the author a blinded reader, who follows it to its end all the same. */
  isImportOf(by: Author, jobId: string): boolean;
}

interface Needs {
  readonly jobs: Pick<Jobs, "finished">;
  readonly packets: Pick<Packets, "startImport" | "startTakeIn">;
  readonly uploads: Pick<Uploads, "take">;
}

export function createPacketJobs({ jobs, packets, uploads }: Needs): PacketJobs {
  const imports = new Map<string, number>();

  const startOn = async (uploadId: string, start: (path: string) => Promise<string>): Promise<string> => {
    const { folder, remove } = uploads.take(uploadId);
    try {
      const [name, ...others] = await readdir(folder);
      if (name === undefined || others.length > 0) throw new PlainError("Choose one file: a packet, or what came back of one.");
      const jobId = await start(join(folder, name));
      // What cannot be removed now is removed by the next start of the program.
      void jobs
        .finished(jobId)
        .then(remove)
        .catch(() => undefined);
      return jobId;
    } catch (error) {
      await remove();
      throw error;
    }
  };

  return {
    import: async (by, uploadId, { passphrase, own }) => {
      const jobId = await startOn(uploadId, (path) =>
        packets.startImport(by, path, { passphrase: () => Promise.resolve(passphrase), own }),
      );
      imports.set(jobId, by.readerId);
      return jobId;
    },
    takeIn: (by, uploadId, confirmation) => startOn(uploadId, (path) => packets.startTakeIn(by, path, confirmation)),
    isImportOf: ({ readerId }, jobId) => imports.get(jobId) === readerId,
  };
}
