import type { ComparedCase } from "#shared/domain/project/adjudication.ts";
import type { Answer } from "#shared/domain/project/answer.ts";
import { cellInWords, formCells } from "#shared/domain/project/formCells.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { gradePosition, type Scale } from "#shared/domain/project/scale.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { decodeRuns } from "#shared/domain/runLength.ts";
import { diceOf } from "#shared/statistics/overlap/maskPair.ts";
import type { Store } from "../../store/index.ts";
import { changedParts } from "./comparableParts.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

/** Voxels of a segment in either label map, and in both. */
interface Overlap {
  a: number;
  b: number;
  both: number;
}

/** A reading, and the version of the protocol that it was made by. */
interface ReadingBy {
  readonly row: ReadingRow;
  readonly protocol: Protocol;
}

/**
 * Compares a reading with the coordinator's of the same case: every grade, and Dice of every segment over all slices of every series drawn on. Where
 * the two were made by two versions of the protocol, segments are those of one name, whatever their label; what is not in both is named, and left out.
 */
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

  const overlapsOf = (reader: ReadingBy, coordinator: ReadingBy): ComparedCase["overlaps"] => {
    const [imagesA, imagesB] = [tables.images(reader.row.id), tables.images(coordinator.row.id)];
    const changed = changedParts(reader.protocol, coordinator.protocol);
    return reader.protocol.regions.flatMap((region) => {
      const other = coordinator.protocol.regions.find(({ id }) => id === region.id);
      // On other levels the same muscle is another drawing.
      if (!other || changed.levels.includes(region.id)) return [];
      const numbers = numbersByName(other);
      const shared = segmentsToDraw(region.drawing).filter(({ name }) => numbers.has(name));
      const labelOf = new Uint8Array(256);
      for (const { name, number } of shared) labelOf[numbers.get(name)!] = number;
      return region.roles
        .filter(({ use }) => use !== "shown beside")
        .flatMap((role) => {
          const [slicesA, slicesB] = [imagesA, imagesB].map((images) =>
            slicesOf(images.find((image) => image.region === region.id && image.role === role.id)?.segmentationId),
          );
          const counts = countLabels(slicesA!, slicesB!, labelOf);
          return shared.map(({ name, number }) => ({ about: `${name}, ${region.name}, ${role.name}`, dice: diceOf(counts[number]!) }));
        });
    });
  };

  const gradesOf = (reader: ReadingBy, coordinator: ReadingBy): ComparedCase["grades"] => {
    const { forms, regions } = reader.protocol;
    const [answersA, answersB] = [tables.latestAnswers(reader.row.id), tables.latestAnswers(coordinator.row.id)];
    const changed = changedParts(reader.protocol, coordinator.protocol);
    return forms.flatMap((form) =>
      formCells(form, regions).flatMap((cell) => {
        const { kind } = cell.item;
        // What the coordinator left open asks nothing.
        if (kind.type !== "grade" || !answersB.has(cell.key) || changed.forms.includes(form.id)) return [];
        const scale = form.scales.find(({ id }) => id === kind.scale)!;
        return [{ about: cellInWords(cell), positions: [answersA, answersB].map((all) => positionOf(scale, all.get(cell.key))) }];
      }),
    );
  };

  return (reader: ReadingBy, coordinator: ReadingBy): ComparedCase & { readonly notCompared: readonly string[] } => ({
    code: reader.row.code,
    grades: gradesOf(reader, coordinator),
    overlaps: overlapsOf(reader, coordinator),
    notCompared: notCompared(reader, coordinator),
  });
}
export type CompareReadings = ReturnType<typeof createCompareReadings>;

const positionOf = (scale: Scale, answer: Answer | undefined): number | null =>
  answer?.type === "grade" ? gradePosition(scale, answer.value) : null;

/** Voxels by label of `a`, 0 to 255; `labelOf` says which label of `a` means the same as one of `b`, 0 where none does. */
function countLabels(a: ReadonlyMap<number, Uint8Array>, b: ReadonlyMap<number, Uint8Array>, labelOf: Uint8Array): Overlap[] {
  const counts = Array.from({ length: 256 }, (): Overlap => ({ a: 0, b: 0, both: 0 }));
  for (const [slice, labels] of a) {
    const other = b.get(slice);
    for (let at = 0; at < labels.length; at++) {
      const label = labels[at]!;
      counts[label]!.a += 1;
      if (other && labelOf[other[at]!] === label) counts[label]!.both += 1;
    }
  }
  for (const labels of b.values()) for (const label of labels) counts[labelOf[label]!]!.b += 1;
  return counts;
}

const numbersByName = ({ drawing }: Pick<Region, "drawing">): ReadonlyMap<string, number> =>
  new Map(segmentsToDraw(drawing).map(({ name, number }) => [name, number]));

/** What one of two versions of a protocol does not have, or means something else by, in words. */
function notCompared(reader: ReadingBy, coordinator: ReadingBy): string[] {
  const changed = changedParts(reader.protocol, coordinator.protocol);
  const versions = `version ${reader.row.protocolVersion} of the protocol and version ${coordinator.row.protocolVersion}`;
  const regions = reader.protocol.regions.flatMap((region) => {
    if (changed.levels.includes(region.id)) return [`drawings of ${region.name}: its levels differ between ${versions}`];
    const other = coordinator.protocol.regions.find(({ id }) => id === region.id);
    const [own, theirs] = [numbersByName(region), other ? numbersByName(other) : new Map<string, number>()];
    const names = [...[...own.keys()].filter((name) => !theirs.has(name)), ...[...theirs.keys()].filter((name) => !own.has(name))];
    return names.length === 0 ? [] : [`${names.join(", ")} of ${region.name}: not drawn in both ${versions}`];
  });
  const forms = reader.protocol.forms
    .filter(({ id }) => changed.forms.includes(id))
    .map(({ name }) => `grades of “${name}”: its scale differs between ${versions}`);
  return [...regions, ...forms];
}
