import { hash } from "node:crypto";
import type { Side } from "#shared/domain/segment.ts";
import type { SegmentationHistory } from "../../segmentation/index.ts";
import type { Store } from "../../store/index.ts";
import { sha256 } from "../subjects.ts";

/** What the hash of one revision is over. */
export interface HashedRevision {
  /** From 0. */
  readonly number: number;
  /** Undefined of revision 0. */
  readonly tool: string | undefined;
  /** Ascending. */
  readonly slices: readonly { readonly sliceIndex: number; readonly runs: Uint8Array }[];
  /** By number, as the next. */
  readonly begun: readonly Pick<SegmentationHistory["segments"][number], "number" | "name" | "color" | "side" | "rank">[];
  readonly ended: readonly { readonly number: number }[];
}

/** The hash of one revision; `before` is that of the revision before, null for revision 0. See createDrawingHashes. */
export function revisionHash(before: string | null, { number: of, tool = "made", slices, begun, ended }: HashedRevision): string {
  return sha256(
    [
      before ?? "0".repeat(64),
      `${of} ${JSON.stringify(tool)}`,
      ...slices.map(({ sliceIndex, runs }) => `${sliceIndex} ${hash("sha256", runs, "hex")}`),
      ...begun.map(({ number, name, color, side, rank }) => `+ ${JSON.stringify({ number, name, color, side, rank })}`),
      ...ended.map(({ number }) => `- ${number}`),
      "",
    ].join("\n"),
  );
}

/** The hash of the last revision of a history that lies in no table. */
export function historyHash({ segments, strokes }: Pick<SegmentationHistory, "segments" | "strokes">): string {
  const ordered = segments.toSorted((a, b) => a.number - b.number);
  let current: string | null = null;
  for (let number = 0; number <= strokes.length; number++) {
    const stroke = strokes[number - 1];
    current = revisionHash(current, {
      number,
      tool: stroke?.tool,
      slices: stroke?.slices.toSorted((a, b) => a.sliceIndex - b.sliceIndex) ?? [],
      begun: ordered.filter(({ addedRevision }) => addedRevision === number),
      ended: ordered.filter(({ removedRevision }) => removedRevision === number),
    });
  }
  return current!;
}

/**
 * Hashes of the revisions of label maps, each over the one before: SHA-256 of the lines "<hash before, or 64 zeros>", "<revision> <tool as JSON>",
 * then of each slice
 * that the revision changed "<index> <SHA-256 of its runs>", ascending, then of each segment that it began "+ <JSON>" and ended "- <number>".
 * They say what was drawn without holding any of it.
 */
export function createDrawingHashes({ database }: Pick<Store, "database">) {
  const revision = database.prepare<[string, number], { tool: string }>(
    "SELECT tool FROM stroke WHERE segmentation_id = ? AND revision = ?",
  );
  const slices = database.prepare<[string, number], { sliceIndex: number; runs: Buffer }>(
    "SELECT slice_index AS sliceIndex, labels AS runs FROM segmentation_slice WHERE segmentation_id = ? AND revision = ? ORDER BY slice_index",
  );
  const begun = database.prepare<[string, number], { number: number; name: string; color: string; side: Side; rank: number }>(
    "SELECT number, name, color, side, rank FROM segment WHERE segmentation_id = ? AND added_revision = ? ORDER BY number",
  );
  const ended = database.prepare<[string, number], { number: number }>(
    "SELECT number FROM segment WHERE segmentation_id = ? AND removed_revision = ? ORDER BY number",
  );

  /** The hash of one revision; `before` is that of the revision before, null for revision 0. Undefined where there is no such revision. */
  const next = (segmentationId: string, number: number, before: string | null): string | undefined => {
    const row = revision.get(segmentationId, number);
    if (!row && number > 0) return undefined;
    return revisionHash(before, {
      number,
      tool: row?.tool,
      slices: slices.all(segmentationId, number),
      begun: begun.all(segmentationId, number),
      ended: ended.all(segmentationId, number),
    });
  };

  return {
    next,
    /** The hash of a revision, worked out from the first; undefined where one is missing. */
    upTo: (segmentationId: string, last: number): string | undefined => {
      let current: string | null = null;
      for (let number = 0; number <= last; number++) {
        const following: string | undefined = next(segmentationId, number, current);
        if (following === undefined) return undefined;
        current = following;
      }
      return current ?? undefined;
    },
  };
}
export type DrawingHashes = ReturnType<typeof createDrawingHashes>;
