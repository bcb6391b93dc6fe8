import type { FileLabels } from "#shared/domain/imageFile.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { instancePath, readOriginal, type OriginalEnding } from "../originals/index.ts";
import type { Author, Store } from "../store/index.ts";

/** A label map that came as an image file, as it was imported. */
export interface LabelMapOriginal {
  /** The file's own name. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What a table beside the file calls its labels. */
  readonly names: ReadonlyMap<number, string>;
}

interface Row {
  readonly fileName: string;
  readonly contentHash: string;
  readonly ending: OriginalEnding;
  readonly labels: string | null;
}

/** Reads the originals of label maps, and remembers of which a segmentation was made. */
export function createLabelMapOriginals(store: Store) {
  const { database, instancesFolder } = store;
  const find = database.prepare<[string], Row>(`
    SELECT file_name AS fileName, content_hash AS contentHash, ending, labels FROM image_file
    JOIN volume_image_file ON image_file_id = image_file.id WHERE volume_id = ?`);
  const setTaken = database.prepare(
    "UPDATE image_file SET taken_segmentation_id = ? WHERE id = (SELECT image_file_id FROM volume_image_file WHERE volume_id = ?)",
  );
  return {
    /** Throws PlainError where the volume is no label map, or its file is damaged or gone. */
    read: (volumeId: string): LabelMapOriginal => {
      const row = find.get(volumeId);
      if (!row || row.labels === null) throw new PlainError("This is no label map that came as a file.");
      const { names } = JSON.parse(row.labels) as FileLabels;
      try {
        const bytes = readOriginal(instancePath(instancesFolder, row.contentHash, row.ending));
        return { fileName: row.fileName, bytes, names: new Map(names) };
      } catch (cause) {
        if (cause instanceof PlainError) throw new PlainError(`${row.fileName}: ${cause.message}.`, { cause });
        throw new PlainError(
          `${row.fileName}: its original file is no longer in the data folder. Import the same file again; that puts it back.`,
          { cause },
        );
      }
    },
    setTaken: (by: Author, volumeId: string, segmentationId: string) => void store.write(by, () => setTaken.run(segmentationId, volumeId)),
  };
}
