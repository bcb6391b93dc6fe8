import { afterAll, beforeAll, expect, test } from "vitest";
import { createProjects, createReadings, createReadingWatch } from "../../../../../src-main/services/projects/index.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { createSegmentations } from "../../../../../src-main/services/segmentation/index.ts";
import { openStore } from "../../../../../src-main/services/store/index.ts";
import { change } from "../../../author.ts";
import { openStudy, type RunningStudy } from "./runningStudy.ts";

const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };
const dayMs = 86_400_000;
let study: RunningStudy;
const closers: (() => void)[] = [];
beforeAll(async () => {
  study = await openStudy({ forms: [], completeness: { drawing: "not required" } });
}, 120_000);
afterAll(() => {
  for (const close of closers) close();
  return study.close();
});

/** The program as it runs from a time on, with clocks that the test sets: days of running time beside the wall's. */
function runProgram(wall: string) {
  const clock = { wall, days: 0 };
  const store = openStore(study.dataFolder, { now: () => clock.wall, uptimeMs: () => clock.days * dayMs });
  closers.push(() => store.close());
  const segmentations = createSegmentations({ store, volumes: study.volumes, watch: createReadingWatch(store) });
  const readings = createReadings({ store, segmentations, keys: createReaders(store).keys });
  const own = () => readings.own(study.reader1)[0]!;
  return {
    clock,
    projects: createProjects(store),
    readings,
    open: () => readings.open(study.reader1, own().next!.readingId).readingId,
    submit: (readingId: string) => readings.submit(study.reader1, readingId, secret),
  };
}

test("a clock that is set while the program runs is marked once, and an opening that came early by it; a night's sleep is none", async () => {
  const { coordinator, id } = study;
  const { clock, projects, readings, open, submit } = runProgram("2031-01-01T00:00:00.000Z");
  projects.start(coordinator, id);
  await submit(open());
  await submit(open());
  const marks = () => projects.verify(id).marks.map(({ kind, subject, words }) => [kind, subject, words]);
  // 20 days pass; the wall says 60.
  Object.assign(clock, { wall: "2031-03-02T00:00:00.000Z", days: 20 });
  const early = open();
  const { code } = readings.list(coordinator, id).find(({ readingId }) => readingId === early)!;
  const first = ["clock set", "clock", "The clock was set forward by 40 days, against the time for which the machine has been running."];
  const second = [
    "opened early",
    `reading ${code}, reader 1, pass 2`,
    "Opened early, as it seems: without that by which the clock was set forward since the earlier reading, its washout was not over.",
  ];
  expect(marks()).toEqual([first, second]);
  // Once: 12 h later nothing is new.
  Object.assign(clock, { wall: "2031-03-02T12:00:30.000Z", days: 20.5 });
  readings.ask(study.reader1, early, "Which side?");
  expect(marks()).toEqual([first, second]);

  // It is set right, and a coordinator says so.
  Object.assign(clock, { wall: "2031-01-21T13:00:00.000Z", days: 20.5 + 1 / 24 });
  expect(() => readings.ask(study.reader1, early, "And now?")).toThrow(/clock of this machine is .* behind/);
  projects.releaseClock(coordinator, id, "The month was wrong");
  expect(marks().slice(2)).toEqual([
    ["clock set", "clock", "The clock was set back by 40 days, against the time for which the machine has been running."],
    ["clock released", "project", "The month was wrong"],
  ]);
  expect(projects.verify(id).fault).toBeNull();
  await submit(early);
});

test("what was opened by a clock that ran ahead, of which the program saw nothing, is marked when the clock is released", async () => {
  const { coordinator, id, store } = study;
  const ahead = runProgram("2031-03-10T00:00:00.000Z");
  const early = ahead.open();
  expect(ahead.readings.list(coordinator, id).find(({ readingId }) => readingId === early)!.marks).toEqual([]);
  const { projects, readings } = runProgram("2031-01-22T00:00:00.000Z");
  projects.releaseClock(coordinator, id, "The month was wrong again");
  expect(readings.list(coordinator, id).find(({ readingId }) => readingId === early)!.marks).toEqual([
    "Opened early: it was opened while the clock ran ahead, and when that was set right its washout was not over.",
  ]);
  readings.withdraw(coordinator, early, "opened early");
  await readings.close(coordinator, id, "right passphrase");
  const manifest = JSON.parse(store.database.prepare<[], string>("SELECT content FROM project_manifest").pluck().get()!) as {
    marks: { kind: string }[];
  };
  expect(manifest.marks.map(({ kind }) => kind)).toEqual([
    "clock set",
    "opened early",
    "clock set",
    "clock released",
    "clock released",
    "opened early",
  ]);
  expect(projects.verify(id).fault).toBeNull();
  change(store, (database) => database.prepare("UPDATE project SET clock_set_ms = 0 - 1 WHERE id = ?").run(id));
  expect(projects.verify(id).fault).toMatch(/the row of clock is not as entry \d+ left it: setMs/);
});
