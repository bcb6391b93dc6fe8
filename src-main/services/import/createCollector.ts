import type { ImportResult, LabelMapOffer } from "#shared/api/import.ts";
import type { Author, Store } from "../store/index.ts";
import { createImageFileWriter, type ImageFileWriter, type PlanImageVolumes } from "./createImageFileWriter.ts";
import { createImportWriter, restoredWords, type StoredFile, type Written } from "./createImportWriter.ts";
import { labelMapOffers } from "./offerLabelMaps.ts";
import { placeImageFiles, type FoundCompanion, type FoundImage, type Place, type PlacedImage } from "./placeImageFiles.ts";
import type { Companion } from "./readCompanion.ts";
import type { FileOutcome } from "./takeInFile.ts";
import { readPlaceNote } from "../originals/index.ts";

/** An image file that was read, and where it was found. */
export interface CollectedImage extends FoundImage {
  readonly shownPath: string;
  readonly byteLength: number;
  /** It lies in the store already, and no row names it: an import ended before it could write one. */
  readonly isStored: boolean;
  readonly original: Extract<FileOutcome, { kind: "image" }>["original"];
}

export type Collector = ReturnType<typeof createCollector>;

/** Writes what was read and gathers what is told at the end. */
export function createCollector(store: Store, by: Author, planImageVolumes: PlanImageVolumes, incomingFolder: string) {
  const writer = createImportWriter(store, by);
  const imageWriter = createImageFileWriter(store, by, planImageVolumes, incomingFolder);
  const offerOf = labelMapOffers(store);
  const images: CollectedImage[] = [];
  const companions: Array<FoundCompanion & { readonly shownPath: string; isUsed: boolean }> = [];
  const labelMaps: LabelMapOffer[] = [];
  const counts = { studies: 0, series: 0, instances: 0, imageFiles: 0, duplicates: 0 };
  const conflicts: ImportResult["conflicts"] = [];
  const rejected: ImportResult["rejected"] = [];
  const notes: ImportResult["notes"] = [];
  const touchedSeries = new Set<number>();
  let firstStudyInstanceUid: string | null = null;

  const count = (written: Written, path: string, file: StoredFile) => {
    firstStudyInstanceUid ??= written.studyInstanceUid;
    touchedSeries.add(written.seriesId);
    counts.studies += written.isNewStudy ? 1 : 0;
    counts.series += written.isNewSeries ? 1 : 0;
    counts.instances += written.isNewInstance ? 1 : 0;
    counts.duplicates += written.isNewInstance ? 0 : 1;
    for (const reason of written.conflicts) conflicts.push({ path, reason });
    if (written.restored !== undefined) notes.push({ path, reason: written.restored });
    const { madeUp } = file.record;
    if (madeUp.length > 0) notes.push({ path, reason: `it has no ${madeUp.join(", no ")}; made from its content` });
  };

  return {
    touchedSeries,
    reject: (path: string, reason: string) => void rejected.push({ path, reason }),
    write: async (files: ReadonlyArray<readonly [path: string, file: StoredFile]>) => {
      const written = await writer.write(files.map(([, file]) => file));
      for (const [index, [path, file]] of files.entries()) count(written[index]!, path, file);
    },
    addImage: (image: CollectedImage) => void images.push(image),
    /** `isQuiet`: it was not asked for, and nothing is told where it is of no use. */
    addCompanion: (shownPath: string, place: Place, says: Companion, isQuiet: boolean) => {
      const companion = { ...place, shownPath, says, isUsed: isQuiet, use: () => void (companion.isUsed = true) };
      companions.push(companion);
    },
    /** Writes the image files that were read, when all are known: what lies beside a file says where it belongs. */
    writeImages: async (onProgress: (done: number, total: number) => void) => {
      const reject = ({ shownPath }: CollectedImage) =>
        void rejected.push({ path: shownPath, reason: "nothing says where this image file came from; import it again" });
      const placed = placeAll(store, images, companions, imageWriter, reject);
      // Label maps after the images they are of.
      const order = placed
        .map((each, at) => ({ ...each, at }))
        .sort((a, b) => Number(a.placed.labels !== null) - Number(b.placed.labels !== null) || a.at - b.at);
      const written: Array<{ readonly shownPath: string; readonly imageFileId: number }> = [];
      for (const [done, { image, placed: place }] of order.entries()) {
        onProgress(done, order.length);
        const { isNewStudy, isNew, studyKey, conflict, imageFileId, original } = await imageWriter.write({ image, placed: place });
        firstStudyInstanceUid ??= studyKey;
        counts.studies += isNewStudy ? 1 : 0;
        counts.series += isNew ? 1 : 0;
        counts.imageFiles += isNew ? 1 : 0;
        counts.duplicates += isNew ? 0 : 1;
        if (conflict !== null) conflicts.push({ path: image.shownPath, reason: conflict });
        const restored = isNew ? undefined : restoredWords[original].restored;
        if (restored !== undefined) notes.push({ path: image.shownPath, reason: restored });
        written.push({ shownPath: image.shownPath, imageFileId });
      }
      for (const { shownPath, imageFileId } of written) {
        const offer = offerOf(imageFileId, shownPath);
        if (offer) labelMaps.push(offer);
      }
      for (const { shownPath, isUsed } of companions)
        if (!isUsed)
          rejected.push({ path: shownPath, reason: "a text beside images; nothing in it says anything of an image that was imported" });
    },
    result: (): ImportResult => ({ ...counts, conflicts, rejected, notes, labelMaps, firstStudyInstanceUid }),
  };
}

/** Each image with its place; originals of the store that no row names have theirs in the note beside them. */
function placeAll(
  store: Store,
  images: readonly CollectedImage[],
  companions: readonly FoundCompanion[],
  { scopeOfKnown }: ImageFileWriter,
  reject: (image: CollectedImage) => void,
): Array<{ image: CollectedImage; placed: PlacedImage }> {
  const stored = images.filter(({ isStored }) => isStored);
  const found = images.filter(({ isStored }) => !isStored);
  const places = placeImageFiles(found, companions, scopeOfKnown);
  return [
    ...found.map((image, at) => ({ image, placed: places[at]! })),
    ...stored.flatMap((image) => {
      const noted = readPlaceNote(store.instancesFolder, image.contentHash) as readonly PlacedImage[];
      if (noted.length === 0) reject(image);
      return noted.map((placed) => ({ image: { ...image, fileName: placed.fileName, folders: placed.folders }, placed }));
    }),
  ];
}
