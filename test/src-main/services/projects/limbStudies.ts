import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProjects, protocolOfFile, templateProtocol, type Projects } from "../../../../src-main/services/projects/index.ts";
import { addReader, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { openImport, sliceBytes } from "../import/importing.ts";

/** A made-up study: whose it is, and the descriptions of its series. */
export interface MadeUpStudy {
  readonly uid: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly series: readonly string[];
}

const thigh = ["T1 TSE axial thigh", "T2 Dixon water thigh", "Scout"];
const calf = ["T1 TSE axial calf", "T2 Dixon water calf"];

/**
 * Three patients: two with a study of the thigh and one of the calf; one whose thigh has two T1 series and whose calf has none that is water-only.
 */
export const limbStudies: readonly MadeUpStudy[] = [
  { uid: "2.25.101", patientId: "HOSP-4711", patientName: "Quastenflosser^Xaver", series: thigh },
  { uid: "2.25.102", patientId: "HOSP-4711", patientName: "Quastenflosser^Xaver", series: calf },
  { uid: "2.25.201", patientId: "HOSP-4712", patientName: "Zitteraal^Berta", series: thigh },
  { uid: "2.25.202", patientId: "HOSP-4712", patientName: "Zitteraal^Berta", series: calf },
  { uid: "2.25.301", patientId: "HOSP-4713", patientName: "Mondfisch^Ilse", series: [...thigh, "T1 TSE axial thigh repeated"] },
  { uid: "2.25.302", patientId: "HOSP-4713", patientName: "Mondfisch^Ilse", series: ["T1 TSE axial calf"] },
];

/** Which slices a series has, every 5 mm from 0 on. */
type Slices = readonly number[] | ((seriesDescription: string) => readonly number[]);

/** Writes the files of studies, two slices a series; answers their folder. `altered` is what becomes of the bytes of each. */
export function writeStudies(
  folder: string,
  studies: readonly MadeUpStudy[],
  slices: Slices = [0, 1],
  altered: (bytes: Buffer) => Buffer = (bytes) => bytes,
): string {
  mkdirSync(folder, { recursive: true });
  for (const { uid, patientId, patientName, series } of studies)
    for (const [at, seriesDescription] of series.entries())
      for (const slice of typeof slices === "function" ? slices(seriesDescription) : slices) {
        const of = `${uid}.${at + 1}`;
        const pixels = Buffer.alloc(128, Number(uid.slice(5)) + at * 7 + slice);
        const own = { studyInstanceUid: uid, seriesInstanceUid: of, sopInstanceUid: `${of}.${slice + 1}`, seriesNumber: at + 1 };
        const bytes = sliceBytes(slice, { ...own, patientId, patientName, seriesDescription, pixels });
        writeFileSync(join(folder, `${of}-${slice}.dcm`), altered(bytes));
      }
  return folder;
}

/** A data folder with the studies, and the projects on it. */
export async function openLimbs(studies: readonly MadeUpStudy[] = limbStudies, slices?: Slices, altered?: (bytes: Buffer) => Buffer) {
  const opened = openImport(temporaryFolder());
  await opened.run(writeStudies(join(opened.folder, "files"), studies, slices, altered));
  const projects: Projects = createProjects(opened.store);
  const coordinator = addReader(opened.store, "Coordinator");
  const [reader1, reader2] = [addReader(opened.store, "Reader 1"), addReader(opened.store, "Reader 2")];
  let made = 0;
  return {
    ...opened,
    projects,
    coordinator,
    reader1,
    reader2,
    /** A draft of the myopathy study of its own. */
    draft: () => projects.create(coordinator, { name: `Study ${++made}`, protocol: templateProtocol("myopathy") }),
    /** A blinded study wants a passphrase of everybody: here one that nobody can sign in with. */
    setPassphrases: () =>
      change(opened.store, (database) => database.prepare("UPDATE reader SET passphrase = 'scrypt$' WHERE id <> 0").run()),
    /** Removes all projects. */
    clear: () =>
      change(opened.store, (database) => database.exec("DELETE FROM project; DELETE FROM volume_pin WHERE by_kind = 'case role'")),
    /** The volume of a series of a study. */
    volumeOf: (uid: string, series: number): string =>
      opened.store.database
        .prepare<[string], string>("SELECT volume.id FROM volume JOIN series ON series.id = series_id WHERE series_instance_uid = ?")
        .pluck()
        .get(`${uid}.${series}`)!,
  };
}
export type Limbs = Awaited<ReturnType<typeof openLimbs>>;

/** A protocol with one region and one role, found by a word. */
export function smallProtocol(name: string, word: string) {
  const empty = templateProtocol("empty");
  const role = { id: "t1", name: "T1-weighted", use: "shown beside", window: null, extraction: null };
  const rule = { descriptionHas: [word], descriptionLacks: [], imageTypeHas: [], plane: null };
  const region = { id: "thigh", name: "thigh", levels: [], levelsChosenBy: "reader", drawing: { kind: "nothing" }, drawingRules: [] };
  const regions = [{ ...region, roles: [{ ...role, rule }], start: { layout: "1x1", level: null } }];
  return protocolOfFile(JSON.stringify({ ...empty, name, regions }), "small.json");
}

/** A user's CSV file. */
export const csv = (...lines: string[]): Uint8Array => Buffer.from(lines.map((line) => `${line}\n`).join(""));
