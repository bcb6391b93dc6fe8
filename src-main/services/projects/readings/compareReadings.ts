import type { ComparedCase } from "#shared/domain/project/adjudication.ts";
import type { Answer } from "#shared/domain/project/answer.ts";
import { cellInWords, formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { gradePosition, type Scale } from "#shared/domain/project/scale.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { decodeRuns } from "#shared/domain/runLength.ts";
import { diceOf } from "#shared/statistics/overlap/maskPair.ts";
import type { Store } from "../../store/index.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

/** Voxels of a segment in either label map, and in both. */
interface Overlap {
  a: number;
  b: number;
  both: number;
}

/** Compares a reading with the coordinator's of the same case: every grade, and Dice of every segment over all slices of every series drawn on. */
export function createCompareReadings({ database }: Pick<Store, "database">, tables: Pick<ReadingTables, "images" | "latestAnswers">) {
  const newest = database.prepare<[string], { sliceIndex: number; runs: Buffer }>(
    `SELECT slice_index AS sliceIndex, labels AS runs FROM segmentation_slice AS slice WHERE segmentation_id = ?
     AND revision = (SELECT max(revision) FROM segmentation_slice WHERE segmentation_id = slice.segmentation_id AND slice_index = slice.slice_index)`,
  );
  const sizeOf = database.prepare<[string], number>("SELECT columns * rows FROM segmentation WHERE id = ?").pluck();

  const slicesOf = (segmentationId: string | null | undefined): ReadonlyMap<number, Uint8Array> =>
    new Map(
      (segmentationId ? newest.all(segmentationId) : []).map(({ sliceIndex, runs }) => {
        const labels = new Uint8Array(sizeOf.get(segmentationId!)!);
        decodeRuns(runs, labels);
        return [sliceIndex, labels];
      }),
    );

  const overlapsOf = ({ regions }: Protocol, a: ReadingRow, b: ReadingRow): ComparedCase["overlaps"] => {
    const [imagesA, imagesB] = [tables.images(a.id), tables.images(b.id)];
    return regions.flatMap((region) =>
      region.roles
        .filter(({ use }) => use !== "shown beside")
        .flatMap((role) => {
          const [slicesA, slicesB] = [imagesA, imagesB].map((images) =>
            slicesOf(images.find((image) => image.region === region.id && image.role === role.id)?.segmentationId),
          );
          const counts = countLabels(slicesA!, slicesB!);
          return segmentsToDraw(region.drawing).map(({ number, name }) => ({
            about: `${name}, ${region.name}, ${role.name}`,
            dice: diceOf(counts[number]!),
          }));
        }),
    );
  };

  const gradesOf = ({ forms, regions }: Protocol, a: ReadingRow, b: ReadingRow): ComparedCase["grades"] => {
    const [answersA, answersB] = [tables.latestAnswers(a.id), tables.latestAnswers(b.id)];
    return forms.flatMap((form) =>
      formCells(form, regions).flatMap((cell) => {
        const { kind } = cell.item;
        // What the coordinator left open asks nothing.
        if (kind.type !== "grade" || !answersB.has(cell.key)) return [];
        const scale = form.scales.find(({ id }) => id === kind.scale)!;
        return [{ about: cellInWords(cell), positions: [answersA, answersB].map((all) => positionOf(scale, all.get(cell.key))) }];
      }),
    );
  };

  return (protocol: Protocol, reader: ReadingRow, coordinator: ReadingRow): ComparedCase => ({
    code: reader.code,
    grades: gradesOf(protocol, reader, coordinator),
    overlaps: overlapsOf(protocol, reader, coordinator),
  });
}
export type CompareReadings = ReturnType<typeof createCompareReadings>;

const positionOf = (scale: Scale, answer: Answer | undefined): number | null =>
  answer?.type === "grade" ? gradePosition(scale, answer.value) : null;

/** By label, 0 to 255. */
function countLabels(a: ReadonlyMap<number, Uint8Array>, b: ReadonlyMap<number, Uint8Array>): Overlap[] {
  const counts = Array.from({ length: 256 }, (): Overlap => ({ a: 0, b: 0, both: 0 }));
  for (const [slice, labels] of a) {
    const other = b.get(slice);
    for (let at = 0; at < labels.length; at++) {
      const label = labels[at]!;
      counts[label]!.a += 1;
      if (other?.[at] === label) counts[label]!.both += 1;
    }
  }
  for (const labels of b.values()) for (const label of labels) counts[label]!.b += 1;
  return counts;
}
