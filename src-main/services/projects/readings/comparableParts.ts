import type { Answers } from "#shared/domain/project/answer.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";

/** What of a reading that was made by an earlier version of the protocol does not mean the same by the newest one: ids of regions and of forms. */
export interface ChangedParts {
  /** Their segments or levels are others. */
  readonly regions: readonly string[];
  /** Of these regions, those whose levels are others. */
  readonly levels: readonly string[];
  /** Their scales are others, or they are not there any more. */
  readonly forms: readonly string[];
}

/** Compares two versions of a protocol by what drawings and answers mean. */
export function changedParts(own: Protocol, newest: Protocol): ChangedParts {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  type Region = Protocol["regions"][number] | undefined;
  const levels = (region: Region) => region && [region.levels, region.levelsChosenBy];
  const drawn = (region: Region) => region && [region.drawing, levels(region)];
  const others = (partOf: (region: Region) => unknown) =>
    own.regions.filter((region) => !same(partOf(region), partOf(newest.regions.find(({ id }) => id === region.id)))).map(({ id }) => id);
  return {
    regions: others(drawn),
    levels: others(levels),
    forms: own.forms.filter((form) => !same(form.scales, newest.forms.find(({ id }) => id === form.id)?.scales)).map(({ id }) => id),
  };
}

/** Answers without those of some forms. */
export function withoutForms(answers: Answers, forms: readonly string[]): Answers {
  return new Map([...answers].filter(([key]) => !forms.some((form) => key.startsWith(`${form}/`))));
}
