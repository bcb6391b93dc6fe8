import { createHash } from "node:crypto";
import type { FirstDrawing, SegmentationProvenance, SegmentCheck } from "#shared/api/firstDrawing.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { decodeRuns } from "#shared/domain/runLength.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { inChunks } from "../imagefiles/index.ts";
import type { Store } from "../store/index.ts";
import { yieldThread } from "../system/index.ts";
import type { createCopyTables } from "./copyTables.ts";
import type { FirstDrawingTables } from "./firstDrawingTables.ts";
import { changesBetween } from "./labelChanges.ts";
import { segmentNumbered } from "./segmentationRules.ts";
import type { SegmentationRow, SegmentationTables } from "./segmentationTables.ts";
import type { LabelMap, Segmentations } from "./segmentations.ts";
import { slicesAtATime } from "./slicesOfLabels.ts";

interface Parts {
  readonly store: Store;
  readonly tables: SegmentationTables;
  readonly firstDrawings: FirstDrawingTables;
  readonly copies: ReturnType<typeof createCopyTables>;
  readonly kept: (id: string) => SegmentationRow;
  readonly open: (id: string) => SegmentationRow;
  readonly readLabelMap: (id: string, revision?: number) => Promise<LabelMap>;
}

/** sha256, hex, of labels (uint8, i fastest). */
export async function hashOfLabels(labels: Uint8Array): Promise<string> {
  const hash = createHash("sha256");
  await inChunks(labels.length, (from, to) => hash.update(labels.subarray(from, to)));
  return hash.digest("hex");
}

/** What segmentations were before readers corrected them, and which of their segments were checked. */
export function createFirstDrawings(parts: Parts): Pick<Segmentations, "firstDrawing" | "checks" | "check" | "provenance"> {
  const { store, tables, firstDrawings, copies, kept, open, readLabelMap } = parts;

  /** Whether a segment differs between two revisions: in its voxels, its name or its side. */
  const isChanged = async ({ id, columns, rows }: SegmentationRow, number: number, one: number, other: number): Promise<boolean> => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    const [before, after] = [from, to].map((revision) => tables.segmentsAt(id, revision).find((segment) => segment.number === number));
    if (before?.name !== after?.name || before?.side !== after?.side) return true;
    const [a, b] = [new Uint8Array(columns * rows), new Uint8Array(columns * rows)];
    const read = (sliceIndex: number, revision: number, labels: Uint8Array) => {
      const runs = tables.sliceAt(id, sliceIndex, revision);
      if (runs) decodeRuns(runs, labels);
      else labels.fill(0);
    };
    for (const [at, sliceIndex] of firstDrawings.changedSlices(id, from, to).entries()) {
      if (at % slicesAtATime === slicesAtATime - 1) await yieldThread();
      read(sliceIndex, from, a);
      read(sliceIndex, to, b);
      if (a.some((label, voxel) => (label === number) !== (b[voxel] === number))) return true;
    }
    return false;
  };

  /** Of the segments that are there at a revision. */
  const checksAt = async (row: SegmentationRow, revision: number): Promise<SegmentCheck[]> => {
    const numbers = new Set(tables.segmentsAt(row.id, revision).map(({ number }) => number));
    const found: SegmentCheck[] = [];
    for (const check of firstDrawings.checks(row.id).filter(({ number }) => numbers.has(number)))
      found.push({ ...check, isChanged: await isChanged(row, check.number, check.revision, revision) });
    return found;
  };

  return {
    firstDrawing: (segmentationId) => firstDrawings.find(kept(segmentationId).id) ?? null,
    checks: (segmentationId) => {
      const row = kept(segmentationId);
      return checksAt(row, row.revision);
    },
    check: (by, segmentationId, { number, revision, isChecked }) =>
      store.write(by, (write) => {
        const row = open(segmentationId);
        segmentNumbered(tables.segmentsAt(row.id, row.revision), number);
        if (!isChecked) firstDrawings.dropCheck(row.id, number);
        else if (revision === row.revision) firstDrawings.keepCheck(write, { segmentationId: row.id, number, revision });
        else
          throw new PlainError(
            "The segmentation was changed in another window meanwhile. Nothing was marked as checked; look at it again.",
          );
      }),
    provenance: async (segmentationId, asked): Promise<SegmentationProvenance> => {
      const row = kept(segmentationId);
      const now = await readLabelMap(segmentationId, asked);
      const { name, revision, segments } = now.segmentation;
      const first = firstDrawings.find(row.id);
      const changes = first ? await changesBetween(await readLabelMap(row.id, first.revision), now) : [];
      const checks = await checksAt(row, revision);
      const copy = copies.find(row.id);
      return {
        name,
        revision,
        firstDrawing: first ? withoutVolumes(first) : null,
        copy: copy ? { sourceRevision: copy.sourceRevision, isResampled: copy.isResampled, carried: copy.carried } : null,
        segments: segments.map((segment) => {
          const change = changes.find(({ number }) => number === segment.number);
          const check = checks.find(({ number }) => number === segment.number);
          const { number: _number, ...checked } = check ?? { number: 0 };
          return {
            number: segment.number,
            name: segmentInWords(segment),
            change: change ? { added: change.added, erased: change.erased, dice: change.dice } : null,
            check: check ? (checked as Omit<SegmentCheck, "number">) : null,
          };
        }),
      };
    },
  };
}

function withoutVolumes({ model, ...first }: FirstDrawing): SegmentationProvenance["firstDrawing"] {
  return { ...first, model: model && { ...model, images: model.images.map(({ name, imageHash }) => ({ name, imageHash })) } };
}
