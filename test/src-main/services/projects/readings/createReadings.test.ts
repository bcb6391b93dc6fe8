import { hash } from "node:crypto";
import type { Database } from "better-sqlite3";
import canonicalize from "canonicalize";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { chainEntry, genesisHead, headOf } from "#shared/domain/project/logChain.ts";
import { createLogTable } from "../../../../../src-main/services/projects/logTable.ts";
import { change } from "../../../author.ts";
import { openStudy, type RunningStudy } from "./runningStudy.ts";

let study: RunningStudy;
const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };
const at = (instant: string) => vi.setSystemTime(new Date(instant));

beforeAll(async () => {
  study = await openStudy();
  vi.useFakeTimers({ toFake: ["Date"] });
  at("2030-12-30T08:00:00.000Z");
  study.projects.start(study.coordinator, study.id);
}, 120_000);
beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => {
  const { fault } = study.projects.verify(study.id);
  if (fault !== null) throw new Error(fault);
});
afterAll(() => {
  vi.useRealTimers();
  return study.close();
});

const own = (by = study.reader1) => study.readings.own(by)[0]!;

describe("a started study", () => {
  test("has a reading for every case of every reader and pass; the second pass has codes of its own", () => {
    const list = study.readings.list(study.coordinator, study.id);
    expect(list.map(({ readerNumber, pass, position }) => [readerNumber, pass, position])).toEqual([
      [1, 1, 1],
      [1, 1, 2],
      [1, 2, 1],
      [1, 2, 2],
      [2, 1, 1],
      [2, 1, 2],
    ]);
    const codes = (reader: number, pass: number) =>
      list.filter((each) => each.readerNumber === reader && each.pass === pass).map(({ code }) => code);
    expect(codes(1, 1).toSorted()).toEqual(["X1", "X2"]);
    expect(codes(2, 1).toSorted()).toEqual(["X1", "X2"]);
    for (const code of codes(1, 2)) expect(["X1", "X2"]).not.toContain(code);
    const order = (pass: number) => list.filter((each) => each.readerNumber === 1 && each.pass === pass).map(({ caseCode }) => caseCode);
    expect(order(2)).toEqual(order(1).toReversed());
    expect(study.projects.status(study.coordinator, study.id)).toMatchObject({ state: "running", protocol: { isFrozen: true } });
  });

  test("keeps protocol, readers, cases and roles as they were started", () => {
    const { projects, coordinator, reader1, id } = study;
    expect(() => projects.changeProtocol(coordinator, id, projects.protocol(coordinator, id))).toThrow(/cannot be changed any more/);
    expect(() => projects.setMembers(coordinator, id, "reader", [reader1.readerId])).toThrow(/cannot be changed any more/);
    expect(() => projects.removeCase(coordinator, id, "X1", "mistake")).toThrow(/cannot be changed any more/);
    expect(() => projects.start(coordinator, id)).toThrow(/the project is running/);
  });

  test("shows a reader the next case alone, and opens no other", () => {
    const mine = own();
    expect(mine).toMatchObject({ total: 4, submitted: 0, begun: [], whyNone: null, waiting: { count: 2, until: null } });
    const other = study.readings
      .list(study.coordinator, study.id)
      .find(({ readerNumber, position }) => readerNumber === 1 && position === 2)!;
    expect(() => study.readings.open(study.reader1, other.readingId)).toThrow(/is not the next one/);
    expect(() => study.readings.open(study.reader2, mine.next!.readingId)).toThrow("You have no such reading.");
    expect(() => study.readings.describe(study.reader1, mine.next!.readingId)).toThrow(/was not opened yet/);
    expect(() => study.readings.open(study.coordinator, mine.next!.readingId)).toThrow("You have no such reading.");
  });
});

describe("a reading", () => {
  let readingId: string;
  test("opens with the segments of the protocol, and nothing tells the patient or the group", () => {
    readingId = own().next!.readingId;
    const reading = study.readings.open(study.reader1, readingId);
    expect(reading.regions.map(({ name, segments }) => [name, segments])).toEqual([
      ["thigh", ["all muscle"]],
      ["calf", ["all muscle"]],
    ]);
    expect(JSON.stringify(reading)).not.toMatch(/HOSP|Quasten|Zitteraal|LGMD|healthy|2\.25\./);
    const drawn = study.readings.images(study.reader1, readingId).filter(({ segmentationId }) => segmentationId !== null);
    expect(drawn.map(({ region, role }) => [region.id, role.id])).toEqual([
      ["thigh", "t1"],
      ["calf", "t1"],
    ]);
    expect(own().begun).toMatchObject([{ readingId, isOpened: true, state: "open" }]);
    expect(own()).toMatchObject({ next: null, whyNone: expect.stringMatching(/^Submit case X\d first/) as string });
  });

  test("is drawn in by its reader alone, with the segments of the protocol; each stroke is an entry of the log", () => {
    const { segmentations, reader1, reader2, coordinator, readings } = study;
    const { segmentationId } = readings.images(reader1, readingId)[0]!;
    const stroke = { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 0, 3) }] };
    for (const by of [reader2, coordinator])
      expect(() => segmentations.applyStroke(by, segmentationId!, 0, stroke)).toThrow(/only its reader changes it/);
    expect(() => segmentations.addSegment(reader1, segmentationId!, { name: "tumour" })).toThrow(/are those of the study's protocol/);
    expect(() => segmentations.rename(reader1, segmentationId!, "mine")).toThrow(/keeps its name/);
    expect(() => segmentations.remove(coordinator, segmentationId!)).toThrow(/keeps its name/);
    expect(segmentations.describe(segmentationId!).revision).toBe(0);
    const before = study.projects.log(coordinator, study.id).length;
    segmentations.applyStroke(reader1, segmentationId!, 0, stroke);
    const entries = study.projects.log(coordinator, study.id).slice(before);
    expect(entries.map(({ action, reader }) => [action, reader])).toEqual([["drawing.stroke", "Reader 1"]]);
    expect(entries[0]!.after).toEqual({ revision: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  });

  test("scores after drawing, as the protocol says, and takes only answers that the form has", async () => {
    const { readings, reader1, reader2, fields } = study;
    const [field] = fields();
    const three = { type: "grade", value: "3" } as const;
    expect(() => readings.answer(reader1, readingId, field!, three)).toThrow(
      /scores after drawing. Not drawn yet: all muscle, thigh, water-only/,
    );
    await study.drawAll(reader1, readingId);
    expect(() => readings.answer(reader1, readingId, field!, { type: "grade", value: "6" })).toThrow(/"6"/);
    expect(() => readings.answer(reader1, readingId, "nothing/grade", three)).toThrow(/no such field/);
    expect(() => readings.answer(reader2, readingId, field!, three)).toThrow("You have no such reading.");
    readings.answer(reader1, readingId, field!, three);
    readings.answer(reader1, readingId, field!, { type: "grade", value: "2" });
    expect(readings.describe(reader1, readingId).answers).toEqual([[field, { type: "grade", value: "2" }]]);
    readings.answer(reader1, readingId, field!, null);
    expect(readings.describe(reader1, readingId).answers).toEqual([]);
    expect(readings.lacks(reader1, readingId)).toEqual({
      levels: [],
      drawings: [],
      answers: expect.objectContaining({ length: 34 }) as string[],
    });
  });

  test("is submitted whole and signed; then nobody changes it", async () => {
    const { readings, reader1, segmentations, fields } = study;
    await expect(readings.submit(reader1, readingId, secret)).rejects.toThrow(/is not complete. Not answered yet: .*; and 28 more/);
    study.answerAll(reader1, readingId);
    await expect(readings.submit(reader1, readingId, { ...secret, passphrase: "left passphrase" })).rejects.toThrow(/not the right one/);
    const images = readings.images(reader1, readingId);
    at("2030-12-31T08:00:00.000Z");
    const done = await readings.submit(reader1, readingId, secret);
    expect(done).toMatchObject({ version: 1, submittedAt: "2030-12-31T08:00:00.000Z" });
    const stroke = { tool: "brush", slices: [{ sliceIndex: 1, labels: new Uint8Array(64).fill(1) }] };
    const { id, revision } = segmentations.describe(images[0]!.segmentationId!);
    expect(() => segmentations.applyStroke(reader1, id, revision, stroke)).toThrow(/is locked/);
    expect(() => readings.answer(reader1, readingId, fields()[0]!, { type: "grade", value: "0" })).toThrow(/was submitted and is locked/);
    expect(() => readings.describe(reader1, readingId)).toThrow(/was submitted and is locked/);
    const [signature] = readings.list(study.coordinator, study.id).find((each) => each.readingId === readingId)!.signatures;
    const content = JSON.parse(signature!.content) as { answers: object; drawings: object[]; log: object; meaning: string };
    expect(Object.keys(content.answers)).toHaveLength(34);
    expect(content.drawings).toHaveLength(4);
    expect(content.meaning).toBe(secret.meaning);
    expect(own()).toMatchObject({ submitted: 1, whyNone: null });
  });

  test("unlocked with a reason it is a new version, and the one before stays", async () => {
    const { readings, reader1, coordinator } = study;
    expect(() => readings.unlock(reader1, readingId, "I erred")).toThrow(/Only a coordinator/);
    expect(() => readings.unlock(coordinator, readingId, " ")).toThrow(/needs a reason/);
    expect(() => readings.unlock(coordinator, readingId, "Quastenflosser has moved; Zitteraal too")).toThrow(/patient's name or ID/);
    readings.unlock(coordinator, readingId, "Two muscles were mistaken for each other");
    expect(readings.describe(reader1, readingId)).toMatchObject({ version: 2, state: "unlocked" });
    at("2030-12-31T09:00:00.000Z");
    await readings.submit(reader1, readingId, secret);
    const { signatures, version } = readings.list(coordinator, study.id).find((each) => each.readingId === readingId)!;
    expect([version, signatures.map((each) => each.version)]).toEqual([2, [1, 2]]);
  });

  test("the blind of its case is broken for its reader, with a reason: what is submitted since is marked, and signed so", async () => {
    const { readings, projects, reader1, coordinator, id } = study;
    const row = () => readings.list(coordinator, id).find((each) => each.readingId === readingId)!;
    const { caseCode } = row();
    const [group, name] = caseCode === "X1" ? (["LGMD", /Quasten/] as const) : (["healthy", /Zitteraal/] as const);
    expect(() => readings.unblind(reader1, readingId, "I want to know")).toThrow(/Only a coordinator/);
    for (const [reason, words] of [
      [" ", /needs a reason/],
      ["Quastenflosser and Zitteraal fell", /patient's name or ID, or the group/],
      ["LGMD, not healthy", /patient's name or ID, or the group/],
    ] as const)
      expect(() => readings.unblind(coordinator, readingId, reason)).toThrow(words);
    at("2030-12-31T09:10:00.000Z");
    const told = readings.unblind(coordinator, readingId, "Incidental mass: the ward was called");
    expect(told).toMatchObject({ caseCode, reader: "Reader 1", group, patients: [{ patientName: expect.stringMatching(name) as string }] });
    expect(() => readings.unblind(coordinator, readingId, "again")).toThrow(/was broken for Reader 1 already/);
    const last = projects.log(coordinator, id).at(-1)!;
    expect(last).toMatchObject({
      action: "blind.break",
      subject: `blind of case ${caseCode}, reader 1`,
      reason: "Incidental mass: the ward was called",
    });
    expect(JSON.stringify(last)).not.toMatch(/Quasten|Zitteraal|HOSP|LGMD|healthy/);
    // What was signed before is blinded; what is still to come of this case by this reader is not.
    const marked = () =>
      readings.list(coordinator, id).flatMap((each) => (each.isUnblinded ? [`${each.caseCode} ${each.readerNumber} ${each.pass}`] : []));
    expect(marked()).toEqual([`${caseCode} 1 2`]);
    readings.unlock(coordinator, readingId, "Look again");
    at("2030-12-31T09:20:00.000Z");
    await readings.submit(reader1, readingId, secret);
    expect(marked()).toEqual([`${caseCode} 1 1`, `${caseCode} 1 2`]);
    const broken = {
      caseCode,
      readerNumber: 1,
      pass: 1,
      brokenAt: "2030-12-31T09:10:00.000Z",
      brokenBy: "Coordinator",
      submittedSince: [1],
    };
    expect(projects.status(coordinator, id).brokenBlinds).toEqual([expect.objectContaining(broken)]);
    expect(row().signatures.map(({ content }) => (JSON.parse(content) as { blindBrokenAt?: string }).blindBrokenAt)).toEqual([
      undefined,
      undefined,
      broken.brokenAt,
    ]);
  });

  test("a question is answered without unblinding; the next case may be opened meanwhile", () => {
    const { readings, reader1, coordinator } = study;
    const second = own().next!;
    readings.open(reader1, second.readingId);
    readings.ask(reader1, second.readingId, "Fat suppression failed on the left");
    expect(own().begun[0]).toMatchObject({ readingId: second.readingId, isAsking: true });
    for (const words of ["That is Zitteraal, or Quastenflosser", "One of LGMD, or healthy"])
      expect(() => readings.answerQuestion(coordinator, second.readingId, 1, words)).toThrow(/name or ID, or the group/);
    readings.answerQuestion(coordinator, second.readingId, 1, "Score the right side only");
    expect(() => readings.answerQuestion(coordinator, second.readingId, 1, "again")).toThrow(/has an answer already/);
    expect(readings.describe(reader1, second.readingId).questions).toEqual([
      { number: 1, text: "Fat suppression failed on the left", answer: "Score the right side only" },
    ]);
  });

  test("the second pass opens two calendar months after the own submission, not a millisecond before", async () => {
    const { readings, reader1 } = study;
    const [open] = own().begun;
    await study.drawAll(reader1, open!.readingId);
    study.answerAll(reader1, open!.readingId);
    at("2031-01-05T10:00:00.000Z");
    await readings.submit(reader1, open!.readingId, secret);
    // Pass 2 has the other order: first the case of 5 January, two months later to the millisecond; the other one waits behind it.
    at("2031-03-05T09:59:59.999Z");
    expect(own()).toMatchObject({ next: null, waiting: { count: 1, until: "2031-03-06T00:00:00.000Z" } });
    const again = readings.list(study.coordinator, study.id).filter(({ readerNumber, pass }) => readerNumber === 1 && pass === 2);
    for (const { readingId: id } of again)
      expect(() => readings.open(reader1, id)).toThrow("The next case can be opened from 2031-03-06 on (UTC), after its washout.");
    at("2031-03-05T10:00:00.000Z");
    expect(own().next).toMatchObject({ readingId: again[0]!.readingId, pass: 2 });
    expect(() => readings.open(reader1, again[1]!.readingId)).toThrow(/is not the next one/);
    expect(readings.open(reader1, again[0]!.readingId).answers).toEqual([]);
    const { segmentationId } = readings.images(reader1, again[0]!.readingId)[0]!;
    expect(study.segmentations.describe(segmentationId!).revision).toBe(0);
  });

  test("while a pass of a case is open, the other one is not unlocked", () => {
    const { readings, coordinator, id } = study;
    const list = readings.list(coordinator, id).filter(({ readerNumber }) => readerNumber === 1);
    const open = list.find(({ pass, openedAt }) => pass === 2 && openedAt !== null)!;
    const earlier = list.find(({ pass, caseCode }) => pass === 1 && caseCode === open.caseCode)!;
    expect(() => readings.unlock(coordinator, earlier.readingId, "look again")).toThrow(/has this case open in pass 2/);
  });

  test("with the clock set back nothing is opened", () => {
    at("2031-01-01T00:00:00.000Z");
    expect(() => study.readings.open(study.reader2, own(study.reader2).next!.readingId)).toThrow(/clock of this machine is .* behind/);
    // It ran ahead before, or so a coordinator says: time counts from now on, and the log keeps both.
    const { projects, coordinator, reader1, reader2, id } = study;
    expect(() => projects.releaseClock(reader1, id, "wrong year")).toThrow(/Only a coordinator/);
    expect(() => projects.releaseClock(coordinator, id, " ")).toThrow(/needs a reason/);
    projects.releaseClock(coordinator, id, "The year was set wrong");
    expect(projects.log(coordinator, id).at(-1)).toMatchObject({
      action: "clock.release",
      at: "2031-01-01T00:00:00.000Z",
      reason: "The year was set wrong",
    });
    study.readings.open(reader2, own(reader2).next!.readingId);
    at("2031-03-06T00:00:00.000Z");
  });
});

describe("verify", () => {
  const oneAnswer = "number = 10 AND reading_id = (SELECT min(reading_id) FROM reading_answer WHERE number = 10)";
  const oneSubmitted = "id = (SELECT min(id) FROM reading WHERE state = 'submitted')";
  const oneSignature = "version = 1 AND reading_id = (SELECT min(reading_id) FROM reading_signature)";
  test.each([
    ["reading_answer", "answer", '{"type":"grade","value":"5"}', oneAnswer, /the row of answer .* is not as entry \d+ left it: answer/],
    [
      "segmentation_slice",
      "labels",
      Buffer.from([0]),
      "rowid = (SELECT max(rowid) FROM segmentation_slice)",
      /the drawing .* is not what was drawn/,
    ],
    ["reading", "state", "open", oneSubmitted, /the row of reading .* is not as entry \d+ left it: state/],
    ["reading", "opened_at", "2030-12-30T07:00:00.000Z", oneSubmitted, /the row of reading .* is not as entry \d+ left it: openedAt/],
    ["broken_blind", "reason", "none", "reader_number = 1", /the row of blind of case X\d, reader 1 is not as entry \d+ left it: reason/],
    ["reading_signature", "content", "{}", oneSignature, /the row of signature .* is not as entry \d+ left it: content/],
  ])("names what was changed beside the log: %s, %s", (table, column, value, where, words) => {
    const { store, projects, id } = study;
    const before = store.database.prepare(`SELECT ${column} FROM ${table} WHERE ${where}`).pluck().all();
    expect(before).toHaveLength(1);
    // By the key that `where` names now: it may name another row afterwards.
    const keys = store.database
      .prepare(`SELECT ${keyOf(table)} FROM ${table} WHERE ${where}`)
      .pluck()
      .get();
    const set = (to: unknown) =>
      change(store, (database) => database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${keyOf(table)} = ?`).run(to, keys));
    set(value);
    expect(projects.verify(id).fault).toMatch(words);
    set(before[0]);
    expect(projects.verify(id).fault).toBeNull();
  });
});

test("verify finds what was changed with a log computed anew, by the signature", () => {
  const { store, projects, id } = study;
  const { database } = store;
  const { number, field } = database
    .prepare<[], { number: number; field: string }>(
      "SELECT number, field FROM reading_answer WHERE reading_id = (SELECT min(id) FROM reading WHERE state = 'submitted') ORDER BY number DESC",
    )
    .get()!;
  const row = "number = ? AND reading_id = (SELECT min(id) FROM reading WHERE state = 'submitted')";
  const set = (answer: string) => {
    change(store, (write) => {
      write.prepare(`UPDATE reading_answer SET answer = ? WHERE ${row}`).run(answer, number);
      computeAnew(write, id, field, JSON.parse(answer) as object);
    });
  };
  const before = database.prepare<[number], string>(`SELECT answer FROM reading_answer WHERE ${row}`).pluck().get(number)!;
  set('{"type":"grade","value":"0"}');
  expect(projects.verify(id).fault).toMatch(/holds something else than what was signed/);
  set(before);
  expect(projects.verify(id).fault).toBeNull();
});

/** Writes the whole log again with another answer of a field, each entry over the one before: who can write to the database can. */
function computeAnew(database: Database, projectId: string, field: string, answer: object): void {
  database.exec("DROP TRIGGER IF EXISTS audit_event_changed");
  const sha256 = (text: string) => hash("sha256", text, "hex");
  const reading = database.prepare<[], { code: string; reader: number; pass: number }>(
    "SELECT code, reader_number AS reader, pass FROM reading WHERE id = (SELECT min(id) FROM reading WHERE state = 'submitted')",
  );
  const { code, reader, pass } = reading.get()!;
  const subject = `answer ${code}, reader ${reader}, pass ${pass}, ${field}`;
  let head = genesisHead(projectId, sha256);
  const entries = createLogTable({ database })
    .rows(projectId)
    .map(({ entry }) => entry!);
  const last = entries.findLast((entry) => entry.subject === subject)!.number;
  const update = database.prepare("UPDATE audit_event SET after = ?, previous_hash = ?, hash = ? WHERE project_id = ? AND number = ?");
  for (const { number, previousHash: _previous, hash: _hash, ...event } of entries) {
    const after = number === last ? { ...(event.after as object), answer } : event.after;
    const entry = chainEntry(head, { ...event, after: after as typeof event.after }, sha256);
    update.run(after === null ? null : canonicalize(after), entry.previousHash, entry.hash, projectId, number);
    head = headOf(entry);
  }
}

/** An expression that names one row of a table. */
function keyOf(table: string): string {
  return {
    reading_answer: "reading_id || number",
    segmentation_slice: "rowid",
    reading: "id",
    broken_blind: "reading_id",
    reading_signature: "reading_id || version",
  }[table]!;
}
