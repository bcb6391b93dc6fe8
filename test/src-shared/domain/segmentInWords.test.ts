import { expect, it } from "vitest";
import { segmentInWords } from "../../../src-shared/domain/segmentInWords.ts";

it.each([
  [{ name: "RFEM right", side: "right" }, "RFEM right"],
  [{ name: "Tumour, Left", side: "left" }, "Tumour, Left"],
  [{ name: "Tumour", side: "left" }, "Tumour, left"],
  [{ name: "Cleft", side: "left" }, "Cleft, left"],
  [{ name: "RFEM right", side: "left" }, "RFEM right, left"],
  [{ name: "Uterus", side: "midline" }, "Uterus, midline"],
  [{ name: "Cyst", side: "none" }, "Cyst"],
] as const)("%o reads %s", (segment, words) => {
  expect(segmentInWords(segment)).toBe(words);
});
