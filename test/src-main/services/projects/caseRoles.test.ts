import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readDataTable } from "../../../../src-main/services/exports/index.ts";
import { createProjects } from "../../../../src-main/services/projects/index.ts";
import { createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { change } from "../../author.ts";
import { csv, limbStudies, openLimbs, writeStudies, type Limbs } from "./limbStudies.ts";

let limbs: Limbs;
beforeAll(async () => {
  limbs = await openLimbs();
});
afterEach(() => limbs.clear());
afterAll(() => limbs.close());

const withCases = () => {
  const id = limbs.draft();
  limbs.projects.addTable(limbs.coordinator, id, readDataTable(csv("Patient ID,Code", "HOSP-4711,X1", "HOSP-4713,X3"), "cases.csv"));
  return id;
};
const rolesOf = (id: string, code: string) => limbs.projects.cases(limbs.coordinator, id).find((each) => each.code === code)!.roles;

test("roles are found by description and plane over all studies of a patient; doubtful and missing ones are named with what fits", () => {
  const id = withCases();
  const found = (region: string, role: string, volumeId: string, description: string) => ({
    region,
    role,
    state: "found",
    volumeId,
    cannotCopy: null,
    looked: null,
    candidates: [{ volumeId, description }],
  });
  expect(rolesOf(id, "X1")).toEqual([
    found("thigh", "t1", limbs.volumeOf("2.25.101", 1), "T1 TSE axial thigh"),
    found("thigh", "water", limbs.volumeOf("2.25.101", 2), "T2 Dixon water thigh"),
    found("calf", "t1", limbs.volumeOf("2.25.102", 1), "T1 TSE axial calf"),
    found("calf", "water", limbs.volumeOf("2.25.102", 2), "T2 Dixon water calf"),
  ]);
  expect(rolesOf(id, "X3").map(({ state, volumeId, candidates }) => [state, volumeId, candidates.length])).toEqual([
    ["doubtful", null, 2],
    ["found", limbs.volumeOf("2.25.301", 2), 1],
    ["found", limbs.volumeOf("2.25.302", 1), 1],
    ["not found", null, 0],
  ]);
});

test("the hash of a role's frames is over the hashes of its files and the numbers of their frames, in the order of slices", () => {
  withCases();
  const files = [0, 1].map((slice) => readFileSync(join(limbs.folder, "files", `2.25.101.1-${slice}.dcm`)));
  const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
  const row = limbs.store.database
    .prepare("SELECT frames_hash AS hash FROM case_role WHERE volume_id = ?")
    .get(limbs.volumeOf("2.25.101", 1));
  expect(row).toEqual({ hash: sha256(files.map((file) => `${sha256(file)} 1\n`).join("")) });
});

test("a coordinator confirms what was found, or sets another volume with a reason", () => {
  const { projects, coordinator } = limbs;
  const id = withCases();
  projects.chooseRole(coordinator, id, { code: "X1", region: "thigh", role: "t1" });
  projects.chooseRole(coordinator, id, { code: "X1", region: "thigh", role: "t1" });
  const scout = limbs.volumeOf("2.25.101", 3);
  projects.chooseRole(coordinator, id, { code: "x1", region: "thigh", role: "t1", volumeId: scout, reason: "motion" });
  projects.chooseRole(coordinator, id, { code: "X3", region: "thigh", role: "t1", volumeId: limbs.volumeOf("2.25.301", 4) });
  const frames = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
  expect(projects.log(coordinator, id).slice(-3)).toMatchObject([
    {
      action: "role.confirm",
      subject: "case X1, thigh, t1",
      before: { frames, isConfirmed: false },
      after: { frames, isConfirmed: true },
      reason: null,
    },
    { action: "role.set", subject: "case X1, thigh, t1", before: { isConfirmed: true }, after: { isConfirmed: true }, reason: "motion" },
    { action: "role.set", subject: "case X3, thigh, t1", before: null, after: { isConfirmed: true } },
  ]);
  expect(rolesOf(id, "X1")[0]).toMatchObject({ state: "confirmed", volumeId: scout });
  expect(projects.confirmRoles(coordinator, id)).toBe(5);
  expect(projects.confirmRoles(coordinator, id)).toBe(0);
  expect(projects.verify(id).fault).toBeNull();
});

test("two roles that change places with their rules each find the other's series", () => {
  const { projects, coordinator } = limbs;
  const id = withCases();
  const volumes = rolesOf(id, "X1").map(({ region, role, volumeId }) => [region, role, volumeId] as const);
  const protocol = projects.protocol(coordinator, id);
  const [thigh, ...others] = protocol.regions;
  const [t1, water] = thigh!.roles;
  const roles = [
    { ...t1!, rule: water!.rule },
    { ...water!, rule: t1!.rule },
  ];
  projects.changeProtocol(coordinator, id, { ...protocol, regions: [{ ...thigh!, roles }, ...others] });
  const now = rolesOf(id, "X1").map(({ region, role, volumeId }) => [region, role, volumeId] as const);
  expect(now.map(([, , volumeId]) => volumeId)).toEqual([1, 0, 2, 3].map((at) => volumes[at]![2]));
  expect(projects.verify(id).fault).toBeNull();
});

test.each([
  [{ code: "X9", region: "thigh", role: "t1" }, "This project has no case X9."],
  [{ code: "X1", region: "arm", role: "t1" }, "The protocol has no region “arm”. Regions: thigh, calf."],
  [{ code: "X1", region: "calf", role: "fat" }, "The region “calf” has no role “fat”. Roles: t1, water."],
  [{ code: "X3", region: "calf", role: "water" }, "Case X3, calf, water-only: no series was found by the rule. Name the volume."],
  [
    { code: "X1", region: "calf", role: "t1", volumeId: "none" },
    "Case X1, calf, T1-weighted: the studies of this case have no such volume.",
  ],
])("%j is refused in words", (choice, words) => {
  const id = withCases();
  expect(() => limbs.projects.chooseRole(limbs.coordinator, id, choice)).toThrow(words);
});

test("a volume of another case's study, and one that has another role of the region, is refused", () => {
  const { projects, coordinator } = limbs;
  const id = withCases();
  const place = { code: "X1", region: "thigh", role: "t1" };
  expect(() => projects.chooseRole(coordinator, id, { ...place, volumeId: limbs.volumeOf("2.25.301", 1) })).toThrow("no such volume");
  expect(() => projects.chooseRole(coordinator, id, { ...place, volumeId: limbs.volumeOf("2.25.101", 2) })).toThrow(
    "Case X1, thigh, T1-weighted: this volume is “water-only” already. Change that one first.",
  );
});

test("a volume that has a role stays when files come later; the new one fits the rule from then on", async () => {
  const id = withCases();
  const volumeId = limbs.volumeOf("2.25.101", 1);
  const unneeded = limbs.volumeOf("2.25.101", 3);
  await limbs.run(writeStudies(join(limbs.folder, "later"), limbStudies.slice(0, 1), [2]));
  const volumes = createVolumes({ store: limbs.store });
  expect(volumes.describe(volumeId)).toMatchObject({ slices: 2, warnings: [{ code: "superseded" }] });
  expect(() => volumes.describe(unneeded)).toThrow("no such volume");
  await volumes.close();
  const [t1] = rolesOf(id, "X1");
  expect(t1).toMatchObject({ state: "found", volumeId });
  expect(t1!.candidates.map(({ volumeId }) => volumeId)).not.toContain(volumeId);
  expect(limbs.projects.verify(id).fault).toBeNull();
  limbs.projects.chooseRole(limbs.coordinator, id, { code: "X1", region: "thigh", role: "t1", volumeId: t1!.candidates[0]!.volumeId });
  const pins = limbs.store.database.prepare("SELECT by_id FROM volume_pin WHERE by_kind = 'case role' AND volume_id = ?");
  expect(pins.all(volumeId)).toEqual([]);
  expect(pins.all(t1!.candidates[0]!.volumeId)).toHaveLength(1);
});

test("a series to which what is drawn is to be copied, and that lies in another space, is named before the start", () => {
  const id = withCases();
  const lacks = (projects = limbs.projects) =>
    projects.status(limbs.coordinator, id).lacks.filter((words) => words.includes("cannot be copied"));
  expect(lacks()).toEqual([]);
  const volumeId = limbs.volumeOf("2.25.102", 2);
  const set = (path: string, value: string) =>
    change(limbs.store, (database) =>
      database.prepare("UPDATE volume SET description = json_set(description, ?, ?) WHERE id = ?").run(path, value, volumeId),
    );
  const { frameOfReferenceUid } = createVolumes({ store: limbs.store }).describe(volumeId);
  set("$.frameOfReferenceUid", "2.25.999");
  expect(lacks()).toEqual([
    "case X1, calf, water: what is drawn cannot be copied to it. It has another frame of reference: nothing says that the patient lay still in between",
  ]);
  // A registration that was accepted says where the patient lay.
  const way = { toDrawnOn: { kind: "composite" as const, steps: [] }, through: [] };
  expect(lacks(createProjects(limbs.store, (_, { id: to }) => (to === volumeId ? way : null)))).toEqual([]);
  set("$.frameOfReferenceUid", frameOfReferenceUid!);
  expect(lacks()).toEqual([]);
});
