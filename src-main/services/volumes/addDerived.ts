import { createHash } from "node:crypto";
import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { foldText } from "#shared/domain/foldText.ts";
import { imageKeyPrefixes } from "#shared/domain/imageKeys.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { gridFields, gridOf, type Image, type ScalarType, type Volume, type VolumeWarning } from "#shared/domain/volume.ts";
import type { DerivationStep, VolumeSource } from "#shared/domain/volumeSource.ts";
import { encodeImageFile, imageHash } from "../imagefiles/index.ts";
import { pinComputed, type Author, type Store, type Write } from "../store/index.ts";
import {
  contentId,
  makeFolder,
  makeIncomingFolder,
  removeIncomingFolder,
  replaceWhole,
  sha256,
  sha256OfFile,
  syncFolder,
} from "../system/index.ts";
import { cachedPath, derivedPath } from "./cachePlaces.ts";

/** An image that was computed, and from what. */
export interface DerivedVolumeRequest {
  /** Its voxels on their grid, LPS, mm. */
  readonly image: Image;
  /** What it is called, in plain words: "z-score of T1". */
  readonly description: string;
  /** In the order in which they were done, each with all that it was told. */
  readonly steps: readonly DerivationStep[];
  /** The volumes it was computed from, in the order that the steps mean; it belongs to the study of the first. */
  readonly sourceVolumeIds: readonly string[];
}

/** The same as a file, of which nobody holds the voxels. */
export interface DerivedFile {
  /** NRRD, on the disk of the data folder: it is moved from there. */
  readonly file: string;
  /** sha256, hex, of the file. */
  readonly contentHash: string;
  readonly grid: Grid;
  readonly scalarType: ScalarType;
  readonly description: string;
  readonly steps: readonly DerivationStep[];
  /** With the hashes of their grids and voxels (imageHash). */
  readonly sources: ReadonlyArray<{ readonly volumeId: string; readonly imageHash: string }>;
  /** Its voxels can be computed again: they lie in the cache, and not among what is kept. */
  readonly isCached: boolean;
}

interface Sources {
  readonly store: Store;
  readonly describe: (volumeId: string) => Volume;
  readonly readImage: (volumeId: string) => Promise<Image>;
}

/**
 * Registers an image that was computed from other volumes as a volume of their study: it has a grid, an address and a viewer like any
 * other, and says by which steps
 * it was made. The same steps on the same voxels are the same volume: where it is there already, that one is answered.
 * Its voxels are kept as a file, on the disk when this answers. Throws PlainError where a source is not there (any more), where the image
 * and its grid do not fit
 * each other, and where the data folder may only be read.
 */
export async function addDerived(
  { store, describe, readImage }: Sources,
  by: Author,
  { image, description, steps, sourceVolumeIds }: DerivedVolumeRequest,
): Promise<Volume> {
  if (store.isReadOnly) throw new PlainError("The data folder may only be read: no volume can be kept in it.");
  if (steps.length === 0 || sourceVolumeIds.length === 0) throw new RangeError("a derived volume has a step and a source at least");
  const { size } = image.grid;
  if (image.voxels.length !== size[0] * size[1] * size[2]) throw new RangeError("an image has as many voxels as its grid");
  const sources = [];
  for (const volumeId of sourceVolumeIds) sources.push({ volumeId, imageHash: await imageHash(await readImage(volumeId)) });
  const bytes = await encodeImageFile("derived.nrrd", image, { segments: [] });
  const contentHash = await sha256(bytes);
  const made = { contentHash, grid: image.grid, scalarType: image.scalarType, description, steps, sources, isCached: false };
  const there = findDerived(store, derivedVolume(describe(sourceVolumeIds[0]!), made).id);
  // One that is damaged is written again.
  if (there?.contentHash === contentHash && (await isWhole(store, contentHash))) return there.volume;
  const folder = makeIncomingFolder(store.dataFolder, "derived");
  try {
    const file = join(folder, "derived.nrrd");
    await replaceWhole(file, async (written) => {
      await written.chmod(0o600);
      await written.writeFile(bytes);
    });
    return store.write(by, (write) => insertDerived(store, write, describe, { ...made, file }));
  } finally {
    await removeIncomingFolder(folder);
  }
}

function findDerived(
  { database }: Pick<Store, "database">,
  volumeId: string,
): { volume: Volume; contentHash: string; isCached: boolean } | undefined {
  const row = database
    .prepare<[string], { description: string; contentHash: string; isCached: 0 | 1 }>(
      "SELECT description, content_hash AS contentHash, is_cached AS isCached FROM volume JOIN derived_volume ON volume_id = volume.id WHERE volume.id = ?",
    )
    .get(volumeId);
  return row && { volume: JSON.parse(row.description) as Volume, contentHash: row.contentHash, isCached: row.isCached === 1 };
}

async function isWhole({ dataFolder }: Store, contentHash: string): Promise<boolean> {
  return (await sha256OfFile(derivedPath(dataFolder, contentHash)).catch(() => undefined)) === contentHash;
}

/** The hash of steps and of what they were applied to: what is computed again has it again. */
function stepsHashOf({ steps, sources }: Pick<DerivedFile, "steps" | "sources">): string {
  return createHash("sha256")
    .update(JSON.stringify([steps, sources.map(({ imageHash }) => imageHash)]))
    .digest("hex");
}

/** The volume that a derived image is, in the space and study of its first source. */
function derivedVolume(first: Volume, made: Omit<DerivedFile, "file">): Volume {
  const { grid, scalarType, steps, sources } = made;
  const stepsHash = stepsHashOf(made);
  const isOnGrid = JSON.stringify(grid) === JSON.stringify(gridOf(first));
  const warnings: VolumeWarning[] = first.warnings.filter(({ code }) => code !== "superseded");
  const source: VolumeSource = { kind: "derived", steps: [...steps], stepsHash, sources: [...sources] };
  return {
    id: contentId(`derived|${first.studyInstanceUid}|${stepsHash}`),
    seriesInstanceUid: `${imageKeyPrefixes.derivedSeries}${contentId(`${first.studyInstanceUid}|${stepsHash}`)}`,
    studyInstanceUid: first.studyInstanceUid,
    ordinal: 0,
    label: "",
    ...gridFields(grid),
    // On the grid of its source slices lie where the source's lie, also where these are uneven.
    slicePositionsMm: isOnGrid
      ? first.slicePositionsMm && [...first.slicePositionsMm]
      : Array.from({ length: grid.size[2] }, (_, slice) => slice * grid.spacingMm[2]),
    sliceThicknessMm: isOnGrid ? first.sliceThicknessMm : null,
    frameOfReferenceUid: first.frameOfReferenceUid,
    hasPatientGeometry: first.hasPatientGeometry,
    isRegular: isOnGrid ? first.isRegular : true,
    scalarType,
    samplesPerPixel: 1,
    invert: false,
    window: null,
    warnings,
    source,
  };
}

/**
 * Gives a derived volume its file and its rows within one write: under the database's lock, so that neither a removal nor a check finds the file without them.
 * Answers the volume that is there where it is there already, with its file put right where it is the same. Throws PlainError where a source was removed
 * meanwhile.
 */
export function insertDerived(
  { dataFolder, cacheFolder }: Pick<Store, "dataFolder" | "cacheFolder">,
  write: Write,
  describe: Sources["describe"],
  made: DerivedFile,
): Volume {
  const { database, at } = write;
  const { description, steps, sources, contentHash, file, isCached } = made;
  const volume = derivedVolume(describe(sources[0]!.volumeId), made);
  const putInPlace = (path: string) => {
    makeFolder(dirname(path));
    renameSync(file, path);
    syncFolder(dirname(path));
  };
  const placeOf = (cached: boolean) => (cached ? cachedPath(cacheFolder, volume.id) : derivedPath(dataFolder, contentHash));
  const there = findDerived(write, volume.id);
  if (there) {
    if (there.contentHash === contentHash) putInPlace(placeOf(there.isCached));
    return there.volume;
  }
  const from = database
    .prepare<[string], { studyId: number; modality: string; search: string; words: string }>(
      `SELECT study_id AS studyId, modality, search_text AS search, description_text AS words
           FROM volume JOIN series ON series.id = series_id WHERE volume.id = ?`,
    )
    .get(sources[0]!.volumeId);
  if (!from) throw new PlainError("The image that this was computed from is not in the data folder any more.");
  putInPlace(placeOf(isCached));
  const words = foldText(description);
  const { lastInsertRowid: seriesId } = database
    .prepare(
      `INSERT INTO series (study_id, series_instance_uid, modality, description, body_part, protocol_name, manufacturer, search_text, description_text)
           VALUES (?, ?, ?, ?, '', '', '', ?, ?)`,
    )
    .run(from.studyId, volume.seriesInstanceUid, from.modality, description, `${from.search} ${words}`, `${from.words} ${words}`);
  database
    .prepare("INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, ?, 0, ?)")
    .run(volume.id, seriesId, JSON.stringify(volume));
  database
    .prepare("INSERT INTO derived_volume (volume_id, steps, steps_hash, content_hash, created_at, is_cached) VALUES (?, ?, ?, ?, ?, ?)")
    .run(volume.id, JSON.stringify(steps), stepsHashOf(made), contentHash, at, isCached ? 1 : 0);
  const insert = database.prepare(
    "INSERT INTO derived_volume_source (volume_id, ordinal, source_volume_id, image_hash) VALUES (?, ?, ?, ?)",
  );
  for (const [ordinal, { volumeId, imageHash }] of sources.entries()) insert.run(volume.id, ordinal, volumeId, imageHash);
  pinComputed(
    write,
    { kind: "derived volume", id: volume.id },
    sources.map(({ volumeId }) => volumeId),
  );
  return volume;
}
