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
    compared: { features: { between: true, within: true }, grades: { between: true, within: true } },
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

const itemOf = (own: ReturnType<typeof record>, guideline: string, number: number) =>
  reportingItems(own).find((item) => item.guideline === guideline && item.number === number)!;

test("what the records do not say yet is open: a second pass that the protocol has and nobody has read contradicts nothing", () => {
  const whole = record([]);
  expect(whole.protocol.passes).toHaveLength(2);
  const half = {
    ...whole,
    facts: studyFacts(
      readings.filter(({ pass }) => pass === 1),
      [],
    ),
    leftOut: { ...whole.leftOut, notSubmitted: 3 },
    compared: { features: { between: true, within: false }, grades: { between: false, within: false } },
  };
  for (const number of [4, 9]) {
    const { answer, statement } = itemOf(half, "QAREL", number);
    expect([number, answer]).toEqual([number, "open"]);
    expect(statement).toContain("The protocol has 2 passes; no reader has locked readings of one case in two of them yet.");
    expect(statement).toContain("3 readings are not submitted yet");
    expect(statement).not.toContain("one pass");
  }
  // What is planned and was not compared is not said to be done.
  expect(itemOf(half, "GRRAS", 10).statement).toMatch(/^ICC\(A,1\) between readers with 95 % F intervals; cases/);
  expect(reportingItems(half).filter(({ answer }) => answer === "no")).toEqual([]);
  // A protocol that is not blinded, or a second pass that was opened too early, contradicts it whether or not it was submitted.
  const early = { ...half, facts: studyFacts([], [entry(41, "reading.mark")]) };
  expect(itemOf(early, "QAREL", 4)).toMatchObject({ answer: "no", evidence: "entries 41 of the log" });
  const once = { ...half, protocol: { ...half.protocol, passes: half.protocol.passes.slice(0, 1) } };
  expect(itemOf(once, "QAREL", 4)).toMatchObject({ answer: "author", statement: "The protocol has one pass." });
  const nothing = { ...half, compared: { ...half.compared, features: half.compared.grades } };
  expect(itemOf(nothing, "GRRAS", 10)).toMatchObject({ answer: "open", statement: "Neither features nor grades could be compared yet." });
});

test("whether the time between passes was suitable is the author's to say where the protocol asks for none", () => {
  const whole = record([]);
  expect(itemOf(whole, "QAREL", 9).answer).toBe("yes");
  const passes = whole.protocol.passes.map((pass) => ({ ...pass, washout: null }));
  expect(itemOf({ ...whole, protocol: { ...whole.protocol, passes } }, "QAREL", 9)).toMatchObject({
    answer: "author",
    statement: "60.0 to 70.0 days, median 65.0",
  });
});
