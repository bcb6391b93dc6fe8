import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, replaceWhole, syncFolder } from "../system/index.ts";

/**
 * Where an image file lay when it was imported, and what lay beside it says of it. An image file does not say of whom it is, as a DICOM
 * file does; the note beside
 * the original does, so that the database can be made again from the originals.
 */
export interface PlaceNote {
  /** One for each place that the same content was imported from. */
  readonly places: readonly unknown[];
}

/** The file of the note beside an original. */
export function placeNotePath(instancesFolder: string, contentHash: string): string {
  return join(instancesFolder, contentHash.slice(0, 2), `${contentHash}.place.json`);
}

/** The places that the note beside an original names; none where there is no note that can be read. */
export function readPlaceNote(instancesFolder: string, contentHash: string): readonly unknown[] {
  try {
    const note = JSON.parse(readFileSync(placeNotePath(instancesFolder, contentHash), "utf8")) as PlaceNote;
    return Array.isArray(note.places) ? note.places : [];
  } catch {
    return [];
  }
}

/** Adds a place to the note beside an original; on the disk when this answers. One that is there is not added again. */
export async function addPlaceNote(instancesFolder: string, contentHash: string, place: unknown): Promise<void> {
  const there = readPlaceNote(instancesFolder, contentHash);
  const words = JSON.stringify(place);
  if (there.some((other) => JSON.stringify(other) === words)) return;
  const path = placeNotePath(instancesFolder, contentHash);
  makeFolder(dirname(path));
  await replaceWhole(path, async (file) => {
    await file.chmod(0o600);
    await file.writeFile(noteText([...there, place]));
  });
}

/** Whether the note beside an original names a study that is none of these. */
export function hasOtherPlaces(instancesFolder: string, contentHash: string, studyKeys: ReadonlySet<string>): boolean {
  return readPlaceNote(instancesFolder, contentHash).some((place) => !isIn(studyKeys, place));
}

/**
 * Leaves in the note beside an original only the places in these studies: what is no longer there must not be made again from the note. On the
 * disk when this answers; to be called where nobody else writes notes.
 */
export function keepPlaces(instancesFolder: string, contentHash: string, studyKeys: ReadonlySet<string>): void {
  if (!hasOtherPlaces(instancesFolder, contentHash, studyKeys)) return;
  const path = placeNotePath(instancesFolder, contentHash);
  const temporary = join(dirname(path), `.${randomUUID()}.partial`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeFileSync(file, noteText(readPlaceNote(instancesFolder, contentHash).filter((place) => isIn(studyKeys, place))));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

function isIn(studyKeys: ReadonlySet<string>, place: unknown): boolean {
  const key = (place as { readonly study?: { readonly key?: unknown } } | null)?.study?.key;
  return typeof key === "string" && studyKeys.has(key);
}

function noteText(places: readonly unknown[]): string {
  return `${JSON.stringify({ places } satisfies PlaceNote)}\n`;
}
