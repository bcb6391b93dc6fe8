import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { createJobs } from "../../../../../src-main/services/jobs/index.ts";
import { createPackets } from "../../../../../src-main/services/projects/packets/createPackets.ts";
import { openSealed } from "../../../../../src-main/services/projects/packets/sealedFile.ts";
import type { Readings } from "../../../../../src-main/services/projects/index.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import type { Author } from "../../../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { sealedPassphrase as own } from "../../readers/ed25519Vectors.ts";
import { openStudy, type RunningStudy } from "../readings/runningStudy.ts";
import { importedAt, openReadersFolder } from "./openElsewhere.ts";

const passphrase = "of this packet alone";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What no packet holds: whose the cases are, in which group, and dates (birth and study) as files and tables have them. */
const never = [
  "HOSP-",
  "Quastenflosser",
  "Zitteraal",
  "Berta",
  "LGMD",
  "healthy",
  "2.25.",
  "1970-01-02",
  "19700102",
  "2024-01-31",
  "20240131",
  "Made up",
];
const descriptions = ["T1 TSE axial", "T2 Dixon water", "T2 Xaver water"];

/** A running study; the water-only series of the calf are called after the first case's patient. */
async function started(blinding: Partial<Protocol["blinding"]>): Promise<RunningStudy> {
  const altered = (bytes: Buffer) => Buffer.from(bytes.toString("latin1").replace("T2 Dixon water calf", "T2 Xaver water calf"), "latin1");
  const study = await openStudy(
    { blinding: { isBlinded: true, shown: [], showsModelResults: false, coordinatorMayRead: false, ...blinding } },
    { altered },
  );
  closing.push(study.close);
  study.projects.start(study.coordinator, study.id);
  return study;
}

/** The packet of reader 1, whole and open, and what its reader is told of both cases elsewhere. */
async function packetOf({ store, volumes, coordinator, id }: RunningStudy) {
  const jobs = createJobs(store);
  const packets = createPackets({ store, volumes, keys: createReaders(store).keys, jobs });
  const asked = () => Promise.resolve(passphrase);
  const path = join(temporaryFolder(), "one.packet");
  const { shown } = packets.preview(coordinator, id, { readerNumber: 1 });
  await jobs.finished(await packets.startExport(coordinator, id, { readerNumber: 1, path, passphrase: asked, knowsOfHeads: true }));
  const parts: Buffer[] = [];
  for await (const piece of openSealed(path, { passphrase })) parts.push(piece);
  const elsewhere = openReadersFolder(closing);
  await importedAt(elsewhere, elsewhere.by, path, { passphrase: asked, own });
  return { shown, text: Buffer.concat(parts).toString("latin1"), told: told(elsewhere.readings, elsewhere.by) };
}

/** What a reader is told of the patient and the series, by case. */
function told(readings: Readings, by: Author) {
  return Object.fromEntries(
    [1, 2].map(() => {
      const { readingId, code } = readings.own(by)[0]!.next!;
      readings.open(by, readingId);
      // The next case is opened while a question waits.
      readings.ask(by, readingId, "Is this the right side?");
      const images = readings
        .images(by, readingId)
        .map(({ region, role, seriesDescription }) => [`${region.id} ${role.id}`, seriesDescription]);
      return [
        code,
        { patient: readings.describe(by, readingId).patient, images: Object.fromEntries(images) as Record<string, string | null> },
      ];
    }),
  );
}

test("holds age, sex and descriptions where the protocol shows them; elsewhere a reader is told the same as here", async () => {
  const study = await started({ shown: ["age", "sex", "series descriptions"] });
  const { shown, text, told: elsewhere } = await packetOf(study);
  expect(shown).toEqual(["age", "sex", "series descriptions"]);
  // By hand: born on 2 January 1970, studied on 31 January 2024. A description that names the patient stays hidden.
  const images = { "thigh t1": "T1 TSE axial thigh", "thigh water": "T2 Dixon water thigh", "calf t1": "T1 TSE axial calf" };
  const patient = { age: 54, sex: "other" };
  expect(elsewhere).toEqual({
    X1: { patient, images: { ...images, "calf water": null } },
    X2: { patient, images: { ...images, "calf water": "T2 Xaver water calf" } },
  });
  expect(told(study.readings, study.reader2)).toEqual(elsewhere);
  expect(never.filter((words) => text.includes(words))).toEqual([]);
});

test("holds of these only what the protocol shows, and where it shows the results of models none is written", async () => {
  const { text, told: elsewhere } = await packetOf(await started({ shown: ["sex"] }));
  expect(Object.values(elsewhere).map(({ patient }) => patient)).toEqual([{ sex: "other" }, { sex: "other" }]);
  expect([...never, ...descriptions, '"age"'].filter((words) => text.includes(words))).toEqual([]);
  await expect(packetOf(await started({ showsModelResults: true }))).rejects.toThrow(
    /shows readers the results of models, which no packet holds/,
  );
});
