import { hash } from "node:crypto";
import type { Store } from "../../store/index.ts";
import { sha256 } from "../subjects.ts";

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
  const begun = database.prepare<[string, number], { number: number; name: string; color: string; side: string; rank: number }>(
    "SELECT number, name, color, side, rank FROM segment WHERE segmentation_id = ? AND added_revision = ? ORDER BY number",
  );
  const ended = database.prepare<[string, number], { number: number }>(
    "SELECT number FROM segment WHERE segmentation_id = ? AND removed_revision = ? ORDER BY number",
  );

  /** The hash of one revision; `before` is that of the revision before, null for revision 0. Undefined where there is no such revision. */
  const next = (segmentationId: string, number: number, before: string | null): string | undefined => {
    const row = revision.get(segmentationId, number);
    if (!row && number > 0) return undefined;
    return sha256(
      [
        before ?? "0".repeat(64),
        `${number} ${JSON.stringify(row?.tool ?? "made")}`,
        ...slices.all(segmentationId, number).map(({ sliceIndex, runs }) => `${sliceIndex} ${hash("sha256", runs, "hex")}`),
        ...begun.all(segmentationId, number).map((segment) => `+ ${JSON.stringify(segment)}`),
        ...ended.all(segmentationId, number).map(({ number: of }) => `- ${of}`),
        "",
      ].join("\n"),
    );
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
