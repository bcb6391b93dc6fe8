import { describe, expect, test } from "vitest";
import {
  chainEntry,
  genesisHead,
  headOf,
  logColumns,
  logEntrySchema,
  logRow,
  verifyChain,
  type LogEntry,
  type LogEvent,
} from "#shared/domain/project/logChain.ts";
import { sha256 } from "./sha256.ts";

const genesis = genesisHead("project-1", sha256);
const events: readonly LogEvent[] = [
  {
    at: "2026-11-30T18:00:00.000Z",
    readerId: 1,
    reader: "Coordinator",
    action: "project.start",
    subject: "project",
    before: "draft",
    after: "running",
    reason: null,
  },
  {
    at: "2026-11-30T18:05:00.250Z",
    readerId: 2,
    reader: "Müller",
    action: "answer.give",
    subject: "case K7PQ2M, pass 1",
    before: null,
    after: { key: "mercuri-modified/grade/RFEM/right", answer: { type: "grade", value: "3" } },
    reason: null,
  },
  {
    at: "2026-11-30T18:09:00.000Z",
    readerId: 1,
    reader: "Coordinator",
    action: "reading.unlock",
    subject: "case K7PQ2M, pass 1, reader 2",
    before: "submitted",
    after: "unlocked",
    reason: "Level 2 was on the wrong slice",
  },
];

/**
 * Worked out by Python: sha256(json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest(), which is RFC 8785 for these
 * values, over the entry with the hash before it and without its own.
 */
const hashes = [
  "30c1889a924bb246ff33e7fbcf9765ed4770b4d80373ec29af7814272b98f16d",
  "393aca075962fcfebd5ad95c4837179164cd34d59edc5c818b4c7ed88a2115c7",
  "eba146481cddba85e72c4aedc16bf372d29db6a694533d35bd149a591f52b7c5",
];

function chain(of: readonly LogEvent[]): LogEntry[] {
  const log: LogEntry[] = [];
  let head = genesis;
  for (const event of of) {
    const entry = chainEntry(head, event, sha256);
    log.push(entry);
    head = headOf(entry);
  }
  return log;
}
const verify = (log: readonly LogEntry[], ...known: { number: number; hash: string }[]) => verifyChain(log, genesis, known, sha256);
const log = chain(events);
const head = headOf(log.at(-1)!);

describe("the chain of the log", () => {
  test("has the hashes that another program makes", () => {
    expect(genesis).toEqual({ number: 0, hash: "4765a87713993b2d055d98e0593bc466a37679dd077eb133371772b1e7040127" });
    expect(log.map(({ hash }) => hash)).toEqual(hashes);
    expect(log[0]!.previousHash).toBe(genesis.hash);
    for (const entry of log) expect(logEntrySchema.parse(entry)).toEqual(entry);
  });

  test("fits, also with heads that are known from outside", () => {
    expect(verify([])).toBeNull();
    expect(verify(log)).toBeNull();
    expect(verify(log, genesis, headOf(log[1]!), head)).toBeNull();
  });

  test("names the entry in which anything at all was changed", () => {
    const changes: Record<keyof LogEvent, unknown> = {
      at: "2026-11-30T18:05:00.251Z",
      readerId: 1,
      reader: "Muller",
      action: "answer.take",
      subject: "case K7PQ2N, pass 1",
      before: {},
      after: { key: "mercuri-modified/grade/RFEM/right", answer: { type: "grade", value: "2" } },
      reason: "",
    };
    for (const [field, value] of Object.entries(changes)) {
      const changed = log.map((entry, at) => (at === 1 ? { ...entry, [field]: value } : entry));
      expect(verify(changed)).toEqual({ number: 2, problem: "entry 2 was changed after it was written" });
    }
    const otherHash = log.map((entry, at) => (at === 1 ? { ...entry, hash: hashes[0]! } : entry));
    expect(verify(otherHash)).toMatchObject({ number: 2 });
  });

  test("names the first entry that does not fit where one is missing, doubled, in another place, or put between", () => {
    expect(verify([log[0]!, log[2]!])).toEqual({ number: 2, problem: "entry 2 is missing: entry 3 stands in its place" });
    expect(verify(log.slice(1))).toMatchObject({ number: 1 });
    expect(verify([log[0]!, log[0]!, log[1]!])).toEqual({ number: 2, problem: "entry 1 stands there again" });
    expect(verify([log[0]!, log[2]!, log[1]!])).toMatchObject({ number: 2 });
    const planted = chainEntry({ number: 1, hash: hashes[1]! }, events[2]!, sha256);
    expect(verify([log[0]!, planted])).toEqual({ number: 2, problem: "entry 2 does not follow the entry before it" });
  });

  test("finds an end that was cut off only by a head that is known", () => {
    expect(verify(log.slice(0, 2))).toBeNull();
    expect(verify(log.slice(0, 2), head)).toEqual({
      number: 3,
      problem: "the log ends with entry 2, but the known head is that of entry 3: the end was cut off",
    });
    expect(verify([], head)).toMatchObject({ number: 1 });
  });

  test("finds a log that was computed anew only by a head that is known", () => {
    const anew = chain(events.map((event, at) => (at === 1 ? { ...event, reader: "Somebody else" } : event)));
    expect(verify(anew)).toBeNull();
    expect(verify(anew, head)).toEqual({ number: 3, problem: "entry 3 is not the one that the known head names" });
    expect(verify(anew, headOf(log[1]!), head)).toMatchObject({ number: 2 });
    // Two signatures that name different entries with one number cannot both be right.
    expect(verify(log, headOf(anew[1]!), headOf(log[1]!))).toMatchObject({ number: 2 });
  });

  test("does not fit into another project", () => {
    const other = genesisHead("project-2", sha256);
    expect(verifyChain(log, other, [], sha256)).toMatchObject({ number: 1 });
    expect(verifyChain([], other, [genesis], sha256)).toMatchObject({ number: 0 });
  });

  test("is a table with a row an entry", () => {
    expect(logColumns).toHaveLength(logRow(log[0]!).length);
    expect(logRow(log[1]!)).toEqual([
      "2",
      "2026-11-30T18:05:00.250Z",
      "2",
      "Müller",
      "answer.give",
      "case K7PQ2M, pass 1",
      "",
      '{"key":"mercuri-modified/grade/RFEM/right","answer":{"type":"grade","value":"3"}}',
      "",
      hashes[0],
      hashes[1],
    ]);
  });
});
