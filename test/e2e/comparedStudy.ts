import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { createApp } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import type { Author } from "../../src-main/services/store/index.ts";
import { createRandom } from "../../src-shared/statistics/random.ts";
import { dicomFile } from "../dicomFiles.ts";
import { addReader, by } from "../src-main/author.ts";
import { lookAtAll } from "../src-main/services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";

export const passphrase = "correct horse battery";
const size = 48;
const slices = 5;
const seriesNames = ["T1 TSE axial thigh", "T2 Dixon water thigh"] as const;

interface Wanted {
  readonly cases: number;
  /** What is changed of the template's extraction settings. */
  readonly extraction: NonNullable<Protocol["regions"][number]["roles"][number]["extraction"]>;
}

const codeOf = (at: number) => `K${String(at + 1).padStart(2, "0")}`;
const uidOf = (at: number) => `2.25.${9000 + at}`;

/** Patients with a T1 and a water-only series of one thigh: a round muscle of a radius and a grain of its own, in a bright rim of fat. */
function writeStudies(folder: string, cases: number): string {
  mkdirSync(folder, { recursive: true });
  for (let patient = 0; patient < cases; patient++) {
    const random = createRandom(100 + patient).next;
    for (const [series, description] of seriesNames.entries())
      for (let slice = 0; slice < slices; slice++) {
        const pixels = Buffer.alloc(size ** 2 * 2);
        for (let at = 0; at < size ** 2; at++) {
          const [x, y] = [(at % size) - size / 2, Math.floor(at / size) - size / 2];
          const r = Math.hypot(x, y);
          const grain = (random() - 0.5) * (20 + 20 * patient);
          const grey = r < radiusOf(patient) ? 300 + 25 * patient + 100 * series + grain : r < radiusOf(patient) + 4 ? 900 + grain : 10;
          pixels.writeUInt16LE(Math.max(0, Math.round(grey)), at * 2);
        }
        const of = `${uidOf(patient)}.${series + 1}`;
        const bytes = dicomFile({
          patientId: `HOSP-${4700 + patient}`,
          patientName: `Made^Up${patient}`,
          studyInstanceUid: uidOf(patient),
          seriesInstanceUid: of,
          sopInstanceUid: `${of}.${slice + 1}`,
          seriesNumber: series + 1,
          seriesDescription: description,
          slice,
          size,
          pixels,
        });
        writeFileSync(join(folder, `${of}.${slice}.dcm`), bytes);
      }
  }
  return folder;
}

const radiusOf = (patient: number) => 10 + (patient % 5) * 1.5;

/** The drawing of one reader: the muscle, with a border that is off by up to a pixel and a half. */
function drawn(patient: number, random: () => number): Uint8Array {
  const [radius, dx, dy] = [radiusOf(patient) - 1 + (random() - 0.5) * 2, (random() - 0.5) * 1.5, (random() - 0.5) * 1.5];
  return Uint8Array.from({ length: size ** 2 }, (_, at) => {
    const [x, y] = [(at % size) - size / 2 - dx, Math.floor(at / size) - size / 2 - dy];
    return Math.hypot(x, y) < radius ? 1 : 0;
  });
}

/**
 * A started study of the thigh in a data folder, read by two readers, and by reader 1 twice: all readings drawn on two levels of two series, scored in 34
 * fields, and submitted. Features are asked for of whole drawings and of each level. Cases of two groups; the second one is graded higher. The readings of
 * the first case took a minute each, of the second two, and so on.
 */
export async function prepareComparedStudy(data: string, work: string, { cases, extraction }: Wanted): Promise<void> {
  // The second pass lies behind a washout of two months.
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2026-01-05T08:00:00.000Z"));
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { services } = app;
  await services.jobs.finished(services.dicomImport.start(by, [writeStudies(join(work, "studies"), cases)]));
  const [coordinator, one, two] = ["Coordinator", "Reader One", "Reader Two"].map((name) => addReader(services.store, name)) as [
    Author,
    Author,
    Author,
  ];
  for (const { readerId } of [coordinator, one, two]) setCheapPassphrase(services.store, readerId, passphrase);
  const myopathy = templateProtocol("myopathy");
  const [thigh] = myopathy.regions;
  const levels = thigh!.levels.slice(0, 2);
  const { projects, readings, segmentations } = services;
  const forms = myopathy.forms
    .filter(({ id }) => id === "mercuri-modified")
    .map((form) => ({ ...form, muscles: form.muscles.map((muscle) => ({ ...muscle, region: "thigh" })) }));
  const projectId = projects.create(coordinator, {
    name: "Muscles",
    protocol: {
      ...myopathy,
      agreement: { ...myopathy.agreement, featuresPer: ["level"] },
      regions: [{ ...thigh!, levels, roles: thigh!.roles.map((role) => ({ ...role, extraction })) }],
      forms,
    },
  });
  projects.setMembers(coordinator, projectId, "reader", [one.readerId, two.readerId]);
  const added = Array.from({ length: cases }, (_, at) => ({
    where: String(at),
    studyInstanceUids: [uidOf(at)],
    code: codeOf(at),
    group: at % 2 === 0 ? "healthy" : "LGMD",
  }));
  projects.addCases(coordinator, projectId, added, "cases");
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  for (const { code } of added)
    for (const [at, level] of levels.entries())
      projects.setLevel(coordinator, projectId, { code, region: "thigh", level: level.id, slice: at === 0 ? 2 : 4 });
  projects.start(coordinator, projectId);
  const random = createRandom(7).next;
  const keys = forms[0]!.muscles.flatMap(({ code }) =>
    ["right", "left"].map((side) => `${forms[0]!.id}/${forms[0]!.items[0]!.id}/${code}/${side}`),
  );
  for (const reading of readings.list(coordinator, projectId).toSorted((a, b) => a.pass - b.pass)) {
    // One after another: a study refuses a clock that was set back.
    const opensAt = Math.max(Date.now(), Date.parse(reading.pass === 1 ? "2026-01-06T08:00:00.000Z" : "2026-04-06T08:00:00.000Z"));
    vi.setSystemTime(opensAt);
    const reader = reading.readerNumber === 1 ? one : two;
    const patient = Number(reading.caseCode.slice(1)) - 1;
    readings.open(reader, reading.readingId);
    const activeMs = 60_000 * (patient + 1);
    vi.setSystemTime(opensAt + activeMs);
    readings.addActive(reader, reading.readingId, activeMs);
    const images = readings.images(reader, reading.readingId);
    const source = images.find(({ role }) => role.use === "drawn on")!;
    for (const sliceIndex of [1, 3]) {
      const { revision } = segmentations.describe(source.segmentationId!);
      segmentations.applyStroke(reader, source.segmentationId!, revision, {
        tool: "brush",
        slices: [{ sliceIndex, labels: drawn(patient, random) }],
      });
    }
    await segmentations.copyTo(reader, source.segmentationId!, images.find(({ role }) => role.use === "copied to")!.volumeId);
    for (const [at, key] of keys.entries()) {
      const truth = (patient % 2) * 2 + ((at + patient) % 3);
      const grade = random() < 0.75 ? truth : Math.max(0, Math.min(5, truth + (random() < 0.5 ? -1 : 1)));
      readings.answer(reader, reading.readingId, key, { type: "grade", value: String(grade) });
    }
    await readings.submit(reader, reading.readingId, { passphrase, meaning: "I have read this case independently" });
  }
  await app.close();
  vi.useRealTimers();
}
