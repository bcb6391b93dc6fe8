import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { setAside, systemAuthor, type Store } from "../store/index.ts";
import { hasOtherPlaces, keepPlaces, placeNotePath } from "./placeNote.ts";
import { instancePath } from "./instancePath.ts";
import { listOriginalFiles, strayNotes, unknownOriginals, type OriginalFile } from "./listUnknownOriginals.ts";
import { sha256OfFile } from "../system/index.ts";

const atOnce = 4;
const phase = "verifying originals";

/**
 * Compares every original with its hash, and the files with the rows, both ways. Mends: whole originals without rows are taken in by
 * `takeInStored`; what is no original is set aside.
 * What is damaged or gone can only be put right by importing the same file again.
 */
export async function checkOriginals(
  store: Store,
  takeInStored: () => Promise<void>,
  { repair, onProgress }: CheckOptions,
): Promise<Checked> {
  const findings: Finding[] = [];
  const known = [
    ...store.database.prepare<[], OriginalFile>("SELECT content_hash AS hash, 'dcm' AS ending FROM instance ORDER BY id").all(),
    ...store.database.prepare<[], OriginalFile>("SELECT DISTINCT content_hash AS hash, ending FROM image_file ORDER BY id").all(),
  ];
  const pathOf = ({ hash, ending }: OriginalFile) => instancePath(store.instancesFolder, hash, ending);
  const name = (original: OriginalFile) => relative(store.dataFolder, pathOf(original));
  const stateOf = (original: OriginalFile): Promise<"whole" | "damaged" | "gone" | "unreadable"> =>
    sha256OfFile(pathOf(original)).then(
      (found) => (found === original.hash ? "whole" : "damaged"),
      (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? "gone" : error.code === "EISDIR" ? "damaged" : "unreadable"),
    );
  const problems = {
    damaged: "damaged: its content is no longer what was imported",
    gone: "gone",
    unreadable: "it cannot be read: its permissions, or the disk",
  };
  let done = 0;
  const rest = known.values();
  const work = async () => {
    for (const original of rest) {
      const state = await stateOf(original);
      if (state !== "whole") {
        findings.push({
          area: "original",
          name: name(original),
          problem: problems[state],
          mended: false,
          action: "Import the same file again; that puts it right. Until then it is neither shown nor measured.",
        });
      }
      done += 1;
      onProgress?.(phase, done, known.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));

  const { originals, lonelyNotes, others } = existsSync(store.instancesFolder)
    ? listOriginalFiles(store.instancesFolder)
    : { originals: [], lonelyNotes: [], others: [] };
  const unknown = unknownOriginals(store, originals);
  const whole = new Set<OriginalFile>();
  for (const original of unknown) if ((await stateOf(original)) === "whole") whole.add(original);
  if (repair && whole.size > 0) await takeInStored();
  const stillUnknown = new Set(unknownOriginals(store, unknown));
  const aside = (path: string) =>
    repair ? `It was moved to ${setAside(store.dataFolder, path)}.` : "--repair moves it to set-aside/ in the data folder.";
  for (const original of unknown) {
    if (!stillUnknown.has(original))
      findings.push({ area: "original", name: name(original), problem: "not in the database", mended: true, action: "It was taken in." });
    else if (whole.has(original) && !repair)
      findings.push({
        area: "original",
        name: name(original),
        problem: "not in the database",
        mended: false,
        action: "--repair takes it in.",
      });
    else {
      const problem = whole.has(original)
        ? "not in the database, and no image that can be used"
        : "not in the database, and its content is not what its name says";
      findings.push({
        area: "original",
        name: name(original),
        problem,
        mended: repair,
        action: aside(pathOf(original)),
      });
    }
  }
  const strays = strayNotes(store, lonelyNotes).map((hash) => placeNotePath(store.instancesFolder, hash));
  for (const path of [...others.map((other) => join(store.instancesFolder, other)), ...strays]) {
    findings.push({
      area: "leftover",
      name: relative(store.dataFolder, path),
      problem: "no original of Fascicle's",
      mended: repair,
      action: aside(path),
    });
  }
  findings.push(...checkNotes(store, repair));
  return { count: known.length, findings };
}

/**
 * Compares the notes of places with the studies that use their content. Mends: a study that is not there any more is left out of the note, from which it
 * would be made again where the database is lost. Not while work is under way: an import writes the note before the row.
 */
function checkNotes(store: Store, repair: boolean): Finding[] {
  const look = (): Finding[] => {
    const { database, instancesFolder } = store;
    const isWorking = database.prepare("SELECT 1 FROM job WHERE state IN ('queued', 'running') LIMIT 1").get() !== undefined;
    if (isWorking) return [];
    const rows = database
      .prepare<[], { hash: string; key: string }>(
        `SELECT content_hash AS hash, study_instance_uid AS key FROM image_file
         JOIN series ON series.id = series_id JOIN study ON study.id = study_id ORDER BY image_file.id`,
      )
      .all();
    const findings: Finding[] = [];
    for (const [hash, uses] of Map.groupBy(rows, (row) => row.hash)) {
      const keys = new Set(uses.map(({ key }) => key));
      if (!hasOtherPlaces(instancesFolder, hash, keys)) continue;
      if (repair) keepPlaces(instancesFolder, hash, keys);
      findings.push({
        area: "original",
        name: relative(store.dataFolder, placeNotePath(instancesFolder, hash)),
        problem: "its note names a study that is not there any more",
        mended: repair,
        action: repair ? "That study was left out of the note." : "--repair leaves that study out of the note.",
      });
    }
    return findings;
  };
  return repair ? store.write(systemAuthor, look) : look();
}
