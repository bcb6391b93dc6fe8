import type { Region } from "#shared/domain/project/region.ts";

/** On which slice, from 0, a level of a region lies in the image of each role; a role on which it does not lie is left out. */
export interface LevelSlices {
  readonly level: string;
  readonly slices: Readonly<Record<string, number>>;
}

/** Answers the levels of a region of a case that were chosen. */
export type FindLevels = (caseId: string, region: Region) => readonly LevelSlices[];
