import { PlainError } from "#shared/domain/plainError.ts";
import { levelRole, placeOnSeries, sliceCentreMm } from "#shared/domain/project/levels.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Store } from "../../store/index.ts";
import { createCaseImages } from "../caseImages.ts";
import { createFindLevels, createPlaceLevels } from "../caseLevels.ts";
import type { CaseTables } from "../caseTables.ts";
import { isSameState, states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import type { LevelSlices } from "./levelSlices.ts";
import { createReadingLevelTables, type ReadingLevelRow } from "./readingLevelTables.ts";
import type { ReadingRow } from "./readingTables.ts";

/** A slice that a reader takes for a level; null takes the choice back. */
export interface ChosenLevel {
  readonly region: string;
  readonly level: string;
  /** From 0, of the series that is drawn on (where nothing is drawn, of the region's first). */
  readonly slice: number | null;
}

/** Which slices are read in a reading: those that the coordinator chose for all, or in a region of readers' levels those that its reader chose. */
export function createReadingLevels(store: Store, cases: Pick<CaseTables, "roles">) {
  const [tables, images] = [createReadingLevelTables(store), createCaseImages(store)];
  const [findLevels, placeLevels] = [createFindLevels(store), createPlaceLevels(store)];

  const volumeOf = ({ caseId }: ReadingRow, region: Region, role: string): Volume => {
    const chosen = cases.roles(caseId).find((each) => each.region === region.id && each.role === role)!;
    return images.volume(chosen.volumeId)!;
  };
  const ofRegion = (row: ReadingRow, region: Region): readonly LevelSlices[] =>
    isReaders(region)
      ? placeLevels(
          row.caseId,
          region,
          tables.of(row.id).filter((each) => each.region === region.id),
        )
      : findLevels(row.caseId, region);

  /** Throws PlainError where a slice cannot be a level. */
  const placed = (row: ReadingRow, region: Region, name: string, slice: number): Pick<ReadingLevelRow, "sliceIndex" | "positionMm"> => {
    const volume = volumeOf(row, region, levelRole(region).id);
    if (slice >= volume.slices)
      throw new PlainError(`${levelRole(region).name} has ${volume.slices} slices: there is no slice ${slice + 1}.`);
    const centre = sliceCentreMm(volume, slice);
    for (const role of region.roles.filter(({ use }) => use === "copied to")) {
      const other = volumeOf(row, region, role.id);
      const why = centre ? placeOnSeries(volume, centre, other).why : "the files do not say where the slices lie";
      if (why !== null)
        throw new PlainError(`Slice ${slice + 1} cannot be ${name}: it does not lie on ${role.name} (${why}). Choose another one.`);
    }
    return { sliceIndex: slice, positionMm: centre && JSON.stringify(centre) };
  };

  return {
    /** By region, for each level on which slice it lies in each series. */
    of: (row: ReadingRow, { regions }: Protocol): ReadonlyMap<string, readonly LevelSlices[]> =>
      new Map(regions.map((region) => [region.id, ofRegion(row, region)])),
    /** Keeps a reader's choice, within a write. Throws PlainError where the slice cannot be that level. */
    choose: (tell: Tell, row: ReadingRow, { regions }: Protocol, { region: regionId, level, slice }: ChosenLevel): void => {
      const region = regions.find(({ id }) => id === regionId);
      const name = region?.levels.find(({ id }) => id === level)?.name;
      if (!region || name === undefined) throw new PlainError("The protocol of this study has no such level.");
      if (!isReaders(region)) throw new PlainError(`The coordinator has chosen the levels of ${region.name} for all readers.`);
      const all = tables.of(row.id).filter((each) => each.region === regionId);
      const earlier = all.find((each) => each.level === level);
      const same = all.find((each) => each.level !== level && each.sliceIndex === slice);
      if (same) throw new PlainError(`Slice ${slice! + 1} is ${region.levels.find(({ id }) => id === same.level)!.name} already.`);
      const next = slice === null ? null : { readingId: row.id, region: regionId, level, ...placed(row, region, name, slice) };
      const [before, after] = [earlier, next].map((each) => (each ? states.caseLevel(each) : null)) as [
        ReturnType<typeof states.caseLevel>,
        ReturnType<typeof states.caseLevel>,
      ];
      if (isSameState(before, after)) return;
      if (next) tables.save(next);
      else tables.remove(earlier!);
      tell({ subject: subjects.readingLevel(row, { region: regionId, level }), before, after });
    },
    /** What a reader signs of the levels that the reader chose: empty where the coordinator chose all. */
    signed: (readingId: string): readonly Pick<ReadingLevelRow, "region" | "level" | "sliceIndex">[] =>
      tables.of(readingId).map(({ region, level, sliceIndex }) => ({ region, level, sliceIndex })),
  };
}
export type ReadingLevels = ReturnType<typeof createReadingLevels>;

/** Whether each reader says which slices of a region are read. */
export const isReaders = ({ levels, levelsChosenBy }: Region): boolean => levels.length > 0 && levelsChosenBy === "reader";
