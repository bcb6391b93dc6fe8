import type { ReadingLacks } from "#shared/api/reading.ts";
import { missingAnswers, type Answers } from "#shared/domain/project/answer.ts";
import { cellInWords, formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { missingDrawings } from "#shared/domain/project/segmentsToDraw.ts";
import { labelsOfRuns } from "#shared/domain/runLength.ts";
import type { Store } from "../../store/index.ts";
import { isReaders } from "./createReadingLevels.ts";
import type { LevelSlices } from "./levelSlices.ts";
import type { ReadingImageRow } from "./readingTables.ts";

/** The labels that are drawn on slices of a segmentation, as they are now. */
export function createDrawnLabels({ database }: Pick<Store, "database">) {
  const newest = database.prepare<[string], { sliceIndex: number; runs: Buffer }>(
    `SELECT slice_index AS sliceIndex, labels AS runs FROM segmentation_slice AS slice WHERE segmentation_id = ?
     AND revision = (SELECT max(revision) FROM segmentation_slice WHERE segmentation_id = slice.segmentation_id AND slice_index = slice.slice_index)`,
  );
  return (segmentationId: string): ReadonlyMap<number, readonly number[]> =>
    new Map(newest.all(segmentationId).map(({ sliceIndex, runs }) => [sliceIndex, labelsOfRuns(runs)]));
}
export type DrawnLabels = ReturnType<typeof createDrawnLabels>;

interface Reading {
  readonly protocol: Protocol;
  readonly images: readonly Pick<ReadingImageRow, "region" | "role" | "segmentationId">[];
  readonly answers: Answers;
  /** By region. */
  readonly levels: ReadonlyMap<string, readonly LevelSlices[]>;
}

/** What a reading lacks by its protocol, in words: levels that its reader has not chosen, segments that are not drawn on their levels, and answers. */
export function lacksOfReading({ protocol, images, answers, levels }: Reading, drawnLabels: DrawnLabels): ReadingLacks {
  const drawings =
    protocol.completeness.drawing === "not required"
      ? []
      : protocol.regions.flatMap((region) => {
          const drawn = new Map(
            images.flatMap(({ region: of, role, segmentationId }) =>
              of === region.id && segmentationId !== null ? [[role, drawnLabels(segmentationId)] as const] : [],
            ),
          );
          return missingDrawings(region, ({ role, level, segment }) => {
            const labels = drawn.get(role);
            if (level === null) return [...(labels?.values() ?? [])].some((numbers) => numbers.includes(segment.number));
            const slice = levels.get(region.id)?.find((each) => each.level === level)?.slices[role];
            // A level that does not lie on this series is not drawn there.
            return slice === undefined || (labels?.get(slice)?.includes(segment.number) ?? false);
          });
        });
  const unchosen = protocol.regions
    .filter(isReaders)
    .flatMap((region) =>
      region.levels
        .filter(({ id }) => !levels.get(region.id)?.some(({ level }) => level === id))
        .map(({ id, name }) => ({ region: region.id, level: id, words: `${name}, ${region.name}` })),
    );
  return {
    levels: unchosen,
    drawings,
    answers: protocol.forms.flatMap((form) => missingAnswers(formCells(form, protocol.regions), answers).map(cellInWords)),
  };
}
