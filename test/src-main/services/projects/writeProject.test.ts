import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { templateProtocol } from "../../../../src-main/services/projects/index.ts";
import { createLogTable } from "../../../../src-main/services/projects/logTable.ts";
import { createProjectTables } from "../../../../src-main/services/projects/projectTables.ts";
import { createProjectWriter } from "../../../../src-main/services/projects/writeProject.ts";
import { change } from "../../author.ts";
import { openLimbs, smallProtocol, type Limbs } from "./limbStudies.ts";

let limbs: Limbs;
let id: string;
beforeAll(async () => {
  limbs = await openLimbs();
});
beforeEach(() => {
  id = limbs.draft();
});
afterEach(() => {
  vi.useRealTimers();
  limbs.clear();
});
afterAll(() => limbs.close());

const tables = [
  "project",
  "protocol",
  "project_reader",
  "project_case",
  "case_study",
  "case_role",
  "case_level",
  "volume_pin",
  "audit_event",
];
const dump = () => tables.map((table) => limbs.store.database.prepare(`SELECT * FROM ${table}`).all());

/** What a coordinator can do to a draft, each with one choice of several. */
const acts: ReadonlyArray<(choice: number) => unknown> = [
  (choice) =>
    limbs.projects.addCases(
      limbs.coordinator,
      id,
      [{ where: "it", studyInstanceUids: [`2.25.${(choice % 3) + 1}01`], code: `X${choice % 3}` }],
      "It",
    ),
  (choice) => limbs.projects.addCases(limbs.coordinator, id, [{ where: "it", studyInstanceUids: [`2.25.${(choice % 3) + 1}02`] }], "It"),
  (choice) =>
    limbs.projects.setMembers(limbs.coordinator, id, "reader", [limbs.reader1.readerId, limbs.reader2.readerId].slice(choice % 3)),
  (choice) => limbs.projects.excludeCase(limbs.coordinator, id, `X${choice % 3}`, "artefact"),
  (choice) => limbs.projects.includeCase(limbs.coordinator, id, `X${choice % 3}`, "looked at again"),
  (choice) => limbs.projects.removeCase(limbs.coordinator, id, `X${choice % 3}`, "added by mistake"),
  () => limbs.projects.confirmRoles(limbs.coordinator, id),
  (choice) =>
    limbs.projects.chooseRole(limbs.coordinator, id, {
      code: "X0",
      region: "thigh",
      role: "t1",
      volumeId: limbs.volumeOf("2.25.101", (choice % 3) + 1),
    }),
  (choice) =>
    limbs.projects.setLevel(limbs.coordinator, id, {
      code: "X0",
      region: "thigh",
      level: ["proximal", "middle", "distal"][choice % 3]!,
      slice: (choice % 2) + 1,
    }),
  (choice) => limbs.projects.clearLevel(limbs.coordinator, id, { code: "X0", region: "thigh", level: ["proximal", "middle"][choice % 2]! }),
  (choice) =>
    limbs.projects.lookAt(limbs.coordinator, id, {
      code: "X0",
      region: "thigh",
      role: "t1",
      mask: choice % 2 === 0 ? undefined : { column: choice, row: 0, columns: 2, rows: 1 },
    }),
  (choice) =>
    limbs.projects.changeProtocol(
      limbs.coordinator,
      id,
      choice % 2 === 0 ? templateProtocol("myopathy") : smallProtocol("Small", "axial thigh"),
    ),
  (choice) => limbs.projects.create(limbs.coordinator, { name: `Another ${choice}`, protocol: templateProtocol("empty") }),
];

/** Makes the database refuse what a write does at one place: the entry of a number, or the first change of a table. */
const places = [
  ...tables.slice(0, -1).flatMap((table) => ["INSERT", "UPDATE", "DELETE"].map((verb) => `${verb} ON ${table}`)),
  "INSERT ON audit_event",
];
const refusing = (place: string, number: number, work: () => void) => {
  const condition = place.endsWith("audit_event") ? `WHEN NEW.number >= ${number} ` : "";
  change(limbs.store, (database) =>
    database.exec(`CREATE TRIGGER planned BEFORE ${place} ${condition}BEGIN SELECT RAISE(ABORT, 'planned'); END`),
  );
  try {
    work();
  } finally {
    change(limbs.store, (database) => database.exec("DROP TRIGGER planned"));
  }
};

test("whatever is done, and wherever it fails: rows and log change together, or neither does, and the log fits the rows", () => {
  const step = fc.record({
    act: fc.nat(acts.length - 1),
    choice: fc.nat(5),
    place: fc.option(fc.constantFrom(...places)),
    number: fc.integer({ min: 1, max: 30 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      limbs.clear();
      id = limbs.draft();
      for (const { act, choice, place, number } of steps) {
        const before = dump();
        let threw = false;
        const perform = () => {
          try {
            acts[act]!(choice);
          } catch {
            threw = true;
          }
        };
        if (place === null) perform();
        else refusing(place, number, perform);
        expect(threw ? dump() : before).toEqual(before);
        expect(limbs.projects.verify(id).fault).toBeNull();
      }
    }),
    { numRuns: 60 },
  );
});

test("a clock that runs behind the log is refused in words, to the millisecond", () => {
  const at = Date.now() + 3_600_000;
  const exclude = (time: number) => {
    vi.useFakeTimers({ now: time, toFake: ["Date"] });
    limbs.projects.setMembers(limbs.coordinator, id, "reader", [limbs.reader1.readerId]);
    limbs.projects.setMembers(limbs.coordinator, id, "reader", []);
  };
  exclude(at);
  exclude(at);
  const before = dump();
  expect(() => exclude(at - 1)).toThrow("The clock of this machine is 1 s behind the last entry of the project's log");
  expect(() => exclude(at - 119_000)).toThrow("119 s behind");
  expect(() => exclude(at - 3_600_000)).toThrow("60 minutes behind");
  expect(() => exclude(at - 26 * 3_600_000)).toThrow("26 hours behind");
  expect(() => exclude(at - 400 * 86_400_000)).toThrow("400 days behind");
  expect(dump()).toEqual(before);
});

test("a write that tells its log nothing is refused", () => {
  const { store, coordinator } = limbs;
  const parts = createProjectTables(store);
  const write = createProjectWriter({ store, tables: parts, log: createLogTable(store) });
  const before = dump();
  expect(() =>
    write(coordinator, id, "reader.set", () =>
      parts.saveMembers(id, "reader", [{ role: "reader", number: 1, readerId: coordinator.readerId }]),
    ),
  ).toThrow(RangeError);
  expect(write(coordinator, id, "reader.set", () => "nothing")).toBe("nothing");
  expect(dump()).toEqual(before);
});
