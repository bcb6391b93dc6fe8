import { join } from "node:path";
import { createJobs } from "../../../../../src-main/services/jobs/index.ts";
import { createPackets } from "../../../../../src-main/services/projects/packets/createPackets.ts";
import {
  createProjects,
  createReadings,
  createReadingWatch,
  type ImportedPacket,
} from "../../../../../src-main/services/projects/index.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { createSegmentations } from "../../../../../src-main/services/segmentation/index.ts";
import { openStore } from "../../../../../src-main/services/store/index.ts";
import { createVolumes } from "../../../../../src-main/services/volumes/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { addSigningReader } from "../../readers/signingReader.ts";

/** A data folder of a reader elsewhere; how it is closed is added to `closing`. */
export function openReadersFolder(closing: (() => Promise<void>)[]) {
  const dataFolder = join(temporaryFolder(), "data");
  const store = openStore(dataFolder);
  const by = addSigningReader(store, "Dr Elsewhere");
  const volumes = createVolumes({ store });
  const segmentations = createSegmentations({ store, volumes, watch: createReadingWatch(store) });
  const { keys } = createReaders(store);
  const readings = createReadings({ store, segmentations, keys });
  const jobs = createJobs(store);
  closing.push(async () => {
    await volumes.close();
    store.close();
  });
  const count = (table: string) => store.database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;
  return {
    dataFolder,
    store,
    by,
    volumes,
    segmentations,
    keys,
    readings,
    projects: createProjects(store),
    packets: createPackets({ store, volumes, keys, jobs }),
    jobs,
    count,
  };
}
export type Elsewhere = ReturnType<typeof openReadersFolder>;

/** Imports a packet, as its job does it; throws the job's words where it failed. */
export async function importedAt(
  { packets, jobs }: Pick<Elsewhere, "packets" | "jobs">,
  ...request: Parameters<Elsewhere["packets"]["startImport"]>
): Promise<ImportedPacket> {
  const { result, error } = await jobs.finished(await packets.startImport(...request));
  if (error !== null) throw new Error(error);
  return result as ImportedPacket;
}
