import { createHash } from "node:crypto";
import type { ImportedSegmentation } from "#shared/api/segmentation.ts";
import type { CarriedBy, CopyOrigin, DrawnElsewhere, KeptWay, SegmentChangeOfCopy } from "#shared/api/segmentationCopy.ts";
import { freeName } from "#shared/domain/freeName.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { VolumeFit } from "#shared/domain/volumeFit.ts";
import type { Author, Store, Write } from "../store/index.ts";
import { addRevision } from "./addRevision.ts";
import { createCopyTables } from "./copyTables.ts";
import type { FirstDrawingTables } from "./firstDrawingTables.ts";
import { fitThrough } from "./fitThrough.ts";
import { changesBetween } from "./labelChanges.ts";
import { labelsOnVolume } from "./labelsOnVolume.ts";
import { isBackground } from "./segmentationRules.ts";
import { ranked } from "./segmentRevision.ts";
import type { SegmentationRow, SegmentationTables } from "./segmentationTables.ts";
import type { FindKeptWay, LabelMap, Segmentations, VolumeSource } from "./segmentations.ts";
import { slicesOfLabels } from "./slicesOfLabels.ts";
import { copyTool } from "./readerSteps.ts";

/** So that a number finds room behind it. */
const longestName = 110;

interface Parts {
  readonly store: Store;
  readonly tables: SegmentationTables;
  readonly firstDrawings: FirstDrawingTables;
  readonly volumes: VolumeSource;
  readonly keptWay: FindKeptWay;
  readonly insert: (write: Write, volumeId: string, name: string) => SegmentationRow;
  readonly describe: (row: SegmentationRow) => Segmentation;
  readonly kept: (id: string) => SegmentationRow;
  readonly open: (id: string) => SegmentationRow;
  readonly readLabelMap: (id: string, revision?: number) => Promise<LabelMap>;
}

/** What was drawn on one volume, brought onto others: of the same space, or through a registration that is kept. */
export function createSegmentationCopies(parts: Parts): Pick<Segmentations, "drawnElsewhere" | "copyTo" | "copyOrigin" | "copyChanges"> {
  const { store, tables, firstDrawings, volumes, keptWay, insert, describe, kept, open, readLabelMap } = parts;
  const copies = createCopyTables(store);

  const isDrawn = ({ id, slices, revision }: SegmentationRow): boolean => {
    for (let slice = 0; slice < slices; slice++) {
      const runs = tables.sliceAt(id, slice, revision);
      if (runs && !isBackground(runs)) return true;
    }
    return false;
  };

  const fitOf = (drawnOn: Volume, volume: Volume): { readonly fit: VolumeFit; readonly way: KeptWay | null } => {
    const way = keptWay(drawnOn, volume);
    return { fit: fitThrough(drawnOn, volume, way), way };
  };

  const drawnElsewhere = (volumeId: string): DrawnElsewhere[] => {
    const volume = volumes.describe(volumeId);
    return volumes
      .describeStudy(volume.studyInstanceUid)
      .series.flatMap(({ volumes: ofSeries }) => ofSeries)
      .filter(({ id }) => id !== volumeId)
      .flatMap((other) => {
        const { fit, way } = fitOf(other, volume);
        if (fit.fit === "no") return [];
        return tables
          .list(other.id)
          .filter(isDrawn)
          .map((row) => ({ segmentation: describe(row), fit: { ...fit, volumeId: other.id }, way }));
      })
      .toSorted((a, b) => Date.parse(b.segmentation.modifiedAt) - Date.parse(a.segmentation.modifiedAt));
  };

  const copyTo = async (by: Author, segmentationId: string, volumeId: string): Promise<ImportedSegmentation> => {
    const { volumeId: sourceVolumeId } = open(segmentationId);
    const [drawnOn, volume] = [volumes.describe(sourceVolumeId), volumes.describe(volumeId)];
    if (volumeId === sourceVolumeId) throw new PlainError("The segmentation was drawn on this series already. Choose another series.");
    const {
      fit: { fit, differences, reason },
      way,
    } = fitOf(drawnOn, volume);
    if (fit === "no") throw new PlainError(`The segmentation cannot be copied to this series. ${reason} Choose another series.`);
    const { segmentation, labels } = await readLabelMap(segmentationId);
    if (labels.length !== drawnOn.columns * drawnOn.rows * drawnOn.slices)
      throw new PlainError("The image that this was drawn on has another size now. It cannot be copied.");
    const brought = await labelsOnVolume({ labels, segments: segmentation.segments }, drawnOn, volume, way?.toDrawnOn);
    const slices = await slicesOfLabels(brought.labels, volume.columns * volume.rows);
    if (slices.length === 0)
      throw new PlainError(["Nothing of this segmentation lies within this series; nothing was copied.", ...brought.notes].join(" "));
    return store.write(by, (write) => {
      const names = tables.list(volumeId).map(({ name }) => name);
      const row = insert(write, volumeId, freeName(segmentation.name.slice(0, longestName).trim(), names));
      for (const segment of ranked(segmentation.segments, [])) tables.insertSegment(row.id, 0, segment);
      const copiedRevision = addRevision(tables, write, row, { tool: copyTool, slices });
      copies.insert({
        segmentationId: row.id,
        sourceId: segmentationId,
        sourceRevision: segmentation.revision,
        copiedRevision,
        isResampled: fit === "resample",
        carried: way && carriedBy(way),
      });
      tables.watch?.copied(write, segmentationId, row.id);
      return { ...describe(kept(row.id)), notes: [...(fit === "same" ? differences : []), ...brought.notes] };
    });
  };

  const copyOrigin = (segmentationId: string): CopyOrigin | null => {
    const copy = copies.find(kept(segmentationId).id);
    if (!copy) return null;
    const { volumeId, name, removedAt } = kept(copy.sourceId);
    return {
      volumeId,
      segmentationName: name,
      isRemoved: removedAt !== null,
      revision: copy.sourceRevision,
      isResampled: copy.isResampled,
      carried: copy.carried,
    };
  };

  const copyChanges = async (segmentationId: string): Promise<SegmentChangeOfCopy[]> => {
    const { id } = kept(segmentationId);
    const revision = copies.find(id)?.copiedRevision ?? firstDrawings.find(id)?.revision;
    if (revision === undefined) throw new PlainError("This segmentation is no copy, and came from no file.");
    return changesBetween(await readLabelMap(id, revision), await readLabelMap(id));
  };

  return { drawnElsewhere, copyTo, copyOrigin, copyChanges };
}

function carriedBy({ toDrawnOn, through }: KeptWay): CarriedBy {
  return { transformSha256: createHash("sha256").update(JSON.stringify(toDrawnOn)).digest("hex"), through };
}
