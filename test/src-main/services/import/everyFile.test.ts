import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { runImport } from "../../../../src-main/services/import/runImport.ts";
import { planImageVolumes } from "../../../../src-main/services/volumes/index.ts";
import { openStore } from "../../../../src-main/services/store/index.ts";
import { pythonWith } from "../../../debianPython.ts";
import { noSharedData, unpackArchive } from "../../../sharedData.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const archives = [
  ["dicom", "ibsi_STS_001.tar.xz"],
  ["dicom", "ibsi_STS_004.tar.xz"],
  ["dicom", "siemens_xa30_study_classic.tar.xz"],
  ["dicom", "philips_cs_enh_and_classic.tar.xz"],
  ["dicom", "canon_galan_enh_and_classic.tar.xz"],
  ["dicom", "uih_umr770.tar.xz"],
  ["dicom", "dicom2nifti_vendors.tar.xz"],
  ["dicom", "oddities", "pydicom_test_files.tar.xz"],
  ["dicom", "oddities", "pydicom_data_extra.tar.xz"],
  ["dicom", "oddities", "siemens_mosaic_9_syntaxes.tar.xz"],
  ["dicom", "oddities", "cornerstone_rare_jpeg.tar.xz"],
  ["dicom", "oddities", "dicom2nifti_failing.tar.xz"],
  ["objects", "dcmqi_seg_sr.tar.xz"],
  ["objects", "highdicom_seg_sr.tar.xz"],
  ["objects", "rt_utils.tar.xz"],
];

/** What pydicom reads of a file, by keyword of PS3.6. */
interface PydicomHeader {
  PatientName: string;
  PatientID: string;
  StudyInstanceUID: string;
  SeriesInstanceUID: string;
  SOPInstanceUID: string;
  StudyDescription: string;
  SeriesDescription: string;
  StudyDate: string;
  Modality: string;
  sopClass: string;
  hasPixels: boolean;
  frames: number;
}

interface Row {
  patient_name: string;
  patient_id: string;
  study_instance_uid: string;
  series_instance_uid: string;
  sop_instance_uid: string;
  study_description: string;
  description: string;
  study_date: string | null;
  modality: string;
  header: string;
}

/** Files that have pixels and are rejected all the same, and why that is right. */
const rejectedWithPixels: ReadonlyArray<readonly [pattern: RegExp, why: string]> = [
  [/segmentation/, "a segmentation is no image"],
  [/cut short: its pixels need 8192 bytes and 8130 are there/, "MR_truncated.dcm: pydicom, too, cannot make an array of it"],
  [/does not say how many rows and columns/, "a test file of private sequences whose pixels are empty"],
];

/** A file that is imported although pydicom finds no pixels: all its frames are there, only the delimiter behind the last is missing. */
const withoutEnd = "emri_small_jpeg_2k_lossless_too_short.dcm";

const python = pythonWith("pydicom");
const noPydicom = python === undefined ? "skipped: no Python with pydicom here (Debian: python3-pydicom)" : undefined;
if (noPydicom) console.warn(noPydicom);

const table: string[] = [];
afterAll(() => console.log(["archive | files | imported | duplicates | directories | rejected", ...table].join("\n")));

const withoutTrailing = (name: string) =>
  name
    .split("=")
    .map((group) => group.trim().replace(/[\s^]+$/, ""))
    .join("=")
    .replace(/=+$/, "");
/** "19970424", or ACR-NEMA's "1997.04.24"; null for what an anonymiser wrote ("***"). */
const plainDate = (date: string) => /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date)?.slice(1).join("-") ?? null;

describe.skipIf(noSharedData)("every file of ../shared/data is imported or rejected with a reason", () => {
  it.each(archives)(
    "%s/%s",
    async (...parts) => {
      const folder = unpackArchive(...parts.filter((part): part is string => part !== undefined));
      const dataFolder = temporaryFolder();
      const incomingFolder = join(dataFolder, "incoming", "test");
      mkdirSync(incomingFolder, { recursive: true });
      const result = await runImport(
        {
          dataFolder,
          by,
          incomingFolder,
          paths: [folder],
          hiddenFolder: null,
          takeInStored: false,
          isAfterKill: false,
          cancelFlag: new SharedArrayBuffer(4),
        },
        { buildVolumes: () => undefined, planImageVolumes },
        () => undefined,
      );
      const store = openStore(dataFolder);
      try {
        const find = store.database.prepare<[string], Row>(`
        SELECT study.patient_name, study.patient_id, study.study_instance_uid, series.series_instance_uid, sop_instance_uid,
          study.description AS study_description,
          series.description, study.study_date, series.modality, header
        FROM instance JOIN series ON series.id = series_id JOIN study ON study.id = study_id WHERE content_hash = ?`);
        const files = globSync("**/*", { cwd: folder })
          .map((path) => join(folder, path))
          .filter((path) => statSync(path).isFile())
          .sort();
        const reasons = new Map(result.rejected.map(({ path, reason }) => [path, reason]));
        const imported = new Map<string, Row>();
        const images = new Set<string>();
        const isImageFile = store.database.prepare<[string], number>("SELECT 1 FROM image_file WHERE content_hash = ?").pluck();
        const directories: string[] = [];
        for (const path of files) {
          const raw = readFileSync(path);
          const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
          const row = find.get(createHash("sha256").update(bytes).digest("hex"));
          if (row) imported.set(path, row);
          else if (isImageFile.get(createHash("sha256").update(raw).digest("hex")) !== undefined) images.add(path);
          else if (!reasons.has(path)) directories.push(path);
        }
        expect(directories.every((path) => basename(path).startsWith("DICOMDIR"))).toBe(true);
        // Each reason is a plain sentence, without what a program says to itself.
        for (const reason of reasons.values()) expect(reason).toMatch(/^[A-Za-z][^{}\n]{5,}$/);
        expect(result.instances + result.imageFiles + result.duplicates).toBe(imported.size + images.size);

        expect(python ? differencesFromPydicom(python, files, imported, reasons) : []).toEqual([]);
        const counts = new Map<string, number>();
        for (const path of files) if (reasons.has(path)) counts.set(reasons.get(path)!, (counts.get(reasons.get(path)!) ?? 0) + 1);
        table.push(
          `${basename(parts.filter(Boolean).at(-1)!, ".tar.xz")} | ${files.length} | ${result.instances} | ${result.duplicates} | ` +
            `${directories.length} | ${[...counts].map(([reason, count]) => `${count} x ${reason}`).join("; ")}`,
        );
      } finally {
        store.close();
        rmSync(dataFolder, { recursive: true, force: true });
      }
    },
    120_000,
  );
});

function differencesFromPydicom(
  python: string,
  files: readonly string[],
  imported: ReadonlyMap<string, Row>,
  reasons: ReadonlyMap<string, string>,
): string[] {
  const lines = execFileSync(python, [join(import.meta.dirname, "readHeadersWithPydicom.py")], { input: files.join("\n"), maxBuffer: 1e8 })
    .toString()
    .trim()
    .split("\n");
  return lines.flatMap((line) => {
    const { path, header } = JSON.parse(line) as { path: string; header: PydicomHeader | null };
    // Some damaged files are read here and not by pydicom.
    if (!header) return [];
    const row = imported.get(path);
    const reason = reasons.get(path);
    const name = basename(path);
    if (reason !== undefined && header.hasPixels && !rejectedWithPixels.some(([pattern]) => pattern.test(reason)))
      return [`${name} has pixels, but: ${reason}`];
    if (row && !header.hasPixels && name !== withoutEnd) return [`${name} was imported; pydicom finds no pixels`];
    return row ? differencesOf(name, row, header) : [];
  });
}

function differencesOf(name: string, row: Row, header: PydicomHeader): string[] {
  const { frames } = JSON.parse(row.header) as { frames: Array<{ tile: unknown }> };
  const isTiled = frames.some(({ tile }) => tile !== null);
  const pairs: ReadonlyArray<readonly [what: string, ours: string | number | null, theirs: string | number | null]> = [
    ["patient's name", row.patient_name, withoutTrailing(header.PatientName)],
    ["patient's id", row.patient_id, header.PatientID],
    // What a file lacks is made up, or taken from elsewhere.
    ["study", row.study_instance_uid, header.StudyInstanceUID || row.study_instance_uid],
    ["series", row.series_instance_uid, header.SeriesInstanceUID || row.series_instance_uid],
    ["instance", row.sop_instance_uid, header.SOPInstanceUID || row.sop_instance_uid],
    ["date", row.study_date, header.StudyDate === "" ? row.study_date : plainDate(header.StudyDate)],
    ["modality", row.modality, header.Modality || row.modality],
    ["frames", frames.length, isTiled ? frames.length : header.frames],
  ];
  return pairs
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([what, ours, theirs]) => `${what} of ${name}: ${ours}, pydicom ${theirs}`);
}
