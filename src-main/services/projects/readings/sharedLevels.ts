import { levelRole } from "#shared/domain/project/levels.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { isReaders, type ReadingLevels } from "./createReadingLevels.ts";
import type { LevelSlices } from "./levelSlices.ts";
import type { ReadingRow } from "./readingTables.ts";

/**
 * By region, the levels on which two readings of a case can be compared: those that the coordinator chose; where each reader chose, those whose slice both
 * readers chose, by the names that the first one gave them.
 */
export function sharedLevels(
  levels: Pick<ReadingLevels, "of">,
  protocol: Protocol,
  a: ReadingRow,
  b: ReadingRow,
): ReadonlyMap<string, readonly LevelSlices[]> {
  const [ofA, ofB] = [levels.of(a, protocol), levels.of(b, protocol)];
  return new Map(
    protocol.regions.map((region) => {
      const all = ofA.get(region.id) ?? [];
      if (!isReaders(region)) return [region.id, all];
      const role = levelRole(region).id;
      const chosen = new Set((ofB.get(region.id) ?? []).map(({ slices }) => slices[role]));
      return [region.id, all.filter(({ slices }) => chosen.has(slices[role]))];
    }),
  );
}
