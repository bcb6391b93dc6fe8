import { expect, test } from "vitest";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { segmentOfCell } from "../../../../../src-renderer/rooms/reading/case/segmentOfCell.ts";

const segment = (number: number, name: string, side: Segment["side"]): Segment => ({ number, name, side, color: "#ffffff" });
const item: FormCell["item"] = {
  id: "grade",
  label: "Grade",
  kind: { type: "text", maximumLength: 10 },
  scope: { of: "muscle and side" },
  isRequired: true,
};
const cell = (part: Partial<FormCell>): FormCell => ({ key: "k", item, about: "", ...part });

test("a field's segment is the one of its muscle and side", () => {
  const segments = [
    segment(1, "rectus femoris right", "right"),
    segment(2, "rectus femoris left", "left"),
    segment(3, "Sartorius", "left"),
  ];
  expect(segmentOfCell(cell({ muscle: "RFEM", side: "left" }), [], segments)).toBe(2);
  expect(segmentOfCell(cell({ muscle: "SAR", side: "left" }), [], segments)).toBe(3);
  expect(segmentOfCell(cell({ muscle: "SAR", side: "right" }), [], segments)).toBeNull();
  expect(segmentOfCell(cell({ muscle: "GR", side: "right" }), [], segments)).toBeNull();
  expect(segmentOfCell(cell({}), [], segments)).toBeNull();
});
