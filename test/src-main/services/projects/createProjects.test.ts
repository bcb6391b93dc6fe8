import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readDataTable } from "../../../../src-main/services/exports/index.ts";
import {
  checkProjects,
  createProjects,
  protocolOfFile,
  templateNames,
  templateProtocol,
} from "../../../../src-main/services/projects/index.ts";
import { createStudies } from "../../../../src-main/services/studies/index.ts";
import { createWorklist } from "../../../../src-main/services/worklist/index.ts";
import { by, change } from "../../author.ts";
import { csv, limbStudies, openLimbs, smallProtocol, type Limbs } from "./limbStudies.ts";

let limbs: Limbs;
beforeAll(async () => {
  limbs = await openLimbs();
  limbs.setPassphrases();
});
afterEach(() => limbs.clear());
afterAll(() => limbs.close());

const table = (...lines: string[]) => readDataTable(csv(...lines), "cases.csv");
/** The myopathy study with the three patients, one of them in group A. */
const withCases = () => {
  const id = limbs.draft();
  const added = limbs.projects.addTable(
    limbs.coordinator,
    id,
    table("Patient ID,Case code,Group,Duration", "HOSP-4711,X1,canarygroup,canaryduration", "HOSP-4712,X2,,", "HOSP-4713,X3,,"),
  );
  return { id, added };
};

describe("a draft", () => {
  test("is made of a template, a file or another project, with its author as coordinator", () => {
    const { projects, coordinator } = limbs;
    expect(templateNames().toSorted()).toEqual(["brain", "empty", "myopathy"]);
    const id = projects.create(coordinator, { protocol: templateProtocol("brain") });
    expect(projects.status(coordinator, id)).toMatchObject({
      name: "Brain: one T1-weighted series, two readers",
      state: "draft",
      protocol: { version: 1, isFrozen: false },
      coordinators: ["Coordinator"],
      readers: [],
      cases: 0,
    });
    const copy = projects.copy(coordinator, id, "Brain again");
    expect(projects.protocol(coordinator, copy)).toEqual(projects.protocol(coordinator, id));
    expect(projects.named("brain AGAIN")).toBe(copy);
    const whole = JSON.stringify(templateProtocol("myopathy"));
    expect(protocolOfFile(`\uFEFF${whole}`, "p.json")).toEqual(templateProtocol("myopathy"));
    expect(() => projects.create(coordinator, { name: "BRAIN again", protocol: templateProtocol("empty") })).toThrow(
      "named “BRAIN again” already",
    );
    expect(() => projects.create(coordinator, { name: " ", protocol: templateProtocol("empty") })).toThrow("needs a name");
    expect(() => projects.named("none")).toThrow("There is no project “none”");
    projects.remove(coordinator, copy);
    expect(projects.list().map(({ name }) => name)).toEqual(["Brain: one T1-weighted series, two readers"]);
  });

  test("a file that is no protocol is refused by name and field", () => {
    expect(() => protocolOfFile("{", "p.json")).toThrow("p.json is no protocol: it is not valid JSON.");
    expect(() => protocolOfFile(JSON.stringify({ ...templateProtocol("empty"), readerCount: 0 }), "p.json")).toThrow(
      "p.json: The protocol cannot be used: reader count: must be at least 1.",
    );
    expect(() => templateProtocol("heart")).toThrow("There is no template “heart”. Templates: brain, empty, myopathy.");
  });

  test("says what it lacks, with doubtful and missing series by case and role", () => {
    const { projects, coordinator, reader1, reader2 } = limbs;
    const { id } = withCases();
    projects.setMembers(coordinator, id, "reader", [reader1.readerId]);
    projects.confirmRoles(coordinator, id, "X1");
    const { lacks } = projects.status(coordinator, id);
    // Levels and looks: caseLevels.test.ts.
    const other = (words: readonly string[]) => words.filter((each) => !/burned-in text$|is not chosen$/.test(each));
    expect(other(lacks)).toEqual([
      "readers: the protocol is of 2, and one is named",
      ...["thigh, t1", "thigh, water", "calf, t1", "calf, water"].map(
        (role) => `case X2, ${role}: a series was found; look at it and confirm it`,
      ),
      "case X3, thigh, t1: doubtful, 2 series fit the rule; set its volume",
      "case X3, thigh, water: a series was found; look at it and confirm it",
      "case X3, calf, t1: a series was found; look at it and confirm it",
      "case X3, calf, water: no series fits the rule; set its volume",
    ]);

    projects.excludeCase(coordinator, id, "x3", "No water-only series of the calf");
    projects.confirmRoles(coordinator, id);
    projects.setMembers(coordinator, id, "reader", [reader1.readerId, reader2.readerId]);
    expect(other(projects.status(coordinator, id).lacks)).toEqual([]);
    expect(projects.status(coordinator, id)).toMatchObject({
      cases: 3,
      excludedCases: 1,
      readers: ["Reader 1", "Reader 2"],
    });
    projects.setMembers(coordinator, id, "reader", [reader1.readerId, coordinator.readerId]);
    expect(projects.status(coordinator, id).lacks[0]).toBe("reader 2: is a coordinator too, which the protocol does not allow");
    expect(projects.verify(id)).toMatchObject({ fault: null });
  });

  test("a case is excluded with a reason, and taken in again", () => {
    const { projects, coordinator } = limbs;
    const { id } = withCases();
    expect(() => projects.excludeCase(coordinator, id, "X1", " ")).toThrow("needs a reason");
    expect(() => projects.includeCase(coordinator, id, "X1", "why not")).toThrow("the case is included");
    expect(() => projects.excludeCase(coordinator, id, "X9", "artefact")).toThrow("This project has no case X9.");
    for (const reason of ["of Quastenflosser", "xaver moved", "HOSP-4711, artefact"])
      expect(() => projects.excludeCase(coordinator, id, "X1", reason)).toThrow("The reason holds the patient's name or ID");
    projects.excludeCase(coordinator, id, "X1", "artefact");
    projects.includeCase(coordinator, id, "X1", "looked at again");
    expect(projects.log(coordinator, id).slice(-2)).toMatchObject([
      { action: "case.exclude", subject: "case X1", reason: "artefact", before: { state: "included" }, after: { state: "excluded" } },
      { action: "case.include", subject: "case X1", reason: "looked at again", after: { state: "included", reason: "looked at again" } },
    ]);
  });

  test("group, variables and training flag of a case are changed; the log has before and after as hashes, and neither group nor variable", () => {
    const { projects, coordinator } = limbs;
    const { id } = withCases();
    const find = () => projects.cases(coordinator, id).find(({ code }) => code === "X1");
    const entries = () => projects.log(coordinator, id).length;
    const before = entries();
    const as = { code: "X1", group: "canarygroup", variables: { Duration: "canaryduration" }, isTraining: false, reason: "" };
    projects.changeCase(coordinator, id, as);
    expect(entries()).toBe(before);
    const changed = { ...as, group: " secondgroup ", variables: { Duration: "", Weight: "70" }, isTraining: true };
    for (const reason of ["was CanaryGroup before", "is secondgroup, see note"])
      expect(() => projects.changeCase(coordinator, id, { ...changed, reason })).toThrow("The reason holds the group");
    expect(() => projects.changeCase(coordinator, id, { ...changed, reason: "HOSP-4711, mixed up" })).toThrow(
      "holds the patient's name or ID",
    );
    expect(() => projects.changeCase(coordinator, id, { ...changed, variables: { " ": "1" } })).toThrow("Case X1: a variable has no name.");
    expect(entries()).toBe(before);
    projects.changeCase(coordinator, id, { ...changed, reason: "Two were mixed up" });
    expect(find()).toMatchObject({ group: "secondgroup", variables: { Weight: "70" }, isTraining: true });
    const entry = projects.log(coordinator, id).at(-1)! as unknown as Record<"before" | "after", { content: string }>;
    expect(entry).toMatchObject({
      action: "case.change",
      subject: "case X1",
      reason: "Two were mixed up",
      before: { isTraining: false },
      after: { isTraining: true },
    });
    expect(entry.after.content).not.toBe(entry.before.content);
    expect(JSON.stringify(entry)).not.toMatch(/secondgroup|canary|Weight/);
    projects.changeCase(coordinator, id, { ...as, group: "", variables: {} });
    expect(find()).toMatchObject({ group: null, variables: {}, isTraining: false });
    expect(projects.verify(id).fault).toBeNull();
  });

  test("a case that was added by mistake is taken out; its code is free then, and the log tells of both", () => {
    const { projects, coordinator } = limbs;
    const { id } = withCases();
    expect(() => projects.removeCase(coordinator, id, "X1", "")).toThrow("needs a reason");
    expect(() => projects.removeCase(coordinator, id, "X1", "Xaver is not in the study")).toThrow("The reason holds the patient's name");
    projects.removeCase(coordinator, id, "X1", "not in the study");
    expect(projects.cases(coordinator, id).map(({ code }) => code)).toEqual(["X2", "X3"]);
    expect(projects.log(coordinator, id).at(-1)).toMatchObject({
      action: "case.remove",
      subject: "case X1",
      after: null,
      reason: "not in the study",
    });
    expect(projects.verify(id).fault).toBeNull();
    const held = limbs.store.database.prepare("SELECT 1 FROM volume_pin WHERE by_kind = 'case role' AND volume_id = ?");
    expect(held.all(limbs.volumeOf("2.25.101", 1))).toEqual([]);
    expect(createStudies(limbs.store).contents(by, "2.25.101").series).toBe(3);
    projects.addTable(coordinator, id, table("Patient ID,Code", "HOSP-4711,X1"));
    expect(projects.verify(id).fault).toBeNull();
  });

  test("readers are named in their order, and a coordinator stays", () => {
    const { projects, coordinator, reader1, reader2 } = limbs;
    const id = limbs.draft();
    projects.setMembers(coordinator, id, "reader", [reader1.readerId, reader2.readerId]);
    projects.setMembers(coordinator, id, "reader", [reader1.readerId, reader2.readerId]);
    projects.setMembers(coordinator, id, "reader", [reader2.readerId]);
    expect(projects.log(coordinator, id).map(({ action, subject, after }) => [action, subject, after])).toEqual([
      ["project.create", "project", { name: expect.any(String), state: "draft", createdAt: expect.any(String) }],
      ["protocol.create", "protocol version 1", { contentHash: expect.stringMatching(/^[0-9a-f]{64}$/), frozenAt: null }],
      ["coordinator.set", "coordinator 1", { readerId: coordinator.readerId }],
      ["reader.set", "reader 1", { readerId: reader1.readerId }],
      ["reader.set", "reader 2", { readerId: reader2.readerId }],
      ["reader.set", "reader 1", { readerId: reader2.readerId }],
      ["reader.set", "reader 2", null],
    ]);
    expect(() => projects.setMembers(coordinator, id, "coordinator", [])).toThrow("needs a coordinator");
    expect(() => projects.setMembers(coordinator, id, "reader", [reader1.readerId, reader1.readerId])).toThrow("Reader 1 is named twice.");
    expect(() => projects.setMembers(coordinator, id, "reader", [999])).toThrow("no reader of the number 999");
    expect(() => projects.setMembers(coordinator, id, "reader", [by.readerId])).toThrow("no reader of the number 0");
    projects.setMembers(coordinator, id, "coordinator", [reader1.readerId]);
    expect(() => projects.status(coordinator, id)).toThrow("Only a coordinator");
    expect(projects.status(reader1, id).coordinators).toEqual(["Reader 1"]);
  });

  test("a changed protocol finds roles anew that nobody confirmed, and drops those it has no more", () => {
    const { projects, coordinator } = limbs;
    const id = projects.create(coordinator, { name: "Changed", protocol: smallProtocol("Small", "T1 TSE axial thigh") });
    projects.addTable(coordinator, id, table("Patient ID,Code", "HOSP-4711,X1", "HOSP-4712,X2"));
    projects.confirmRoles(coordinator, id, "X1");
    projects.changeProtocol(coordinator, id, smallProtocol("Small", "water thigh"));
    const volumes = () => projects.cases(coordinator, id).map(({ roles }) => roles.map(({ state, volumeId }) => [state, volumeId]));
    expect(volumes()).toEqual([[["confirmed", limbs.volumeOf("2.25.101", 1)]], [["found", limbs.volumeOf("2.25.201", 2)]]]);
    const entries = projects.log(coordinator, id).length;
    projects.changeProtocol(coordinator, id, smallProtocol("Small", "water thigh"));
    expect(projects.log(coordinator, id)).toHaveLength(entries);
    projects.changeProtocol(coordinator, id, templateProtocol("empty"));
    expect(volumes()).toEqual([[], []]);
    expect(projects.verify(id).fault).toBeNull();
    expect(
      limbs.store.database
        .prepare("SELECT 1 FROM volume_pin WHERE by_kind = 'case role' AND volume_id = ?")
        .all(limbs.volumeOf("2.25.201", 2)),
    ).toHaveLength(limbs.store.database.prepare("SELECT 1 FROM case_role WHERE volume_id = ?").all(limbs.volumeOf("2.25.201", 2)).length);
  });

  test("is for its coordinators alone", () => {
    const { projects, reader1 } = limbs;
    const { id } = withCases();
    const before = projects.verify(id);
    const tries: ReadonlyArray<() => unknown> = [
      () => projects.status(reader1, id),
      () => projects.cases(reader1, id),
      () => projects.log(reader1, id),
      () => projects.protocol(reader1, id),
      () => projects.copy(reader1, id, "Mine"),
      () => projects.changeProtocol(reader1, id, templateProtocol("empty")),
      () => projects.setMembers(reader1, id, "coordinator", [reader1.readerId]),
      () => projects.addCases(reader1, id, [], "nothing"),
      () => projects.chooseRole(reader1, id, { code: "X1", region: "thigh", role: "t1" }),
      () => projects.confirmRoles(reader1, id),
      () => projects.excludeCase(reader1, id, "X1", "because"),
      () => projects.removeCase(reader1, id, "X1", "because"),
      () => projects.includeCase(reader1, id, "X1", "because"),
      () => projects.remove(reader1, id),
    ];
    for (const attempt of tries) expect(attempt).toThrow("Only a coordinator of this project");
    expect(projects.verify(id)).toEqual(before);
  });

  test("is removed whole, with its pins and its log", () => {
    const { projects, coordinator } = limbs;
    const tables = [
      "project",
      "protocol",
      "project_reader",
      "project_case",
      "case_study",
      "case_role",
      "case_level",
      "audit_event",
      "volume_pin",
    ];
    const counts = () => tables.map((name) => limbs.count(name));
    const before = counts();
    const { id } = withCases();
    expect(counts()).not.toEqual(before);
    projects.remove(coordinator, id);
    expect(counts()).toEqual(before);
    expect(() => projects.status(coordinator, id)).toThrow("There is no such project");
  });
});

test("neither code, group nor variable of a case stands in an answer of the worklist, or finds a study there", () => {
  withCases();
  const worklist = createWorklist(limbs.store);
  const query = {
    search: "",
    description: "",
    modality: [],
    dateFrom: null,
    dateTo: null,
    sort: "patientName" as const,
    descending: false,
  };
  const answers = (["patient", "study", "series"] as const).map((level) => worklist.list({ ...query, level, limit: 100, offset: 0 }));
  const text = JSON.stringify([answers, [...worklist.studies()], worklist.modalities()]);
  expect(text).toContain("Quastenflosser");
  expect(text).not.toMatch(/canary|"X1"/);
  for (const search of ["canarygroup", "canaryduration"])
    expect(worklist.list({ ...query, search, level: "study", limit: 100, offset: 0 }).total).toBe(0);
});

test("no source outside of the service names the columns of group and variables", () => {
  const root = join(import.meta.dirname, "..", "..", "..", "..");
  const naming = globSync("src-{main,renderer,shared}/**/*.{ts,tsx}", { cwd: root }).filter((path) =>
    /group_name|project_case\b[^;]*\bvariables\b/.test(readFileSync(join(root, path), "utf8")),
  );
  expect(naming.map((path) => path.replaceAll("\\", "/")).toSorted()).toEqual([
    "src-main/services/projects/caseTables.ts",
    "src-main/services/store/migrations/0022Project.ts",
  ]);
});

test("no name, patient ID, UID, group, variable or file name stands in a log", () => {
  const { id } = withCases();
  limbs.projects.excludeCase(limbs.coordinator, id, "X2", "artefact");
  const text = JSON.stringify(limbs.store.database.prepare("SELECT * FROM audit_event WHERE project_id = ?").all(id));
  for (const mark of ["Quastenflosser", "HOSP", "canary", "cases.csv", ".dcm", "TSE", ...limbStudies.map(({ uid }) => uid)])
    expect(text).not.toContain(mark);
  expect(text).toContain("case X2");
});

test("the content of a case stands in the log as a hash over its random id, group, variables and studies", () => {
  const { id } = withCases();
  const row = limbs.store.database
    .prepare<[string], { id: string }>("SELECT id FROM project_case WHERE project_id = ? AND code = 'X1'")
    .get(id)!;
  const canonical = `{"case":"${row.id}","group":"canarygroup","studies":["2.25.101","2.25.102"],"variables":"{\\"Duration\\":\\"canaryduration\\"}"}`;
  const entry = limbs.projects.log(limbs.coordinator, id).find(({ subject }) => subject === "case X1")!;
  expect(entry.after).toEqual({
    state: "included",
    reason: null,
    isTraining: false,
    content: createHash("sha256").update(canonical).digest("hex"),
  });
});

test("no group and no variable is left in the database's file after a draft was removed", () => {
  const { id } = withCases();
  const bytes = () =>
    ["fascicle.db", "fascicle.db-wal"].map((name) => readFileSync(join(limbs.dataFolder, name)).toString("latin1")).join("");
  expect(bytes()).toContain("canaryduration");
  limbs.projects.remove(limbs.coordinator, id);
  expect(bytes()).not.toMatch(/canarygroup|canaryduration/);
});

test("a check of the data folder names a project whose log does not fit", () => {
  const { id } = withCases();
  expect(checkProjects(limbs.store)).toEqual({ count: 1, findings: [] });
  change(limbs.store, (database) => database.prepare("UPDATE project SET state = 'closed' WHERE id = ?").run(id));
  expect(checkProjects(limbs.store).findings).toMatchObject([
    { area: "project", problem: "the row of project is not as entry 1 left it: state", mended: false },
  ]);
});

test("in a data folder that may only be read projects are shown and verified, and not changed", () => {
  const { id } = withCases();
  const readOnly = createProjects({ ...limbs.store, isReadOnly: true });
  expect(readOnly.cases(limbs.coordinator, id)).toHaveLength(3);
  expect(readOnly.verify(id).fault).toBeNull();
  expect(() => readOnly.remove(limbs.coordinator, id)).toThrow("The data folder may only be read");
  expect(() => readOnly.excludeCase(limbs.coordinator, id, "X1", "artefact")).toThrow("The data folder may only be read");
});

test("a project that is no draft cannot be changed or removed", () => {
  const { projects, coordinator } = limbs;
  const { id } = withCases();
  change(limbs.store, (database) => database.prepare("UPDATE project SET state = 'running' WHERE id = ?").run(id));
  for (const attempt of [
    () => projects.changeProtocol(coordinator, id, templateProtocol("empty")),
    () => projects.setMembers(coordinator, id, "reader", []),
    () => projects.removeCase(coordinator, id, "X1", "mistake"),
    () => projects.remove(coordinator, id),
  ])
    expect(attempt).toThrow(/cannot be changed any more: the project is running|is running: only a draft can be removed/);
});

test("a study that a case needs is not removed; the refusal names project and case to a coordinator alone", async () => {
  const { projects, coordinator, reader1, store } = limbs;
  const id = projects.create(coordinator, { name: "Needs studies", protocol: templateProtocol("myopathy") });
  const studies = createStudies(store);
  const contents = studies.contents(by, "2.25.201");
  projects.addTable(coordinator, id, table("Patient ID,Code", "HOSP-4712,X2"));
  expect(() => studies.contents(coordinator, "2.25.201")).toThrow("Case X2 of the project “Needs studies” needs this study");
  await expect(studies.remove(coordinator, "2.25.201", contents)).rejects.toThrow("Case X2 of the project “Needs studies”");
  // To anybody else the code would tell whose case it is.
  for (const other of [reader1, null])
    expect(() => studies.contents(other, "2.25.201")).toThrow(
      /^A reader study needs this study: it cannot be removed while the project is there/,
    );
  await expect(studies.remove(by, "2.25.201", contents)).rejects.toThrow("cannot be removed while the project is there");
  expect(studies.contents(by, "2.25.101").series).toBe(3);
  projects.remove(coordinator, id);
  expect(studies.contents(by, "2.25.201")).toEqual(contents);
});
