import { expect, test } from "vitest";
import { isSameSpace } from "#shared/domain/sameSpace.ts";

const volume = (change: Partial<Parameters<typeof isSameSpace>[0]> = {}) => ({
  id: "a",
  studyInstanceUid: "1.1",
  seriesInstanceUid: "1.1.1",
  frameOfReferenceUid: "1.1.9" as string | null,
  ...change,
});

test("one volume, and two of one frame of reference in one study", () => {
  expect(isSameSpace(volume(), volume())).toBe(true);
  expect(isSameSpace(volume(), volume({ id: "b", seriesInstanceUid: "1.1.2" }))).toBe(true);
});

test("not two frames of reference, also within one series", () => {
  expect(isSameSpace(volume(), volume({ id: "b", frameOfReferenceUid: "1.1.8" }))).toBe(false);
});

test("not one UID in two studies: it may be two patients", () => {
  expect(isSameSpace(volume(), volume({ id: "b", studyInstanceUid: "1.2", seriesInstanceUid: "1.2.1" }))).toBe(false);
});

test("without a frame of reference, within one series only", () => {
  const without = volume({ frameOfReferenceUid: null });
  expect(isSameSpace(without, volume({ id: "b", frameOfReferenceUid: null }))).toBe(true);
  expect(isSameSpace(without, volume({ id: "b" }))).toBe(false);
  expect(isSameSpace(without, volume({ id: "b", seriesInstanceUid: "1.1.2", frameOfReferenceUid: null }))).toBe(false);
});
