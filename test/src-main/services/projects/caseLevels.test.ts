import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readDataTable } from "../../../../src-main/services/exports/index.ts";
import { protocolOfFile, templateProtocol } from "../../../../src-main/services/projects/index.ts";
import { createFindLevels } from "../../../../src-main/services/projects/caseLevels.ts";
import { change } from "../../author.ts";
import { csv, limbStudies, openLimbs, type Limbs } from "./limbStudies.ts";

let limbs: Limbs;
let id: string;
beforeAll(async () => {
  // T1-weighted from 0 to 25 mm, water-only from 10 to 30 mm, every 5 mm.
  limbs = await openLimbs(limbStudies, (description) => (description.includes("water") ? [2, 3, 4, 5, 6] : [0, 1, 2, 3, 4, 5]));
});
beforeEach(() => {
  id = limbs.draft();
  limbs.projects.addTable(limbs.coordinator, id, readDataTable(csv("Patient ID,Code", "HOSP-4711,X1", "HOSP-4713,X3"), "cases.csv"));
});
afterEach(() => limbs.clear());
afterAll(() => limbs.close());

const set = (level: string, slice: number, more: { code?: string; region?: string; reason?: string } = {}) =>
  limbs.projects.setLevel(limbs.coordinator, id, { code: "X1", region: "thigh", level, slice, ...more });
const clear = (level: string, code = "X1") => limbs.projects.clearLevel(limbs.coordinator, id, { code, region: "thigh", level });
const table = (...lines: string[]) =>
  limbs.projects.setLevels(limbs.coordinator, id, readDataTable(csv("Case code,Region,Level,Slice,Comment", ...lines), "levels.csv"));
const caseOf = (code: string) => limbs.projects.cases(limbs.coordinator, id).find((each) => each.code === code)!;
const slices = (code = "X1") => caseOf(code).levels.map(({ region, level, slice }) => `${region} ${level} ${slice ?? "-"}`);
const last = (count: number) => limbs.projects.log(limbs.coordinator, id).slice(-count);
const fault = () => limbs.projects.verify(id).fault;
/** The centre of the slice at z, mm: 8 x 8 pixels of 0.8 mm from -100 on. */
const centre = (z: number) => [expect.closeTo(-97.2, 9), expect.closeTo(-97.2, 9), z];

describe("which slice a level is", () => {
  test("is said once, told to the log with its place, and found on the other series by it", () => {
    expect(slices()).toEqual(["thigh proximal -", "thigh middle -", "thigh distal -", "calf proximal -", "calf middle -"]);
    expect(set("proximal", 1)).toEqual({ changed: 1, notes: [] });
    expect(set("middle", 4, { code: "x1", reason: "largest section" })).toEqual({ changed: 1, notes: [] });
    expect(caseOf("X1").levels.slice(0, 3)).toEqual([
      {
        region: "thigh",
        level: "proximal",
        role: "t1",
        slice: 1,
        shown: [{ role: "water", slice: null, why: "not there: the nearest slice is 10 mm away" }],
      },
      // 15 mm: the second of 10, 15, 20 ...
      { region: "thigh", level: "middle", role: "t1", slice: 4, shown: [{ role: "water", slice: 2, why: null }] },
      { region: "thigh", level: "distal", role: "t1", slice: null, shown: [] },
    ]);
    expect(last(2)).toMatchObject([
      {
        action: "level.set",
        subject: "case X1, thigh, level proximal",
        before: null,
        after: { sliceIndex: 0, positionMm: centre(0) },
        reason: null,
      },
      { subject: "case X1, thigh, level middle", after: { sliceIndex: 3, positionMm: centre(15) }, reason: "largest section" },
    ]);
    const entries = limbs.projects.verify(id).entries;
    expect(set("middle", 4)).toEqual({ changed: 0, notes: [] });
    expect(limbs.projects.verify(id)).toMatchObject({ entries, fault: null });
    set("middle", 5);
    clear("proximal");
    expect(last(2)).toMatchObject([
      { action: "level.set", before: { sliceIndex: 3 }, after: { sliceIndex: 4, positionMm: centre(20) } },
      { action: "level.clear", subject: "case X1, thigh, level proximal", before: { sliceIndex: 0 }, after: null },
    ]);
    expect(slices().slice(0, 2)).toEqual(["thigh proximal -", "thigh middle 5"]);
    expect(fault()).toBeNull();
  });

  test.each([
    ["proximal", 7, {}, "Case X1, thigh, proximal: there is no slice 7; T1-weighted has 6 slices."],
    ["proximal", 0, {}, "Case X1, thigh, proximal: there is no slice 0; T1-weighted has 6 slices."],
    ["proximal", 1.5, {}, "Case X1, thigh, proximal: a slice is a whole number; T1-weighted has 6 slices, counted from 1."],
    ["knee", 1, {}, "Case X1, thigh, knee: the region “thigh” has no level “knee”; levels: proximal, middle, distal."],
    ["proximal", 1, { region: "arm" }, "Case X1, arm, proximal: the protocol has no region “arm”; regions: thigh, calf."],
    ["proximal", 1, { code: "X9" }, "This project has no case X9."],
    ["proximal", 1, { code: "X3" }, "Case X3, thigh, proximal: T1-weighted has no series yet; set its volume first."],
    ["proximal", 1, { reason: "as Xaver moved" }, "The reason holds the patient's name or ID"],
  ])("%s, slice %d, %j is refused in words", (level, slice, more, words) => {
    const { entries } = limbs.projects.verify(id);
    expect(() => set(level, slice, more)).toThrow(words);
    expect(limbs.projects.verify(id)).toMatchObject({ entries, fault: null });
  });

  test("two levels of a region are not one slice; of two regions they may be", () => {
    set("proximal", 2);
    expect(() => set("distal", 2)).toThrow("Case X1, thigh, distal: slice 2 is proximal already.");
    set("proximal", 2, { region: "calf" });
    expect(() => clear("distal")).toThrow("Case X1, thigh, distal: no slice is chosen.");
    expect(() => clear("knee")).toThrow("has no level “knee”");
  });

  test("slices that do not run one way are kept, and told", () => {
    set("proximal", 2);
    expect(set("middle", 6).notes).toEqual([]);
    expect(set("distal", 4)).toEqual({
      changed: 1,
      notes: [
        "Case X1, thigh: the slices of proximal (2), middle (6), distal (4) do not run in one direction along the series, as the levels of the " +
          "protocol do. Look whether one was taken for another.",
      ],
    });
    expect(set("middle", 3).notes).toEqual([]);
  });

  test("is not asked of a coordinator where readers choose, or the region has no levels", () => {
    const protocol = templateProtocol("myopathy");
    const [thigh, calf] = protocol.regions as [(typeof protocol.regions)[number], (typeof protocol.regions)[number]];
    const regions = [
      { ...thigh, levelsChosenBy: "reader" },
      { ...calf, levels: [] },
    ];
    set("proximal", 2);
    set("proximal", 2, { region: "calf" });
    const changed = protocolOfFile(JSON.stringify({ ...protocol, regions }), "p.json");
    expect(limbs.projects.changeProtocol(limbs.coordinator, id, changed)).toEqual({
      droppedLevels: ["case X1, calf, level proximal", "case X1, thigh, level proximal"],
    });
    expect(slices()).toEqual([]);
    expect(() => set("proximal", 1)).toThrow("the levels of “thigh” are chosen by each reader, not by the coordinator.");
    expect(() => set("proximal", 1, { region: "calf" })).toThrow("the region “calf” has no levels: all slices of it are read.");
    expect(fault()).toBeNull();
  });

  test("goes with the series that is drawn on: a protocol that draws on another one drops it", () => {
    const protocol = templateProtocol("myopathy");
    const uses = { "drawn on": "copied to", "copied to": "drawn on", "shown beside": "shown beside" };
    const regions = protocol.regions.map((region) =>
      region.id === "thigh" ? { ...region, roles: region.roles.map((role) => ({ ...role, use: uses[role.use] })) } : region,
    );
    set("proximal", 2);
    set("proximal", 2, { region: "calf" });
    limbs.projects.changeProtocol(limbs.coordinator, id, protocolOfFile(JSON.stringify({ ...protocol, regions }), "p.json"));
    expect(slices()).toEqual(["thigh proximal -", "thigh middle -", "thigh distal -", "calf proximal 2", "calf middle -"]);
    // The first water-only slice lies at 10 mm.
    set("proximal", 1);
    expect(last(1)).toMatchObject([{ after: { sliceIndex: 0, positionMm: centre(10) } }]);
    expect(caseOf("X1").levels[0]!.shown).toEqual([{ role: "t1", slice: 3, why: null }]);
    expect(fault()).toBeNull();
  });
});

test("readings are told the slices of chosen levels by role, from 0; a series that does not show one is left out", () => {
  const caseId = limbs.store.database.prepare<[], string>("SELECT id FROM project_case WHERE code = 'X1'").pluck().get()!;
  const [thigh, calf] = templateProtocol("myopathy").regions;
  const slicesOf = createFindLevels(limbs.store);
  set("middle", 4);
  set("proximal", 1);
  expect(slicesOf(caseId, thigh!)).toEqual([
    { level: "proximal", slices: { t1: 0 } },
    { level: "middle", slices: { t1: 3, water: 1 } },
  ]);
  expect(slicesOf(caseId, calf!)).toEqual([]);
  expect(slicesOf(caseId, { ...thigh!, levelsChosenBy: "reader" })).toEqual([]);
});

describe("a table of levels", () => {
  test("sets all its rows; also such that change places", () => {
    limbs.projects.chooseRole(limbs.coordinator, id, { code: "X3", region: "thigh", role: "t1", volumeId: limbs.volumeOf("2.25.301", 1) });
    const rows = ["X1,thigh,proximal,1,left out", "x1,thigh,distal,6.0,", ",,,,", "X3,thigh,middle,3,"];
    expect(table(...rows)).toEqual({ changed: 3, notes: [] });
    expect(table(...rows)).toEqual({ changed: 0, notes: [] });
    expect(table("X1,thigh,proximal,6,", "X1,thigh,distal,1,")).toEqual({ changed: 2, notes: [] });
    expect(slices().slice(0, 3)).toEqual(["thigh proximal 6", "thigh middle -", "thigh distal 1"]);
    expect(slices("X3")[1]).toBe("thigh middle 3");
    expect(fault()).toBeNull();
  });

  test("with anything wrong changes nothing, and says what by row and column", () => {
    set("middle", 5);
    const { entries } = limbs.projects.verify(id);
    expect(() =>
      table(
        "X1,thigh,proximal,1,",
        "X9,thigh,proximal,1,",
        "X1,arm,proximal,1,",
        "X1,thigh,knee,1,",
        "X1,thigh,distal,9,",
        "X1,thigh,distal,two,",
        "X3,thigh,distal,1,",
        "X1,thigh,proximal,2,",
        "X1,thigh,distal,5,",
      ),
    ).toThrow(
      [
        "levels.csv cannot be used. No level was changed.",
        "  row 2, Case code: this project has no such case.",
        "  row 3, Region: the protocol has no region “arm”; regions: thigh, calf.",
        "  row 4, Level: the region “thigh” has no level “knee”; levels: proximal, middle, distal.",
        "  row 5, Slice: there is no slice 9; T1-weighted has 6 slices.",
        "  row 6, Slice: a slice is a whole number; T1-weighted has 6 slices, counted from 1.",
        "  row 7, Slice: T1-weighted has no series yet; set its volume first.",
        "  row 8, Level: this level of the case is named twice.",
        "  row 9, Slice: slice 5 is middle already.",
      ].join("\n"),
    );
    expect(() => table("X1,thigh,proximal,3,", "X1,thigh,distal,3,")).toThrow("  row 2, Slice: slice 3 is proximal already.");
    expect(() => table("X1,thigh,,3,")).toThrow("  row 1, Level: is empty.");
    expect(() => table(",,,,")).toThrow("levels.csv holds no level: all its rows are empty.");
    const other =
      (...lines: string[]) =>
      () =>
        limbs.projects.setLevels(limbs.coordinator, id, readDataTable(csv(...lines), "levels.csv"));
    expect(other("Case,Level", "X1,middle")).toThrow("levels.csv has no column “Case code”, “Region”, “Slice”.");
    expect(other("Code,Case code,Region,Level,Slice", "X1,X1,thigh,middle,1")).toThrow("the columns “Code” and “Case code” mean the same");
    expect(limbs.projects.verify(id)).toMatchObject({ entries, fault: null });
  });
});

describe("another series", () => {
  test("drops the levels of its region and what was looked at, and says so; a confirmation does not", () => {
    const { projects, coordinator } = limbs;
    const place = { code: "X1", region: "thigh", role: "t1" };
    set("proximal", 2);
    set("middle", 3);
    set("proximal", 2, { region: "calf" });
    projects.lookAt(coordinator, id, { ...place, mask: { column: 0, row: 0, columns: 3, rows: 1 } });
    expect(projects.chooseRole(coordinator, id, place)).toEqual({ droppedLevels: [] });
    expect(caseOf("X1").roles[0]!.looked).toEqual({ at: expect.any(String), mask: { column: 0, row: 0, columns: 3, rows: 1 } });
    expect(projects.chooseRole(coordinator, id, { ...place, volumeId: limbs.volumeOf("2.25.101", 3), reason: "motion" })).toEqual({
      droppedLevels: ["case X1, thigh, level middle", "case X1, thigh, level proximal"],
    });
    expect(slices()).toEqual(["thigh proximal -", "thigh middle -", "thigh distal -", "calf proximal 2", "calf middle -"]);
    expect(caseOf("X1").roles[0]!.looked).toBeNull();
    expect(last(3).map(({ action, subject }) => [action, subject])).toEqual([
      ["level.drop", "case X1, thigh, level middle"],
      ["level.drop", "case X1, thigh, level proximal"],
      ["role.set", "case X1, thigh, t1"],
    ]);
    expect(last(1)[0]!.after).toEqual({ frames: expect.any(String), isConfirmed: true });
    expect(fault()).toBeNull();
  });

  test("levels go with a case that is taken out, and with the project", () => {
    set("proximal", 2);
    limbs.projects.removeCase(limbs.coordinator, id, "X1", "not in the study");
    expect(limbs.count("case_level")).toBe(0);
    expect(fault()).toBeNull();
    limbs.projects.addTable(limbs.coordinator, id, readDataTable(csv("Patient ID,Code", "HOSP-4711,X1"), "cases.csv"));
    set("proximal", 3);
    expect(fault()).toBeNull();
    limbs.projects.remove(limbs.coordinator, id);
    expect(limbs.count("case_level")).toBe(0);
  });
});

describe("that a series was looked at for burned-in text", () => {
  const look = (mask?: { column: number; row: number; columns: number; rows: number }, role = "t1", code = "X1") =>
    limbs.projects.lookAt(limbs.coordinator, id, { code, region: "thigh", role, mask });

  test("is kept once with what is hidden, and told to the log", () => {
    look();
    look();
    look({ column: 6, row: 7, columns: 2, rows: 1 });
    const { at } = last(1)[0]!;
    expect(caseOf("X1").roles.map(({ looked }) => looked)).toEqual([
      { at, mask: { column: 6, row: 7, columns: 2, rows: 1 } },
      null,
      null,
      null,
    ]);
    expect(limbs.projects.log(limbs.coordinator, id).filter(({ action }) => action === "role.look")).toHaveLength(2);
    expect(last(2)).toMatchObject([
      { subject: "case X1, thigh, t1", after: { isConfirmed: false, looked: expect.any(String), mask: null } },
      { before: { mask: null }, after: { looked: at, mask: { column: 6, row: 7, columns: 2, rows: 1 } } },
    ]);
    expect(last(2)[0]!.before).toEqual({ frames: expect.any(String), isConfirmed: false });
    expect(fault()).toBeNull();
  });

  test("needs a series, and a rectangle on its images", () => {
    expect(() => look(undefined, "t1", "X3")).toThrow("Case X3, thigh, T1-weighted: no series has this role yet.");
    expect(() => look(undefined, "fat")).toThrow("The region “thigh” has no role “fat”. Roles: t1, water.");
    expect(() => look({ column: 7, row: 0, columns: 2, rows: 1 })).toThrow(
      "Case X1, thigh, T1-weighted: the masking rectangle reaches beyond the image, which has 8 columns and 8 rows, counted from 0.",
    );
    expect(() => look({ column: 0, row: 0, columns: 0, rows: 1 })).toThrow("four whole numbers");
    expect(fault()).toBeNull();
  });
});

test("a status names every level and every look that is missing of included cases; looks of a blinded study alone", () => {
  const { projects, coordinator } = limbs;
  const lacks = () => projects.status(coordinator, id).lacks.filter((words) => words.startsWith("case"));
  projects.confirmRoles(coordinator, id);
  projects.excludeCase(coordinator, id, "X3", "artefact");
  const looks = ["thigh, t1", "thigh, water", "calf, t1", "calf, water"].map(
    (role) => `case X1, ${role}: nobody has looked at the series for burned-in text`,
  );
  const levels = [
    "thigh: slice of proximal",
    "thigh: slice of middle",
    "thigh: slice of distal",
    "calf: slice of proximal",
    "calf: slice of middle",
  ].map((words) => `case X1, ${words} is not chosen`);
  expect(lacks()).toEqual([...looks, ...levels]);
  set("middle", 3);
  for (const role of ["t1", "water"]) projects.lookAt(coordinator, id, { code: "X1", region: "thigh", role });
  expect(lacks()).toEqual([...looks.slice(2), ...levels.toSpliced(1, 1)]);
  const protocol = templateProtocol("myopathy");
  const open = { ...protocol, blinding: { ...protocol.blinding, isBlinded: false } };
  projects.changeProtocol(coordinator, id, protocolOfFile(JSON.stringify(open), "p.json"));
  expect(lacks()).toEqual(levels.toSpliced(1, 1));
});

test("levels and looks are for coordinators, and not of a closed project; a level is not cleared while it runs", () => {
  const { projects, coordinator, reader1 } = limbs;
  const name = { code: "X1", region: "thigh", level: "proximal" };
  const tries = (by: typeof coordinator) => [
    () => projects.setLevel(by, id, { ...name, slice: 1 }),
    () => projects.setLevels(by, id, readDataTable(csv("Code,Region,Level,Slice", "X1,thigh,proximal,1"), "levels.csv")),
    () => projects.clearLevel(by, id, name),
    () => projects.lookAt(by, id, { code: "X1", region: "thigh", role: "t1" }),
  ];
  for (const attempt of tries(reader1)) expect(attempt).toThrow("Only a coordinator of this project");
  const set = (state: string) =>
    change(limbs.store, (database) => database.prepare("UPDATE project SET state = ? WHERE id = ?").run(state, id));
  set("running");
  expect(tries(coordinator)[2]).toThrow("cannot be changed any more: the project is running");
  set("closed");
  for (const attempt of tries(coordinator)) expect(attempt).toThrow("is closed: what its manifest says does not change any more");
});

describe("a row that was changed beside the log is named", () => {
  beforeEach(() => {
    set("proximal", 2);
    set("middle", 3);
    limbs.projects.lookAt(limbs.coordinator, id, { code: "X1", region: "thigh", role: "t1" });
  });
  const level = "the row of case X1, thigh, level proximal";
  const role = "the row of case X1, thigh, t1";
  test.each([
    ["UPDATE case_level SET slice_index = 4 WHERE level = 'proximal'", `${level} is not as entry NN left it: sliceIndex`, 3],
    ["UPDATE case_level SET position_mm = '[0,0,5]' WHERE level = 'proximal'", `${level} is not as entry NN left it: positionMm`, 3],
    ["UPDATE case_level SET position_mm = '[0,' WHERE level = 'proximal'", `${level} is not as entry NN left it: positionMm`, 3],
    ["UPDATE case_level SET position_mm = NULL WHERE level = 'proximal'", `${level} is not as entry NN left it: positionMm`, 3],
    ["DELETE FROM case_level WHERE level = 'proximal'", `${level} is gone; entry NN tells of it`, 3],
    [
      "INSERT INTO case_level SELECT case_id, region, 'distal', 5, NULL FROM case_level LIMIT 1",
      "the row of case X1, thigh, level distal is there, and no entry tells of it",
      0,
    ],
    ["UPDATE case_role SET looked_at = NULL WHERE looked_at IS NOT NULL", `${role} is not as entry NN left it: looked`, 1],
    [
      "UPDATE case_role SET looked_at = '2026-01-01T00:00:00.000Z' WHERE looked_at IS NOT NULL",
      `${role} is not as entry NN left it: looked`,
      1,
    ],
    [
      `UPDATE case_role SET mask = '{"column":0,"row":0,"columns":1,"rows":1}' WHERE looked_at IS NOT NULL`,
      `${role} is not as entry NN left it: mask`,
      1,
    ],
  ])("%s", (sql, words, fromEnd) => {
    const { entries, fault: before } = limbs.projects.verify(id);
    expect(before).toBeNull();
    change(limbs.store, (database) => database.exec(sql));
    expect(fault()).toBe(words.replace("NN", String(entries + 1 - fromEnd)));
  });

  test("also a mask of a series that nobody looked at", () => {
    change(limbs.store, (database) =>
      database.exec(`UPDATE case_role SET mask = '{"column":0}' WHERE looked_at IS NULL AND region = 'thigh' AND role = 'water'`),
    );
    expect(fault()).toMatch(/^the row of case X[13], thigh, water is not as entry \d+ left it: mask$/);
  });

  test("and an image that lies elsewhere, or has fewer slices, than when its levels were chosen", () => {
    const volumeId = limbs.volumeOf("2.25.101", 1);
    const description = () =>
      limbs.store.database.prepare<[string], string>("SELECT description FROM volume WHERE id = ?").pluck().get(volumeId)!;
    const before = description();
    const put = (text: string) =>
      change(limbs.store, (database) => database.prepare("UPDATE volume SET description = ? WHERE id = ?").run(text, volumeId));
    const volume = JSON.parse(before) as { originMm: number[]; slices: number };
    put(JSON.stringify({ ...volume, originMm: [-100, -100, 1] }));
    expect(fault()).toBe("the slice of case X1, thigh, level middle does not lie where it lay when it was chosen");
    put(JSON.stringify({ ...volume, slices: 2 }));
    expect(fault()).toBe("the slice of case X1, thigh, level middle is not there");
    put(before);
    expect(fault()).toBeNull();
  });
});
