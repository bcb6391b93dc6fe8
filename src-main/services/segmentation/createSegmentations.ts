import { randomUUID } from "node:crypto";
import { segmentationViewSchema, type SegmentationView, type StrokeMark, type StrokeRecord } from "#shared/api/segmentation.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { decodeRuns, encodeRuns } from "#shared/domain/runLength.ts";
import { strokeRuns, type SliceRuns, type StrokeRuns } from "#shared/domain/strokeBytes.ts";
import { labelValueOf, type Segment, type Segmentation } from "#shared/domain/segment.ts";
import type { SliceChange } from "#shared/domain/sliceChanges.ts";
import { allocateVoxels, gridOf, type Image } from "#shared/domain/volume.ts";
import { encodeImageFile, inChunks, readLabelMapFile, writeImageFile } from "../imagefiles/index.ts";
import { pinVolumes, type Author, type Store, type Write } from "../store/index.ts";
import { addRevision } from "./addRevision.ts";
import { createFirstDrawings, hashOfLabels } from "./firstDrawings.ts";
import { createFirstDrawingTables } from "./firstDrawingTables.ts";
import { exportFileName } from "./exportFileName.ts";
import { createSegmentEdits } from "./segmentEdits.ts";
import { importName } from "./importName.ts";
import { labelsFromImage, type ImportedLabels } from "./labelsFromImage.ts";
import { createCopyTables } from "./copyTables.ts";
import { redrawIn } from "./redrawIn.ts";
import { readerSteps } from "./readerSteps.ts";
import { createSegmentationCopies } from "./segmentationCopies.ts";
import { slicesAtATime, slicesOfLabels } from "./slicesOfLabels.ts";
import { reverseStep } from "./reverseStep.ts";
import { checkedName, checkStroke } from "./segmentationRules.ts";
import { createSegmentationTables, segmentationOf, type SegmentationRow } from "./segmentationTables.ts";
import { ranked, segmentChanges, type RankedSegment } from "./segmentRevision.ts";
import { yieldThread } from "../system/index.ts";
import type { FindKeptWay, LabelMap, Segmentations, VolumeSource } from "./segmentations.ts";
import type { SegmentationWatch } from "./segmentationWatch.ts";

/** Makes the segmentations of one store. */
export function createSegmentations({
  store,
  volumes,
  watch,
  keptWay = () => null,
}: {
  store: Store;
  volumes: VolumeSource;
  watch?: SegmentationWatch;
  /** No registration is kept where it is left out. */
  keptWay?: FindKeptWay;
}): Segmentations {
  const tables = createSegmentationTables(store, watch);
  const firstDrawings = createFirstDrawingTables(store);

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
  const describe = (row: SegmentationRow, revision = row.revision): Segmentation =>
    segmentationOf(row, revision, tables.segmentsAt(row.id, revision));

  const insert = (write: Write, volumeId: string, name: string): SegmentationRow => {
    const { columns, rows, slices } = volumes.describe(volumeId);
    const { at } = write;
    const row = { id: randomUUID(), volumeId, name: checkedName(name), columns, rows, slices, revision: 0, createdAt: at, modifiedAt: at };
    tables.insert(row);
    pinVolumes(write, { kind: "segmentation", id: row.id }, [volumeId]);
    return { ...row, removedAt: null };
  };

  const keepStroke = (by: Author, id: string, baseRevision: number, stroke: StrokeRuns, mark: StrokeMark = {}) =>
    store.write(by, (write) => {
      const row = open(id);
      const known = mark.strokeId === undefined ? undefined : tables.strokeById(id, mark.strokeId);
      if (known !== undefined) return { revision: known };
      if (baseRevision !== row.revision) {
        throw new PlainError(
          `This was drawn on revision ${baseRevision}, but the segmentation is at ${row.revision}: it was changed in another window. Open ` +
            `it again; this stroke was not kept.`,
        );
      }
      checkStroke(row, stroke, tables.segmentsAt(id, row.revision));
      return { revision: addRevision(tables, write, row, { ...stroke, mark }) };
    });

  const changes = (id: string, strokeId: string): SliceChange[] => {
    const { columns, rows } = kept(id);
    const revision = tables.strokeById(id, strokeId);
    if (revision === undefined) throw new PlainError("The history of this segmentation has no such step.");
    const background = encodeRuns(new Uint8Array(columns * rows));
    return tables.slicesOfStroke(id, revision).map((sliceIndex) => ({
      sliceIndex,
      before: tables.sliceAt(id, sliceIndex, revision - 1) ?? background,
      after: tables.sliceAt(id, sliceIndex, revision) ?? background,
    }));
  };

  const viewOf = ({ readerId }: Author, id: string): SegmentationView | null => {
    const view = tables.view(kept(id).id, readerId);
    return view === undefined ? null : segmentationViewSchema.parse(JSON.parse(view));
  };

  const readLabelMap = async (id: string, asked?: number): Promise<LabelMap> => {
    const row = kept(id);
    const revision = asked ?? row.revision;
    if (!Number.isInteger(revision) || revision < 0 || revision > row.revision)
      throw new PlainError(`The segmentation has no revision ${revision}; its newest is ${row.revision}.`);
    const segmentation = segmentationOf(row, revision, tables.segmentsAt(id, revision));
    const perSlice = row.columns * row.rows;
    const labels = new Uint8Array(perSlice * row.slices);
    for (let sliceIndex = 0; sliceIndex < row.slices; sliceIndex++) {
      if (sliceIndex % slicesAtATime === slicesAtATime - 1) await yieldThread();
      const runs = tables.sliceAt(id, sliceIndex, revision);
      if (runs) decodeRuns(runs, labels.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice));
    }
    return { segmentation, labels };
  };

  const exported = async (id: string): Promise<{ segmentation: Segmentation; image: Image }> => {
    const { segmentation, labels } = await readLabelMap(id);
    const grid = gridOf(volumes.describe(segmentation.volumeId));
    if (grid.size[0] * grid.size[1] * grid.size[2] !== labels.length)
      throw new PlainError("The image that this was drawn on has another size now. It cannot be exported on that grid.");
    return { segmentation, image: { grid, ...(await labelValues(labels, segmentation.segments)) } };
  };

  const importFrom: Segmentations["importFrom"] = async (by, { volumeId, model, ...from }) => {
    const grid = gridOf(volumes.describe(volumeId));
    const source = "path" in from ? from.path : from;
    const first = await readLabelMapFile(source);
    const layers: Array<Omit<ImportedLabels, "labels"> & { slices: SliceRuns[]; labelsHash: string }> = [];
    for (let layer = 0; layer < first.layers; layer++) {
      const file = layer === 0 ? first : await readLabelMapFile(source, layer);
      const { labels, segments, notes } = await labelsFromImage(file, grid);
      if (layer === 0 || segments.length > 0)
        layers.push({
          segments,
          notes,
          slices: await slicesOfLabels(labels, grid.size[0] * grid.size[1]),
          labelsHash: await hashOfLabels(labels),
        });
    }
    return store.write(by, (write) => {
      const names = tables.list(volumeId).map(({ name }) => name);
      // The first is the last that was changed: it is the one to be opened.
      const made = layers
        .reverse()
        .map(({ segments, slices, labelsHash }) => {
          const row = insert(write, volumeId, importName(model?.modelName ?? first.fileName, names));
          names.push(row.name);
          for (const segment of ranked(segments, [])) tables.insertSegment(row.id, 0, segment);
          const revision = slices.length > 0 ? addRevision(tables, write, row, { tool: "import", slices }) : 0;
          firstDrawings.insert({ segmentationId: row.id, source: model ? "model" : "file", revision, labelsHash, model: model ?? null });
          return row;
        })
        .reverse();
      const told =
        made.length === 1
          ? []
          : [
              `${first.fileName}: its segments overlap and lie in ${made.length} layers; each is a segmentation of its own: ` +
                `${made.map(({ name }) => `"${name}"`).join(", ")}.`,
            ];
      return { ...describe(kept(made[0]!.id)), notes: [...told, ...new Set(layers.flatMap(({ notes }) => notes))] };
    });
  };

  const history = (id: string): StrokeRecord[] => {
    // Each revision's segments are compared with the one before, which is read once.
    let last: { revision: number; segments: readonly RankedSegment[] } | undefined;
    const segmentsAt = (revision: number) => (last?.revision === revision ? last.segments : tables.rankedAt(id, revision));
    return tables.history(kept(id).id).map(({ changesSegments, ...row }) => {
      if (!changesSegments) return { ...row, segments: [] };
      const before = segmentsAt(row.revision - 1);
      const after = segmentsAt(row.revision);
      last = { revision: row.revision, segments: after };
      return { ...row, segments: segmentChanges(before, after) };
    });
  };

  return {
    create: (by, { volumeId, name }) => describe(store.write(by, (write) => insert(write, volumeId, name))),
    createIn: (write, { volumeId, name, segments }) => {
      const { id } = insert(write, volumeId, name);
      for (const segment of ranked(segments, [])) tables.insertSegment(id, 0, segment);
      return id;
    },
    redrawIn: (write, redrawing) => redrawIn({ tables, copies: createCopyTables(store), insert, open }, write, redrawing),
    list: ({ volumeId }) => tables.list(volumeId).map((row) => describe(row)),
    describe: (id, revision) => describe(kept(id), revision),
    rename: (by, id, name) => {
      store.write(by, (write) => {
        tables.rename(open(id).id, checkedName(name), write.at);
        watch?.relisted(write, id);
      });
      return describe(kept(id));
    },
    remove: (by, id) =>
      store.write(by, (write) => {
        tables.remove(open(id).id, write.at);
        watch?.relisted(write, id);
      }),
    restore: (by, id) => {
      store.write(by, (write) => {
        tables.remove(kept(id).id, null);
        watch?.relisted(write, id);
      });
      return describe(kept(id));
    },
    ...createSegmentEdits({ store, tables, open, describe }),
    keepStroke,
    applyStroke: (by, id, baseRevision, stroke, mark) => keepStroke(by, id, baseRevision, strokeRuns(stroke), mark),
    reverse: (by, id, reversal) => reverseStep({ tables, open, changes, write: (work) => store.write(by, work) }, id, reversal),
    steps: ({ readerId }, id, owner) => readerSteps(tables.steps(kept(id).id), { ...owner, readerId }),
    changes,
    view: viewOf,
    keepView: (by, id, view) => store.write(by, ({ at, readerId }) => tables.keepView(kept(id).id, readerId, at, view)),
    lastOpened: ({ readerId }, volumeId) => tables.lastOpened(volumeId, readerId) ?? null,
    history,
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
    ...createFirstDrawings({ store, tables, firstDrawings, copies: createCopyTables(store), kept, open, readLabelMap }),
    ...createSegmentationCopies({ store, tables, firstDrawings, volumes, keptWay, insert, describe, kept, open, readLabelMap }),
  };
}

/** A label map with the numbers that its segments have in files, in 16 bits where 8 do not hold them. */
async function labelValues(labels: Uint8Array, segments: readonly Segment[]): Promise<Pick<Image, "scalarType" | "voxels">> {
  if (segments.every((segment) => labelValueOf(segment) === segment.number)) return { scalarType: "uint8", voxels: labels };
  const values = new Uint16Array(256);
  for (const segment of segments) values[segment.number] = labelValueOf(segment);
  const scalarType = Math.max(...values) > 255 ? "uint16" : "uint8";
  const voxels = allocateVoxels(scalarType, labels.length);
  await inChunks(labels.length, (from, to) => {
    for (let at = from; at < to; at++) voxels[at] = values[labels[at]!]!;
  });
  return { scalarType, voxels };
}
