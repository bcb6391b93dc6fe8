import { expect, test } from "vitest";
import { reportingItems } from "#shared/domain/agreement/reportingItems.ts";
import { studyFacts } from "#shared/domain/agreement/studyFacts.ts";
import { templateProtocol } from "../../../../src-main/services/projects/index.ts";

const reading = (caseCode: string, readerNumber: number, pass: number, openedAt: string, submittedAt: string) => ({
  caseCode,
  readerNumber,
  pass,
  openedAt,
  firstSubmittedAt: submittedAt,
  activeMs: 600_000,
});
const readings = [
  reading("A", 1, 1, "2026-01-01T08:00:00.000Z", "2026-01-01T12:00:00.000Z"),
  reading("A", 1, 2, "2026-03-02T12:00:00.000Z", "2026-03-02T13:00:00.000Z"),
  reading("B", 1, 1, "2026-01-02T08:00:00.000Z", "2026-01-02T12:00:00.000Z"),
  reading("B", 1, 2, "2026-03-13T12:00:00.000Z", "2026-03-13T13:00:00.000Z"),
  reading("A", 2, 1, "2026-01-01T08:00:00.000Z", "2026-01-01T12:00:00.000Z"),
];
const entry = (number: number, action: string) => ({ number, action });

test("times between passes are of one case and reader; what happened is counted with its entries", () => {
  const facts = studyFacts(readings, [
    entry(3, "reading.open"),
    entry(7, "reading.unlock"),
    entry(9, "blind.break"),
    entry(12, "reading.unlock"),
  ]);
  // 1 January to 2 March 2026: 60 days; 2 January to 13 March: 70.
  expect(facts.washoutDays).toEqual({ minimum: 60, median: 65, maximum: 70 });
  expect(facts.minutesPerReading).toEqual({ minimum: 10, median: 10, maximum: 10 });
  expect(facts).toMatchObject({ unlocks: 2, brokenBlinds: 1, withdrawals: 0 });
  expect(facts.entries.unlocks).toEqual([7, 12]);
});

const record = (log: Parameters<typeof studyFacts>[1], blinding = {}) => {
  const protocol = templateProtocol("myopathy");
  return {
    protocol: { ...protocol, blinding: { ...protocol.blinding, ...blinding } },
    facts: studyFacts(readings, log),
    cases: 2,
    readings: 5,
    readers: 2,
    leftOut: { training: 0, excluded: 0, withdrawn: 0, notSubmitted: 0 },
    orders: 3,
    program: "Fascicle",
  };
};

test("an item that the log contradicts says no, with the count and the entries", () => {
  const find = (log: Parameters<typeof studyFacts>[1], guideline: string, number: number) =>
    reportingItems(record(log)).find((item) => item.guideline === guideline && item.number === number)!;
  expect(reportingItems(record([]))).toHaveLength(15 + 11);
  for (const [guideline, number] of [
    ["GRRAS", 9],
    ["QAREL", 3],
    ["QAREL", 5],
    ["QAREL", 6],
  ] as const) {
    expect(find([], guideline, number).answer).toBe("yes");
    const broken = find([entry(40, "blind.break"), entry(44, "blind.break")], guideline, number);
    expect(broken.answer).toBe("no");
    expect(broken.statement).toContain("The blind was broken 2 times");
    const seen = find([entry(50, "reading.seen")], guideline, number);
    expect(seen.answer).toBe("no");
    expect(seen.statement).toContain("1 readings were opened by coordinators who could see all readings before");
  }
  expect(find([entry(40, "blind.break")], "GRRAS", 9).evidence).toBe("entries 40 of the log");
  expect(find([entry(41, "reading.mark")], "QAREL", 4)).toMatchObject({ answer: "no", evidence: "entries 41 of the log" });
  expect(find([entry(42, "reading.seen")], "QAREL", 4).answer).toBe("no");
  expect(find([], "QAREL", 4)).toMatchObject({ answer: "yes", statement: expect.stringContaining("60.0 to 70.0 days") as string });
});

test("readings that were not blinded are said so with evidence, and what readers were shown", () => {
  const find = (blinding: object, guideline: string, number: number) =>
    reportingItems(record([], blinding)).find((item) => item.guideline === guideline && item.number === number)!;
  for (const [guideline, number] of [
    ["GRRAS", 9],
    ["QAREL", 3],
    ["QAREL", 4],
    ["QAREL", 5],
    ["QAREL", 6],
  ] as const) {
    const { answer, statement, evidence } = find({ isBlinded: false }, guideline, number);
    expect([guideline, number, answer]).toEqual([guideline, number, "no"]);
    expect(statement).toContain("Readings were not blinded");
    expect(evidence).toBe("the frozen protocol: blinding, isBlinded is false");
  }
  const shown = { shown: ["age", "sex"], showsModelResults: true };
  expect(find(shown, "QAREL", 6)).toMatchObject({ answer: "no", statement: "Shown in readings: age, sex, results of models." });
  expect(find(shown, "QAREL", 7).statement).toContain("Results of models were shown in readings.");
  expect(find(shown, "GRRAS", 8).statement).toContain("Shown in readings: age, sex, results of models.");
  expect(find(shown, "GRRAS", 8).statement).not.toMatch(/Hidden from readers: [^.]*\b(?:age|sex|models)\b/);
  expect(find({}, "GRRAS", 8).statement).toMatch(/Hidden from readers: [^.]*\bage, sex\b/);
});
