import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { createProjects, createReadings, createReadingWatch } from "../../../../../src-main/services/projects/index.ts";
import { couldSee } from "../../../../../src-main/services/projects/readings/seenOpenings.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { createSegmentations } from "../../../../../src-main/services/segmentation/index.ts";
import { openStore } from "../../../../../src-main/services/store/index.ts";
import { openStudy, studyProtocol, type RunningStudy } from "./runningStudy.ts";

describe("a reader could see the study", () => {
  const reading = (at: string, name: string, state: string | null, caseCode = "X1") => ({
    at,
    subject: `reading ${name}`,
    state,
    caseCode,
  });
  const ofCase = (at: string, state: string) => ({ at, subject: "case X1", state, caseCode: null });
  test.each([
    ["not before anything is made", [ofCase("1", "included")], false],
    ["not while a reading is open", [reading("1", "a", "open"), reading("1", "b", "open"), reading("2", "a", "submitted")], false],
    ["when all are submitted", [reading("1", "a", "open"), reading("2", "a", "submitted"), reading("3", "b", "open")], true],
    ["when one is withdrawn", [reading("1", "a", "open"), reading("2", "a", "withdrawn")], true],
    [
      "not where another one is made in the same write",
      [reading("1", "a", "open"), reading("2", "a", null), reading("2", "b", "open")],
      false,
    ],
    ["when all are taken back", [reading("1", "a", "open"), reading("2", "a", null)], true],
    [
      "when the only open case is excluded",
      [ofCase("1", "included"), reading("2", "a", "open"), ofCase("3", "excluded"), ofCase("4", "included")],
      true,
    ],
  ] as const)("%s", (_, entries, expected) => {
    expect(couldSee(entries)).toBe(expected);
  });
});

describe("a coordinator who reads", () => {
  let study: RunningStudy;
  beforeAll(async () => {
    const { blinding, passes, agreement } = studyProtocol();
    study = await openStudy({
      forms: [],
      completeness: { drawing: "not required" },
      passes: passes.slice(0, 1),
      agreement: { ...agreement, featureFilter: null },
      blinding: { ...blinding, coordinatorMayRead: true },
    });
  }, 120_000);
  afterAll(() => study.close());

  test("opens a pass that came after all was submitted, and that is marked; what was asked for from the start is not", async () => {
    const { coordinator, reader2, id } = study;
    let seconds = 0;
    const store = openStore(study.dataFolder, { now: () => new Date(Date.UTC(2031, 0, 1) + 1000 * seconds++).toISOString() });
    const segmentations = createSegmentations({ store, volumes: study.volumes, watch: createReadingWatch(store) });
    const [projects, readings] = [createProjects(store), createReadings({ store, segmentations, keys: createReaders(store).keys })];
    projects.setMembers(coordinator, id, "reader", [coordinator.readerId, reader2.readerId]);
    projects.start(coordinator, id);
    const read = async () => {
      const { readingId } = readings.own(coordinator)[0]!.next!;
      readings.open(coordinator, readingId);
      await readings.submit(coordinator, readingId, { passphrase: "right passphrase", meaning: "read" });
    };
    await read();
    await read();
    expect(readings.marks(coordinator, id)).toEqual([]);
    const protocol = projects.protocol(coordinator, id);
    const again: Protocol["passes"][number] = { cases: { of: "all" }, readers: [1], washout: "PT1H", hasNewCodes: false };
    projects.amend(coordinator, id, { protocol: { ...protocol, passes: [protocol.passes[0]!, again] }, reason: "A repeat" });
    seconds += 7200;
    await read();
    await read();
    expect(readings.marks(coordinator, id).map(({ kind, subject }) => [kind, subject.replace(/X\d/, "")])).toEqual(
      Array.from({ length: 2 }, () => ["opened by who could see the study", "reading , reader 1, pass 2"]),
    );
    const marked = readings.list(coordinator, id).filter(({ marks }) => marks.length > 0);
    expect(marked.map(({ readerNumber, pass }) => [readerNumber, pass])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(marked[0]!.marks[0]).toMatch(/^Opened by a coordinator who had submitted all own readings/);
    expect(projects.verify(id).fault).toBeNull();
    store.close();
  });
});
