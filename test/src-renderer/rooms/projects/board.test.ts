import { expect, test } from "vitest";
import type { ReadingOfProject } from "../../../../src-renderer/client/projects.ts";
import { boardOf, openQuestions, stateInWords } from "../../../../src-renderer/rooms/projects/readings/board.ts";

const reading = (part: Partial<ReadingOfProject>): ReadingOfProject => ({
  readingId: "",
  caseCode: "A",
  code: "A",
  reader: "One",
  readerNumber: 1,
  pass: 1,
  position: 1,
  seed: 1,
  protocolVersion: 1,
  replaced: [],
  marks: [],
  isTraining: false,
  state: "open",
  version: 1,
  openedAt: null,
  submittedAt: null,
  activeMs: 0,
  questions: [],
  signatures: [],
  isReference: false,
  outInPacket: null,
  isUnblinded: false,
  ...part,
});

test("a board has a column a reader and pass, a row a case with training first, and every reading once in its place", () => {
  const readings = [
    reading({ readingId: "1", readerNumber: 2, reader: "Two" }),
    reading({ readingId: "2", pass: 2, code: "Q" }),
    reading({ readingId: "3", state: "submitted", openedAt: "2026-01-01T00:00:00.000Z" }),
    reading({ readingId: "4", caseCode: "B", isTraining: true }),
  ];
  const { columns, rows } = boardOf(readings);
  expect(columns.map(({ readerNumber, pass, total, submitted }) => [readerNumber, pass, total, submitted])).toEqual([
    [1, 1, 2, 1],
    [1, 2, 1, 0],
    [2, 1, 1, 0],
  ]);
  expect(rows.map(({ caseCode }) => caseCode)).toEqual(["B", "A"]);
  const placed = rows.map((row) => columns.map(({ key }) => row.readings.get(key)?.readingId));
  expect(placed).toEqual([
    ["4", undefined, undefined],
    ["3", "2", "1"],
  ]);
});

test("a reading that nobody opened is not called open, and only questions without an answer wait", () => {
  expect(stateInWords(reading({}))).toBe("not opened");
  expect(stateInWords(reading({ openedAt: "2026-01-01T00:00:00.000Z" }))).toBe("open");
  const questions = [
    { number: 1, text: "a", answer: "b" },
    { number: 2, text: "c", answer: null },
  ];
  expect(openQuestions([reading({ questions })]).map(({ number }) => number)).toEqual([2]);
});
