import type { OpenReading } from "#shared/api/reading.ts";
import { addresses } from "../../../client/addresses.ts";
import { gradePictures, type GradePicture } from "../../../forms/gradePictures.ts";

/** The reference pictures beside a form: the study's own, and where it has none of a scale those that come with the program. */
export function picturesOfGrades({
  readingId,
  gradePictures: own,
}: Pick<OpenReading, "readingId" | "gradePictures">): ReadonlyMap<string, GradePicture> {
  const scales = new Set(own.map(({ scale }) => scale));
  return new Map([
    ...[...gradePictures].filter(([key]) => !scales.has(key.slice(0, key.lastIndexOf("/")))),
    ...own.map(
      ({ scale, grade, picture }) =>
        [
          `${scale}/${grade}`,
          { address: addresses.readingPicture(readingId, picture), caption: "Reference picture of this study." },
        ] as const,
    ),
  ]);
}
