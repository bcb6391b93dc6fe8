import { expect, test } from "vitest";
import type { ConsensusOfDrawing, OverlapInShort } from "#shared/api/agreement.ts";
import { consensusColumns, consensusRows, consensusSortValue } from "../../../../src-renderer/rooms/agreement/drawings/consensusRows.ts";
import { drawingColumns, drawingSortValue, overlapRows } from "../../../../src-renderer/rooms/agreement/drawings/drawingRows.ts";

test("where readers chose the levels a case tells how far apart their slices lie, and is sorted by the farthest", () => {
  const chosen = [
    { level: "proximal", sliceA: 1, sliceB: 1, distanceMm: 0 },
    { level: "middle", sliceA: 3, sliceB: 5, distanceMm: 13 },
    { level: "distal", sliceA: 7, sliceB: 8, distanceMm: null },
  ];
  const [row] = overlapRows([
    { caseCode: "K01", region: "thigh", role: "t1", segment: null, slices: [], chosen } as unknown as OverlapInShort,
  ]);
  expect(drawingSortValue("apart")(row!)).toBe(13);
  expect(drawingColumns("cases", true).at(-1)!.cell(row!)).toBe("proximal 0.0, middle 13.0, distal –");
  expect(drawingColumns("cases", false).map(({ key }) => key)).not.toContain("apart");
});

test("a consensus has a Dice a reader, and is sorted by the least of them", () => {
  const of = (caseCode: string, dice: ReadonlyArray<number | null>): ConsensusOfDrawing => ({
    caseCode,
    region: "thigh",
    role: "t1",
    segment: "muscle",
    method: "STAPLE",
    slices: 2,
    area: 812.4,
    tiedArea: 0,
    readers: dice.map((own, at) => ({ readerNumber: at + 1, dice: own, sensitivity: 0.95, specificity: 0.99 })),
  });
  const rows = consensusRows([of("K01", [0.9, 0.8, 0.95]), of("K02", [null, null, null])], () => "thigh, T1-weighted");
  expect(rows.map(({ lowest }) => lowest)).toEqual([0.8, null]);
  expect([consensusSortValue("dice:3")(rows[0]!), consensusSortValue("area")(rows[0]!)]).toEqual([0.95, 812.4]);
  const second = consensusColumns(rows).find(({ key }) => key === "dice:2")!;
  expect([second.cell(rows[0]!), second.cell(rows[1]!), second.title!(rows[0]!)]).toEqual([
    "0.800",
    "–",
    "sensitivity 0.950, specificity 0.990, as STAPLE estimates them",
  ]);
});
