import { isPinnedBy, type Store } from "../../store/index.ts";
import type { CaseRoleRow } from "../caseTables.ts";
import { createDrawingHashes } from "./drawingHash.ts";
import type { ReadingImageRow } from "./readingTables.ts";

/** What a drawing is compared with. */
interface ExpectedDrawing {
  /** How the log names it. */
  readonly where: string;
  readonly drawingHash: string | null;
  /** What it was drawn on; undefined where that is not known any more. */
  readonly volumeId: string | undefined;
}

/** Checks drawings of readings and of consensus: what was drawn, and on what. */
export function createDrawingChecks(store: Pick<Store, "database">) {
  const hashes = createDrawingHashes(store);
  const find = store.database.prepare<[string], { revision: number; volumeId: string }>(
    "SELECT revision, volume_id AS volumeId FROM segmentation WHERE id = ?",
  );
  /** Works a drawing's hash out again, from its first stroke; words where it does not fit, or lies elsewhere than where it was drawn. */
  return (segmentationId: string, { where, drawingHash, volumeId }: ExpectedDrawing): string | null => {
    const row = find.get(segmentationId);
    if (!row) return `the ${where} is gone`;
    if (row.volumeId !== volumeId) return `the ${where} lies on another series than the one that it was drawn on`;
    if (!isPinnedBy(store, { kind: "segmentation", id: segmentationId }, volumeId))
      return `the series of the ${where} is not kept for it any more: the row of its pin is gone`;
    return hashes.upTo(segmentationId, row.revision) === drawingHash ? null : `the ${where} is not what was drawn`;
  };
}

/** The volume that an image of a reading was read on: its own where that was kept, else the one that has its role. */
export function volumeOfImage(
  { region, role, volumeId }: Pick<ReadingImageRow, "region" | "role" | "volumeId">,
  roles: readonly CaseRoleRow[],
): string | undefined {
  return volumeId ?? roles.find((each) => each.region === region && each.role === role)?.volumeId;
}
