import { expect, test } from "vitest";
import { readingBoard, stateInWords, type BoardReading } from "../../../../src-shared/domain/project/readingBoard.ts";

const reading = (part: Partial<BoardReading> & { readonly id?: string }): BoardReading & { readonly id?: string } => ({
  caseCode: "A",
  reader: "One",
  readerNumber: 1,
  pass: 1,
  isTraining: false,
  isReference: false,
  state: "open",
  activeMs: 0,
  ...part,
});

test("a board has a column a reader and pass, a row a case with training first, and every reading once in its place", () => {
  const { columns, rows } = readingBoard([
    reading({ id: "1", readerNumber: 2, reader: "Two" }),
    reading({ id: "2", pass: 2 }),
    reading({ id: "3", state: "submitted" }),
    reading({ id: "4", caseCode: "B", isTraining: true }),
    reading({ id: "5", caseCode: "B", isReference: true }),
  ]);
  expect(columns.map(({ readerNumber, pass, total, submitted }) => [readerNumber, pass, total, submitted])).toEqual([
    [1, 1, 2, 1],
    [1, 2, 1, 0],
    [2, 1, 1, 0],
  ]);
  expect(rows.map(({ caseCode }) => caseCode)).toEqual(["B", "A"]);
  expect(rows.map((row) => columns.map(({ key }) => row.readings.get(key)?.id))).toEqual([
    ["4", undefined, undefined],
    ["3", "2", "1"],
  ]);
});

test("times are added up by pass, reader and case; medians are of submitted readings, and training counts in neither", () => {
  const submitted = (caseCode: string, pass: number, activeMs: number) => reading({ caseCode, pass, activeMs, state: "submitted" });
  const { readers, columns, rows, all } = readingBoard([
    submitted("A", 1, 1000),
    submitted("B", 1, 4000),
    submitted("C", 1, 2000),
    submitted("D", 1, 8000),
    reading({ caseCode: "E", activeMs: 500 }),
    reading({ caseCode: "T", activeMs: 90_000, isTraining: true, state: "submitted" }),
    submitted("A", 2, 6000),
    reading({ caseCode: "A", readerNumber: 2, reader: "Two", activeMs: 700 }),
  ]);
  // By hand: 1 + 4 + 2 + 8 + 0.5 s, the median of 1, 2, 4 and 8 between 2 and 4.
  expect(columns.map(({ totalMs, medianMs }) => [totalMs, medianMs])).toEqual([
    [15_500, 3000],
    [6000, 6000],
    [700, null],
  ]);
  expect(readers.map(({ reader, passes, totalMs, medianMs }) => [reader, passes, totalMs, medianMs])).toEqual([
    ["One", 2, 21_500, 4000],
    ["Two", 1, 700, null],
  ]);
  // Of 1, 2, 4, 6 and 8 s.
  expect(all).toEqual({ total: 8, submitted: 6, totalMs: 22_200, medianMs: 4000 });
  expect(rows.find(({ caseCode }) => caseCode === "A")?.totalMs).toBe(7700);
});

test("a reading that nobody opened is not called open", () => {
  expect(stateInWords({ state: "open", outInPacket: null, openedAt: null })).toBe("not opened");
  expect(stateInWords({ state: "open", outInPacket: null, openedAt: "2026-01-01T00:00:00.000Z" })).toBe("open");
});
