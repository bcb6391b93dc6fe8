import { expect, test } from "vitest";
import { staple, votePatterns } from "#shared/statistics/overlap/consensus.ts";
import { consensusDrawings, consensusLabels } from "../../../../src-main/services/agreement/consensusDrawings.ts";
import type { LockedReading } from "../../../../src-main/services/projects/index.ts";
import { templateProtocol } from "../../../../src-main/services/projects/index.ts";

/** 6 by 1 pixels of 2 by 3 mm on two slices; "a" and "b" are segments, "." is nothing. */
const drawn: Readonly<Record<string, string>> = {
  one: "aab... aaaaaa",
  two: "aabb.. aaaaaa",
  three: "a.bb.. ......",
};
const labelsOf = (text: string) => Uint8Array.from(text.replaceAll(" ", ""), (letter) => [".", "a", "b"].indexOf(letter));
const segments = ["a", "b"].map((name, at) => ({ number: at + 1, name, color: "#ff0000", side: "none" as const }));
const volume = {
  id: "volume",
  columns: 6,
  rows: 1,
  slices: 2,
  spacingMm: [2, 3, 18],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const sources = {
  segmentations: {
    describe: () => undefined as never,
    readLabelMap: (id: string) =>
      Promise.resolve({ segmentation: { id, volumeId: "volume", segments } as never, labels: labelsOf(drawn[id]!) }),
  },
  volumes: { describe: () => volume as never },
};

/** The first slice alone is read. */
const study = (count: number) => ({
  protocol: templateProtocol("myopathy"),
  readings: Object.keys(drawn)
    .slice(0, count)
    .map(
      (segmentationId, at) =>
        ({
          caseCode: "X1",
          readerNumber: at + 1,
          pass: 1,
          drawings: [{ region: "thigh", role: "t1", segmentationId, drawingHash: "", levels: [{ level: "middle", slice: 0 }] }],
        }) as unknown as LockedReading,
    ),
});

test("the majority of three readers, segment by segment on the slices that are read, with the Dice of each reader", async () => {
  const [a, b] = await consensusDrawings(sources, study(3), "majority");
  // Segment a: 2 of 3 have the first two pixels, of 6 mm² each; reader 3 has one of them: Dice 2 * 1 / (1 + 2).
  expect(a).toEqual({
    caseCode: "X1",
    region: "thigh",
    role: "t1",
    segment: "a",
    method: "majority",
    slices: 1,
    area: 12,
    tiedArea: 0,
    readers: [1, 1, 2 / 3].map((dice, at) => ({ readerNumber: at + 1, dice, sensitivity: null, specificity: null })),
  });
  expect(b).toMatchObject({ segment: "b", area: 12, readers: [{ dice: 2 / 3 }, { dice: 1 }, { dice: 1 }] });
  const { volumeId, labels } = await consensusLabels(sources, study(3), { caseCode: "X1", region: "thigh", role: "t1" }, "majority");
  expect([volumeId, labels]).toEqual(["volume", labelsOf("aabb.. ......")]);
});

test("STAPLE is computed over the box that holds the drawings, without the background around it", async () => {
  const [a] = await consensusDrawings(sources, study(3), "STAPLE");
  // Two pixels, and one of background on every side: 4 by 3.
  const box = (pixels: string) => Uint8Array.from(`0000 0${pixels}0 0000`.replaceAll(" ", ""), Number);
  const inBox = staple(votePatterns(["11", "11", "10"].map(box)));
  expect(a!.readers.map(({ sensitivity }) => sensitivity)).toEqual(inBox.sensitivity);
  expect(a!.readers.map(({ specificity }) => specificity)).toEqual(inBox.specificity);
  expect(a!.area).toBe(12);
});

test("two readers are adjudicated, not voted on", async () => {
  expect(await consensusDrawings(sources, study(2), "majority")).toEqual([]);
  await expect(consensusLabels(sources, study(2), { caseCode: "X1", region: "thigh", role: "t1" }, "majority")).rejects.toThrow(
    "Fewer than three readers",
  );
});
