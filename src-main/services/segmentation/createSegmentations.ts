import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import type { StrokeRecord } from "#shared/api/segmentation.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { decodeRuns, encodeRuns, withoutLabel } from "#shared/domain/runLength.ts";
import { colorForSegment } from "#shared/domain/segmentPalette.ts";
import type { Segment, Segmentation, Side, Stroke } from "#shared/domain/segment.ts";
import { gridOf, type Image, type Volume } from "#shared/domain/volume.ts";
import { decodeImageFile, encodeImageFile, readLabelMapFile, writeImageFile, type ImageFile } from "../imagefiles/index.ts";
import type { Store } from "../store/index.ts";
import { exportFileName } from "./exportFileName.ts";
import { labelsFromImage } from "./labelsFromImage.ts";
import { loginName } from "./loginName.ts";
import { checkedName, checkedReader, checkedSegment, checkStroke, encodedSlices, freeNumber, isBackground, segmentNumbered, type EncodedSlice, type SliceRuns } from "./segmentationRules.ts";
import { createSegmentationTables, segmentationOf, type SegmentationRow } from "./segmentationTables.ts";

/** What segmentations need of the volumes. */
export interface VolumeSource {
  /** Throws PlainError where there is no such volume. */
  describe(volumeId: string): Volume;
}

/** A segment to be added: number and colour are given where they are left out. */
export interface NewSegment {
  readonly name: string;
  readonly color?: string;
  readonly side?: Side;
}

/** A label map and the segmentation it belongs to, both at one revision. */
export interface LabelMap {
  readonly segmentation: Segmentation;
  /** One label a voxel of the volume, i fastest. */
  readonly labels: Uint8Array;
}

/**
 * The segmentations of the data folder. What a method answers is on disk. Methods throw PlainError where there is no such segmentation.
 * `reader` is whose hand it was; the name under which they are logged in where it is left out.
 */
export interface Segmentations {
  create(request: { volumeId: string; name: string }): Segmentation;
  /** Those of one volume, the one last changed first. */
  list(filter: { volumeId: string }): Segmentation[];
  /** Also of one that was removed from the lists: features and reports name it. */
  describe(segmentationId: string): Segmentation;
  rename(segmentationId: string, name: string): Segmentation;
  /** Takes it from the lists; what was drawn is kept. */
  remove(segmentationId: string): void;
  /** Adds a segment at the end, under the lowest number that never was used, or else that is free. */
  addSegment(segmentationId: string, segment: NewSegment): Segmentation;
  updateSegment(segmentationId: string, number: number, change: Partial<NewSegment>): Segmentation;
  /** Its voxels become background, by a stroke. */
  removeSegment(segmentationId: string, number: number, reader?: string): Segmentation;
  /** The segments as they shall be, in this order: new numbers are added, those that are left out are removed as by removeSegment. */
  setSegments(segmentationId: string, segments: readonly Segment[]): Segmentation;
  /** Keeps a stroke. Throws PlainError where it was drawn on another revision than the newest, or does not fit the segmentation. */
  applyStroke(segmentationId: string, baseRevision: number, stroke: Stroke, reader?: string): { revision: number };
  /** Every stroke, the first first. */
  history(segmentationId: string): StrokeRecord[];
  /** The label map at a revision, the newest where it is left out. */
  readLabelMap(segmentationId: string, revision?: number): Promise<LabelMap>;
  /** Writes the newest label map on the volume's grid; the path's ending tells the format (.nrrd, .nii.gz ...). */
  exportTo(segmentationId: string, path: string): Promise<void>;
  /** The same as bytes, with a file name that is the segmentation's. */
  exportBytes(segmentationId: string, format: "nrrd" | "nifti"): Promise<{ fileName: string; bytes: Uint8Array }>;
  /** Makes a segmentation from a label map in a file on the volume's grid. Throws PlainError where it lies on another one, with by how much. */
  importFrom(request: { volumeId: string; reader?: string } & ({ path: string } | { fileName: string; bytes: Uint8Array })): Promise<Segmentation>;
}

/** The door's thread answers others after so many slices. */
const slicesAtATime = 16;

/** Makes the segmentations of one store. */
export function createSegmentations({ store, volumes }: { store: Store; volumes: VolumeSource }): Segmentations {
  const tables = createSegmentationTables(store);
  const now = () => new Date().toISOString();

  const kept = (id: string): SegmentationRow => {
    const row = tables.find(id);
    if (!row) throw new PlainError("There is no such segmentation. It may have been drawn in another data folder.");
    return row;
  };
  const open = (id: string): SegmentationRow => {
    const row = kept(id);
    if (row.removedAt !== null) throw new PlainError("This segmentation was removed. Open or make another one.");
    return row;
  };
  const describe = (row: SegmentationRow): Segmentation => segmentationOf(row, row.revision, tables.segmentsAt(row.id, row.revision));

  const insert = (volumeId: string, name: string): SegmentationRow => {
    const { columns, rows, slices } = volumes.describe(volumeId);
    const at = now();
    const row = { id: randomUUID(), volumeId, name: checkedName(name), columns, rows, slices, revision: 0, createdAt: at, modifiedAt: at };
    tables.insert(row);
    return { ...row, removedAt: null };
  };

  /** Within a transaction. */
  const insertStroke = ({ id, revision }: SegmentationRow, tool: string, slices: readonly SliceRuns[], reader = loginName()): number => {
    const at = now();
    tables.insertStroke(id, revision + 1, tool, at, checkedReader(reader));
    for (const { sliceIndex, runs } of slices) tables.insertSlice(id, sliceIndex, revision + 1, runs);
    tables.touch(id, revision + 1, at);
    return revision + 1;
  };

  const setSegments = store.database.transaction((id: string, wanted: (segments: readonly Segment[]) => readonly Segment[], reader?: string): Segmentation => {
    const row = open(id);
    const there = tables.segmentsAt(id, row.revision);
    const segments = wanted(there).map(checkedSegment);
    if (new Set(segments.map(({ number }) => number)).size !== segments.length) throw new PlainError("Two segments have the same number.");
    let { revision } = row;
    for (const { number } of there) {
      if (segments.some((segment) => segment.number === number)) continue;
      const cleared = clearedSlices({ ...row, revision }, number);
      if (cleared.length > 0) revision = insertStroke({ ...row, revision }, "delete segment", cleared, reader);
      tables.removeSegment(id, revision, number);
    }
    segments.forEach((segment, rank) => {
      if (there.some(({ number }) => number === segment.number)) tables.updateSegment(id, segment, rank);
      else tables.insertSegment(id, revision, segment, rank);
    });
    tables.touch(id, revision, now());
    return describe(kept(id));
  });

  const clearedSlices = ({ id, slices, revision }: SegmentationRow, number: number): SliceRuns[] => {
    const cleared: SliceRuns[] = [];
    for (let sliceIndex = 0; sliceIndex < slices; sliceIndex++) {
      const runs = tables.sliceAt(id, sliceIndex, revision);
      const without = runs && withoutLabel(runs, number);
      if (without) cleared.push({ sliceIndex, runs: without });
    }
    return cleared;
  };

  const keepStroke = store.database.transaction((id: string, baseRevision: number, tool: string, slices: readonly EncodedSlice[], reader?: string) => {
    const row = open(id);
    if (baseRevision !== row.revision) {
      throw new PlainError(`This was drawn on revision ${baseRevision}, but the segmentation is at ${row.revision}: it was changed in another window. Open it again; this stroke was not kept.`);
    }
    checkStroke(row, tool, slices, tables.segmentsAt(id, row.revision));
    return { revision: insertStroke(row, tool, slices, reader) };
  });

  const readLabelMap = async (id: string, asked?: number): Promise<LabelMap> => {
    const row = kept(id);
    const revision = asked ?? row.revision;
    if (!Number.isInteger(revision) || revision < 0 || revision > row.revision) throw new PlainError(`The segmentation has no revision ${revision}; its newest is ${row.revision}.`);
    const segmentation = segmentationOf(row, revision, tables.segmentsAt(id, revision));
    const perSlice = row.columns * row.rows;
    const labels = new Uint8Array(perSlice * row.slices);
    for (let sliceIndex = 0; sliceIndex < row.slices; sliceIndex++) {
      if (sliceIndex % slicesAtATime === slicesAtATime - 1) await letOthersWork();
      const runs = tables.sliceAt(id, sliceIndex, revision);
      if (runs) decodeRuns(runs, labels.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice));
    }
    return { segmentation, labels };
  };

  const exported = async (id: string): Promise<{ segmentation: Segmentation; image: Image }> => {
    const { segmentation, labels } = await readLabelMap(id);
    const grid = gridOf(volumes.describe(segmentation.volumeId));
    if (grid.size[0] * grid.size[1] * grid.size[2] !== labels.length) throw new PlainError("The image that this was drawn on has another size now. It cannot be exported on that grid.");
    return { segmentation, image: { grid, scalarType: "uint8", voxels: labels } };
  };

  const importFrom: Segmentations["importFrom"] = async ({ volumeId, reader, ...source }) => {
    const grid = gridOf(volumes.describe(volumeId));
    const fileName = "path" in source ? basename(source.path) : source.fileName;
    const file: ImageFile = "path" in source ? await readLabelMapFile(source.path) : await decodeImageFile(source.fileName, source.bytes);
    const { labels, segments } = await labelsFromImage(fileName, file, grid);
    const perSlice = grid.size[0] * grid.size[1];
    const slices: SliceRuns[] = [];
    for (let sliceIndex = 0; sliceIndex < grid.size[2]; sliceIndex++) {
      if (sliceIndex % slicesAtATime === slicesAtATime - 1) await letOthersWork();
      const runs = encodeRuns(labels.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice));
      if (!isBackground(runs)) slices.push({ sliceIndex, runs });
    }
    return store.database.transaction(() => {
      const row = insert(volumeId, "Imported segmentation");
      segments.forEach((segment, rank) => tables.insertSegment(row.id, 0, segment, rank));
      if (slices.length > 0) insertStroke(row, "import", slices, reader);
      return describe(kept(row.id));
    }).immediate();
  };

  return {
    create: ({ volumeId, name }) => describe(insert(volumeId, name)),
    list: ({ volumeId }) => tables.list(volumeId).map(describe),
    describe: (id) => describe(kept(id)),
    rename: (id, name) => {
      tables.rename(open(id).id, checkedName(name), now());
      return describe(kept(id));
    },
    remove: (id) => tables.remove(open(id).id, now()),
    addSegment: (id, { name, color, side = "none" }) => setSegments.immediate(id, (segments) => {
      const number = freeNumber(segments, tables.usedNumbers(id));
      return [...segments, { number, name, color: color ?? colorForSegment(number), side }];
    }),
    updateSegment: (id, number, change) => setSegments.immediate(id, (segments) => {
      const before = segmentNumbered(segments, number);
      const after = { ...before, name: change.name ?? before.name, color: change.color ?? before.color, side: change.side ?? before.side };
      return segments.map((segment) => (segment === before ? after : segment));
    }),
    removeSegment: (id, number, reader) => setSegments.immediate(id, (segments) => {
      const gone = segmentNumbered(segments, number);
      return segments.filter((segment) => segment !== gone);
    }, reader),
    setSegments: (id, segments) => setSegments.immediate(id, () => segments),
    applyStroke: (id, baseRevision, stroke, reader) => keepStroke.immediate(id, baseRevision, stroke.tool, encodedSlices(stroke), reader),
    history: (id) => tables.history(kept(id).id),
    readLabelMap,
    exportTo: async (id, path) => {
      const { segmentation, image } = await exported(id);
      await writeImageFile(path, image, { segments: segmentation.segments });
    },
    exportBytes: async (id, format) => {
      const { segmentation, image } = await exported(id);
      const fileName = exportFileName(segmentation.name, format);
      return { fileName, bytes: await encodeImageFile(fileName, image, { segments: segmentation.segments }) };
    },
    importFrom,
  };
}

function letOthersWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
