/** On which slice, from 0, a level of a region lies in the image of each role; a role on which it does not lie is left out. */
export interface LevelSlices {
  readonly level: string;
  readonly slices: Readonly<Record<string, number>>;
}
