import type { Author } from "../../../../../src-main/services/store/index.ts";
import { addReader } from "../../../author.ts";
import { setCheapPassphrase } from "../../readers/signingReader.ts";
import { openStudy, studyProtocol } from "../readings/runningStudy.ts";

export const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };

/** Voxels from the first on that a reader draws on the first and on the second slice of an image of the thigh. */
export type DrawnCounts = readonly [number, number];

/**
 * Two cases read by two readers, who differ on X1 alone. On its T1-weighted image of the thigh reader 1 draws 5 voxels of slice 1 and 10
 * of slice 2, reader 2 ten of
 * both: Dice of slice 1 is 2 * 5 / (5 + 10) = 0.667, of slice 2 it is 1, of both 2 * 15 / (15 + 20) = 0.857. The first field has grades 3 and 5, the
 * second 3 and 4; in X2 the second has 3 and 4 as well.
 */
export async function openDiffering(limits: { gradeDifference: number | null; diceBelow: number | null }, hasSecondPass = false) {
  const protocol = studyProtocol();
  const study = await openStudy({
    passes: hasSecondPass ? protocol.passes : protocol.passes.slice(0, 1),
    agreement: { ...protocol.agreement, featureFilter: null, adjudication: limits },
  });
  const { store, projects, readings, segmentations, coordinator, reader1, reader2, id } = study;
  const [coordinator2, third] = [addReader(store, "Second coordinator"), addReader(store, "Third")];
  setCheapPassphrase(store, coordinator2.readerId, secret.passphrase);
  projects.setMembers(coordinator, id, "coordinator", [coordinator.readerId, coordinator2.readerId]);
  projects.start(coordinator, id);
  const [first, second] = study.fields() as [string, string];

  const draw = async (by: Author, readingId: string, counts: DrawnCounts) => {
    const images = readings.images(by, readingId);
    for (const image of images.filter(({ role }) => role.use === "drawn on")) {
      const [one, two] = image.region.id === "thigh" ? counts : [4, 4];
      const slices = [one, two].map((count, sliceIndex) => ({ sliceIndex, labels: new Uint8Array(64).fill(1, 0, count) }));
      segmentations.applyStroke(by, image.segmentationId!, 0, { tool: "brush", slices });
      const target = images.find((each) => each.region.id === image.region.id && each.role.use === "copied to")!;
      await segmentations.copyTo(by, image.segmentationId!, target.volumeId);
    }
    // Both have drawn the same on the water-only image.
    const water = readings.images(by, readingId).find(({ region, role }) => region.id === "thigh" && role.use === "copied to")!;
    const { revision } = segmentations.describe(water.segmentationId!);
    const labels = new Uint8Array(64).fill(1, 0, 10);
    const slices = [0, 1].map((sliceIndex) => ({ sliceIndex, labels }));
    segmentations.applyStroke(by, water.segmentationId!, revision, { tool: "brush", slices });
  };
  /** Reads the next case of pass 1; answers its code. */
  const readNext = async (by: Author): Promise<string> => {
    const { readingId, code } = readings.own(by)[0]!.next!;
    readings.open(by, readingId);
    const isSecond = by === reader2;
    await draw(by, readingId, code === "X1" && !isSecond ? [5, 10] : [10, 10]);
    study.answerAll(by, readingId);
    const grade = (value: string) => ({ type: "grade", value }) as const;
    if (isSecond) readings.answer(by, readingId, second, grade("4"));
    if (isSecond && code === "X1") readings.answer(by, readingId, first, grade("5"));
    await readings.submit(by, readingId, secret);
    return code;
  };
  const readingOf = (reader: Author, code: string) =>
    readings.list(coordinator, id).find((each) => each.reader === reader.name && each.code === code && each.pass === 1)!.readingId;
  return { ...study, coordinator2, third, first, second, readNext, readingOf, readers: [reader1, reader2] as const };
}
export type Differing = Awaited<ReturnType<typeof openDiffering>>;
