import type { Protocol } from "#shared/domain/project/protocol.ts";

/** A place of a protocol where a picture may be named. */
export interface PicturePlace {
  /** What the picture is of. */
  readonly words: string;
  /** The name that a picture for it gets, without the ending: not that of its file, which may name somebody. */
  readonly base: string;
  readonly picture: string | null;
  /** The protocol with another picture there, or with none. */
  readonly with: (picture: string | null) => Protocol;
}

interface PictureGroup {
  readonly title: string;
  readonly places: readonly PicturePlace[];
}

/** The drawing rules of all regions. */
export function rulePlaces(protocol: Protocol): PictureGroup {
  const places = protocol.regions.flatMap((region, regionAt) =>
    region.drawingRules.map(({ text, picture }, at): PicturePlace => {
      return {
        words: `${region.name}, rule ${at + 1}: ${text}`,
        base: `rule-${region.id}-${at + 1}`,
        picture,
        with: (name) => ({
          ...protocol,
          regions: protocol.regions.map((each, index) =>
            index === regionAt
              ? { ...each, drawingRules: each.drawingRules.map((rule, of) => (of === at ? { ...rule, picture: name } : rule)) }
              : each,
          ),
        }),
      };
    }),
  );
  return { title: "Of the drawing rules, at the D key of a reading", places };
}

/** The grades of each scale of the forms. */
export function gradePlaces(protocol: Protocol): PictureGroup[] {
  const scales = new Map(protocol.forms.flatMap(({ scales: each }) => each).map((scale) => [scale.id, scale]));
  const named = protocol.gradePictures ?? [];
  return [...scales.values()].map(({ id, name, grades }) => ({
    title: `Of the grades, beside the form in place of the program's: ${name}`,
    places: grades.map(({ value, wording }): PicturePlace => {
      const others = named.filter(({ scale, grade }) => !(scale === id && grade === value));
      return {
        words: `${value}: ${wording}`,
        base: `grade-${id}-${value}`,
        picture: named.find(({ scale, grade }) => scale === id && grade === value)?.picture ?? null,
        with: (picture) => ({
          ...protocol,
          gradePictures: picture === null ? others : [...others, { scale: id, grade: value, picture }],
        }),
      };
    }),
  }));
}

/** A name without an ending that none of the pictures `taken` has: `base`, or that with a number. */
export function freeBase(base: string, taken: readonly string[]): string {
  const isTaken = (name: string) => taken.includes(`${name}.png`) || taken.includes(`${name}.jpg`);
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!isTaken(name)) return name;
  }
}
