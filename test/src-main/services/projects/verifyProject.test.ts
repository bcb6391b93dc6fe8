import * as fc from "fast-check";
import type { Database } from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chainEntry, genesisHead, headOf, type LogEntry } from "#shared/domain/project/logChain.ts";
import { sha256 } from "../../../src-shared/domain/project/sha256.ts";
import { change } from "../../author.ts";
import { openLimbs, smallProtocol, type Limbs } from "./limbStudies.ts";

let limbs: Limbs;
let id: string;
beforeAll(async () => {
  limbs = await openLimbs();
});
beforeEach(() => {
  const { projects, coordinator, reader1 } = limbs;
  id = projects.create(coordinator, { name: "Verified", protocol: smallProtocol("Small", "axial thigh") });
  const code = (uid: string, code: string) => ({ where: code, studyInstanceUids: [uid], code, group: "LGMD", variables: { age: "40" } });
  projects.addCases(coordinator, id, [code("2.25.101", "X1")], "The selection");
  projects.addCases(coordinator, id, [code("2.25.201", "X2")], "The selection");
  projects.setMembers(coordinator, id, "reader", [reader1.readerId]);
  projects.excludeCase(coordinator, id, "X2", "artefact");
});
afterEach(() => limbs.clear());
afterAll(() => limbs.close());

const verify = (head?: string) => limbs.projects.verify(id, head);
/** As somebody does who has the file of the database. */
const tamper = (sql: string, ...values: unknown[]) =>
  change(limbs.store, (database) => {
    withoutTriggers(database, () => database.prepare(sql).run(...values));
  });
function withoutTriggers(database: Database, work: () => void): void {
  const triggers = database
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
    .all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  work();
  for (const { sql } of triggers) database.exec(sql);
}

/** The log computed anew, as `edit` wants its events. */
function recompute(edit: (entries: readonly LogEntry[]) => LogEntry[]): void {
  const entries = edit(limbs.projects.log(limbs.coordinator, id));
  change(limbs.store, (database) =>
    withoutTriggers(database, () => {
      database.prepare("DELETE FROM audit_event WHERE project_id = ?").run(id);
      let head = genesisHead(id, sha256);
      for (const { number: _number, hash: _hash, previousHash: _previous, ...event } of entries) {
        const entry = chainEntry(head, event, sha256);
        head = headOf(entry);
        const text = (value: LogEntry["before"]) => (value === null ? null : JSON.stringify(value, sortedKeys(value)));
        database.prepare("INSERT INTO audit_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
          [
            [id, entry.number, entry.at, entry.readerId, entry.reader, entry.action, entry.subject],
            [text(entry.before), text(entry.after), entry.reason, entry.previousHash, entry.hash],
          ].flat(),
        );
      }
    }),
  );
}
const sortedKeys = (value: LogEntry["before"]): string[] => Object.keys(value as object).toSorted();

test("a project as the program wrote it fits, with its head and with an earlier one", () => {
  const { entries, head, fault } = verify();
  expect({ entries, fault }).toEqual({ entries: 9, fault: null });
  expect(head.number).toBe(9);
  expect(verify(head.hash).fault).toBeNull();
  expect(verify(`9:${head.hash.toUpperCase()}`).fault).toBeNull();
  limbs.projects.includeCase(limbs.coordinator, id, "X2", "looked at again");
  expect(verify(head.hash)).toMatchObject({ entries: 10, fault: null });
  expect(() => verify("12")).toThrow("This is no head of a log");
});

describe("an entry of which one byte is another one is named", () => {
  test.each([
    ["reason", "UPDATE audit_event SET reason = 'artefacT' WHERE number = 9", 9],
    ["time", "UPDATE audit_event SET at = substr(at, 1, 18) || ((substr(at, 19, 1) + 1) % 10) || substr(at, 20) WHERE number = 4", 4],
    ["reader", "UPDATE audit_event SET reader_id = reader_id + 1 WHERE number = 6", 6],
    ["before", "UPDATE audit_event SET before = replace(before, 'included', 'Included') WHERE number = 9", 9],
    ["after", "UPDATE audit_event SET after = replace(after, 'excluded', 'included') WHERE number = 9", 9],
    ["a blank that JSON does not mind", "UPDATE audit_event SET after = replace(after, ':', ': ') WHERE number = 3", 3],
    ["JSON that is none", "UPDATE audit_event SET after = substr(after, 2) WHERE number = 3", 3],
    ["action", "UPDATE audit_event SET action = 'case.includ' WHERE number = 9", 9],
  ])("%s", (_field, sql, number) => {
    tamper(sql);
    expect(verify().fault).toBe(`entry ${number} was changed after it was written`);
  });

  test("hash", () => {
    tamper("UPDATE audit_event SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE number = 5");
    expect(verify().fault).toBe("entry 5 was changed after it was written");
    tamper("UPDATE audit_event SET hash = 'x' WHERE number = 2");
    expect(verify().fault).toBe("entry 2 was changed after it was written");
  });
});

test("whichever character of whichever field of whichever entry is another one", () => {
  const fields = ["at", "reader", "action", "subject", "before", "after", "reason", "previous_hash", "hash"];
  const { entries } = verify();
  const place = fc.record({
    number: fc.integer({ min: 1, max: entries }),
    field: fc.constantFrom(...fields),
    share: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(
    fc.property(place, fc.constantFrom("0", "x", " ", '"', "ä"), ({ number, field, share }, other) => {
      const text = limbs.store.database
        .prepare<[string, number], string | null>(`SELECT ${field} FROM audit_event WHERE project_id = ? AND number = ?`)
        .pluck()
        .get(id, number)!;
      const at = Math.floor((text?.length ?? 0) * share);
      fc.pre(text !== null && text[at] !== other);
      const put = (value: string) => tamper(`UPDATE audit_event SET ${field} = ? WHERE number = ?`, value, number);
      put(text.slice(0, at) + other + text.slice(at + 1));
      expect(verify().fault).toMatch(field === "previous_hash" ? `entry ${number} ` : `entry ${number} was changed`);
      put(text);
      expect(verify().fault).toBeNull();
    }),
    { numRuns: 150 },
  );
});

test("an entry taken out is named", () => {
  tamper("DELETE FROM audit_event WHERE number = 5");
  expect(verify().fault).toBe("entry 5 is missing: entry 6 stands in its place");
  tamper("UPDATE audit_event SET hash = 'x' WHERE number = 6");
  expect(verify().fault).toBe("entry 5 is missing: entry 6 stands in its place");
});

describe("a row that was changed beside the log is named", () => {
  test.each([
    ["UPDATE project_case SET state = 'included' WHERE code = 'X2'", "the row of case X2 is not as entry 9 left it: state"],
    ["UPDATE project_case SET group_name = 'FSHD' WHERE code = 'X1'", "the row of case X1 is not as entry 4 left it: content"],
    ["UPDATE project_case SET variables = '{\"age\":\"41\"}' WHERE code = 'X1'", "the row of case X1 is not as entry 4 left it: content"],
    ["UPDATE project_case SET is_training = 1 WHERE code = 'X1'", "the row of case X1 is not as entry 4 left it: isTraining"],
    ["UPDATE project_case SET code = 'X7' WHERE code = 'X1'", "the row of case X1 is gone; entry 4 tells of it"],
    ["DELETE FROM project_case WHERE code = 'X1'", "the row of case X1 is gone; entry 4 tells of it"],
    [
      "INSERT INTO project_case SELECT 'new', project_id, 'X3', 0, 'included', NULL, NULL, '{}' FROM project_case LIMIT 1",
      "the row of case X3 is there, and no entry tells of it",
    ],
    [
      "UPDATE case_study SET study_instance_uid = '2.25.301' WHERE study_instance_uid = '2.25.101'",
      "the row of case X1 is not as entry 4 left it: content",
    ],
    ["UPDATE case_role SET is_confirmed = 1", "the row of case X1, thigh, t1 is not as entry 5 left it: isConfirmed"],
    [
      "UPDATE project_reader SET reader_id = reader_id + 1 WHERE role = 'reader'",
      "the row of reader 1 is not as entry 8 left it: readerId",
    ],
    ["UPDATE project SET state = 'running'", "the row of project is not as entry 1 left it: state"],
    [
      "UPDATE protocol SET content = replace(content, 'axial thigh', 'axial calf')",
      "the row of protocol version 1 has another content than its hash says",
    ],
    ["UPDATE protocol SET content_hash = 'x', frozen_at = 'x'", "the row of protocol version 1 has another content than its hash says"],
    ["UPDATE protocol SET frozen_at = '2026-01-01T00:00:00.000Z'", "the row of protocol version 1 is not as entry 2 left it: frozenAt"],
  ])("%s", (sql, fault) => {
    change(limbs.store, (database) => database.exec(sql));
    expect(verify().fault).toBe(fault);
  });

  test("a role that names another volume, or a volume of other files", () => {
    const other = limbs.volumeOf("2.25.101", 3);
    change(limbs.store, (database) =>
      database.prepare("UPDATE case_role SET volume_id = ? WHERE volume_id = ?").run(other, limbs.volumeOf("2.25.101", 1)),
    );
    expect(verify().fault).toBe("the image of case X1, thigh, t1 is of other files than when it was chosen");
    change(limbs.store, (database) => database.prepare("UPDATE case_role SET volume_id = 'gone' WHERE volume_id = ?").run(other));
    expect(verify().fault).toBe("the image of case X1, thigh, t1 is gone");
  });
});

describe("with a head that is known", () => {
  test("an end that was cut off is found, also where the rows were put back", () => {
    const { hash } = verify().head;
    tamper("DELETE FROM audit_event WHERE number = 9");
    change(limbs.store, (database) => database.exec("UPDATE project_case SET state = 'included', reason = NULL"));
    expect(verify().fault).toBeNull();
    expect(verify(hash).fault).toBe(
      "no entry of the log has the head that was given: its end, after entry 8, was cut off, or it was computed anew",
    );
    expect(verify(`9:${hash}`).fault).toBe("the log ends with entry 8, but the known head is that of entry 9: the end was cut off");
  });

  test("a log that was computed anew to fit changed rows is found", () => {
    const { hash } = verify().head;
    change(limbs.store, (database) => database.exec("UPDATE project_case SET reason = 'as planned' WHERE code = 'X2'"));
    recompute((entries) =>
      entries.map((entry) =>
        entry.number === 9 ? { ...entry, reason: "as planned", after: { ...(entry.after as object), reason: "as planned" } } : entry,
      ),
    );
    expect(verify().fault).toBeNull();
    expect(verify(hash).fault).toContain("no entry of the log has the head that was given");
    expect(verify(`9:${hash}`).fault).toBe("entry 9 is not the one that the known head names");
  });

  test("one of another project does not fit", () => {
    const other = limbs.projects.create(limbs.coordinator, { name: "Other", protocol: smallProtocol("Small", "x") });
    expect(verify(limbs.projects.verify(other).head.hash).fault).toContain("no entry of the log has the head");
  });
});

test("a log computed anew whose entries contradict each other is found without a head", () => {
  recompute((entries) =>
    entries.map((entry) => (entry.number === 9 ? { ...entry, before: { ...(entry.before as object), isTraining: true } } : entry)),
  );
  expect(verify().fault).toBe("entry 9 (case X2) does not begin with what the entries before it say");
});

test("the program itself cannot change or remove an entry", () => {
  const run = (sql: string) => () => change(limbs.store, (database) => database.exec(sql));
  expect(run("UPDATE audit_event SET reason = 'x'")).toThrow("an entry of a log is never changed");
  expect(run("DELETE FROM audit_event")).toThrow("an entry of a log is never removed");
});
