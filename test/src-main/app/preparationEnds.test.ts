import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RecipeRun } from "#shared/api/recipe.ts";
import { templateProtocol } from "../../../src-main/services/projects/index.ts";
import { createApp } from "../../../src-main/app/createApp.ts";
import type { Author } from "../../../src-main/services/store/index.ts";
import { writeBodies } from "../../e2e/bodies.ts";
import { addReader, by } from "../author.ts";
import { segmentationBundle } from "../services/models/volumes/sampleBundle2.ts";
import { writeBrightBundle } from "../services/models/volumes/brightBundle.ts";
import { openApp } from "./openApp.ts";

const codes = ["K01", "K02", "K03"];
const aligned = (steps: string) => `name: Aligned
version: 1
roles: [{ name: T1, title: T1 }, { name: water, title: water }]
steps:
${steps}
outputs: [water]
`;
const register = (transform: string) => `  - { kind: register, moving: water, fixed: T1, transform: ${transform} }`;

let opened: ReturnType<typeof openApp>;
let projectId: string;
let coordinator: Author;
beforeEach(async () => {
  opened = openApp();
  const { services } = opened.app;
  const patients = codes.map((code, at) => ({
    patientId: `HOSP-${code}`,
    studyInstanceUid: `2.25.9${at}`,
    series: [
      { description: "T1 TSE axial thigh" },
      { description: "T2 Dixon water thigh", isInverted: true, movedMm: [2 + at, -at] as const },
    ],
  }));
  await services.jobs.finished(services.dicomImport.start(by, [writeBodies(opened.folder, patients)]));
  coordinator = addReader(services.store, "Coordinator");
  projectId = services.projects.create(coordinator, { name: "Muscles", protocol: templateProtocol("myopathy") });
  const cases = codes.map((code, at) => ({ where: code, studyInstanceUids: [`2.25.9${at}`], code, group: "" }));
  services.projects.addCases(coordinator, projectId, cases, "cases");
  services.projects.confirmRoles(coordinator, projectId);
}, 120_000);
afterEach(() => opened.close());

const dataFolder = () => join(opened.folder, "data");
const namesIn = (folder: string) => (existsSync(join(dataFolder(), folder)) ? readdirSync(join(dataFolder(), folder)) : []);

/** The processes whose parent is this one, by Linux. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // After the name in brackets: state and parent.
        const [, of] = readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        return Number(of) === parent ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}

/** How many ms until processes are gone; a zombie that its parent has not asked for yet is. */
async function untilGone(ids: readonly number[]): Promise<number> {
  const begin = performance.now();
  const isThere = (id: number) => {
    try {
      return !/^.*\) Z/s.test(readFileSync(`/proc/${id}/stat`, "utf8"));
    } catch {
      return false;
    }
  };
  while (ids.some(isThere)) await wait(2);
  return performance.now() - begin;
}

/** Every prepared volume has its whole file, and every file its volume. */
function expectWhole(): void {
  const rows = opened.app.services.store.database
    .prepare<[], { volumeId: string; contentHash: string }>(
      "SELECT volume_id AS volumeId, content_hash AS contentHash FROM derived_volume WHERE is_cached = 1",
    )
    .all();
  expect(namesIn("cache/prepared").toSorted()).toEqual(rows.map(({ volumeId }) => `${volumeId}.nrrd`).toSorted());
  for (const { volumeId, contentHash } of rows) {
    const bytes = readFileSync(join(dataFolder(), "cache", "prepared", `${volumeId}.nrrd`));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(contentHash);
  }
}

test("a project's run that is killed leaves nothing half-written, goes on where it was, and what the cache lost is made again", async () => {
  await opened.app.close();
  const text = aligned(register("rigid"));
  const program = spawn(
    process.execPath,
    [join(import.meta.dirname, "projectRunProgram.ts"), dataFolder(), projectId, String(coordinator.readerId), coordinator.name, text],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let [said, children]: [string, number[]] = ["", []];
  program.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
    // One is done: two others are in work.
    if (children.length > 0 || !said.includes('"done"')) return;
    children = childrenOf(program.pid!);
    program.kill("SIGKILL");
  });
  const [, signal] = (await once(program, "close")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  expect(children.length).toBeGreaterThan(0);
  const gone = await untilGone(children);
  console.log(`The ${children.length} processes of a program that was killed were gone after ${gone.toFixed(0)} ms.`);

  opened.app = createApp({ dataFolder: dataFolder(), host: { name: "loopback" } });
  const { recipes, jobs } = opened.app.services;
  const run = () => recipes.runs(coordinator, projectId)[0]!;
  const before = run();
  const done = before.cases.filter(({ state }) => state === "done");
  expect(before.jobId).toBeNull();
  expect(done.length).toBeGreaterThan(0);
  expect(before.cases.filter(({ state }) => state === "waiting")).toHaveLength(codes.length - done.length);
  expect(namesIn("incoming")).toEqual([]);
  expectWhole();
  const made = new Map(done.map(({ outcomeId }) => [outcomeId!, recipes.outcome(outcomeId!).createdAt]));

  const resumed = await jobs.finished(recipes.resume(coordinator, projectId, before.runId));
  expect(resumed.state).toBe("succeeded");
  const after: RecipeRun = run();
  expect(after.cases.map(({ state }) => state)).toEqual(codes.map(() => "done"));
  for (const { code, outcomeId } of done) expect(after.cases.find((each) => each.code === code)!.outcomeId).toBe(outcomeId);
  for (const [outcomeId, createdAt] of made) expect(recipes.outcome(outcomeId).createdAt).toBe(createdAt);
  expect(opened.app.services.store.database.prepare("SELECT count(*) FROM recipe_outcome").pluck().get()).toBe(codes.length);
  expect(namesIn("incoming")).toEqual([]);
  expectWhole();

  // What is asked for at the door is made again from the images and the kept transform, to the last bit; nothing else is.
  const volumeId = recipes.outcome(after.cases[0]!.outcomeId!).outputs[0]!.volumeId!;
  const frame = async () => {
    const response = await opened.app.fetch(new Request(opened.url(`/volumes/${volumeId}/frames/3`)));
    expect(response.status).toBe(200);
    return new Uint8Array(await response.arrayBuffer());
  };
  const seen = await frame();
  expect(seen.some((value) => value !== 0)).toBe(true);
  await opened.app.close();
  rmSync(join(dataFolder(), "cache"), { recursive: true });
  opened.app = createApp({ dataFolder: dataFolder(), host: { name: "loopback" } });
  expect(await frame()).toEqual(seen);
  expect(namesIn("cache/prepared")).toEqual([`${volumeId}.nrrd`]);
}, 900_000);

test.each([
  ["a registration", register("bspline"), "aligning the images"],
  [
    "a step of the engine",
    "  - { kind: resample, roles: [water], grid: { from: spacing, spacingMm: [0.7, 0.7, 1] }, interpolation: linear }\n" +
      "  - { kind: n4, roles: [water], mask: { from: nonzero }, shrink: [1, 1, 1], iterations: [500, 500, 500, 500], convergence: 0 }",
    "n4",
  ],
])("%s that is cancelled leaves no file and no row", async (what, steps, phase) => {
  const { recipes, jobs, store, volumes } = opened.app.services;
  const [t1, water] = volumes.describeStudy("2.25.90").series.map((series) => series.volumes[0]!.id) as [string, string];
  const before = new Set(childrenOf(process.pid));
  const source = { from: "text", fileName: "r.yaml", text: aligned(steps), chosen: {} } as const;
  const jobId = recipes.startOnStudy(by, { source, inputs: { T1: { volumeId: t1 }, water: { volumeId: water } } });
  await expect.poll(() => jobs.get(jobId).phase, { timeout: 60_000, interval: 5 }).toContain(phase);
  const children = childrenOf(process.pid).filter((id) => !before.has(id));
  expect(children.length).toBeGreaterThan(0);
  expect(namesIn("incoming")).toHaveLength(1);
  const begin = performance.now();
  jobs.cancel(jobId);
  const job = await jobs.finished(jobId);
  const ended = performance.now() - begin;
  // A process of the engine stays for the next step; one that registers does not.
  const gone =
    what === "a registration" ? ` Its process was gone after ${(ended + (await untilGone(children.slice(-1)))).toFixed(0)} ms.` : "";
  console.log(`Cancelled: ${what} ended after ${ended.toFixed(0)} ms.${gone}`);
  expect(job.state).toBe("cancelled");
  expect(["incoming", "cache/prepared", "derived"].flatMap(namesIn)).toEqual([]);
  expect(
    ["recipe_outcome", "derived_volume"].map((table) => store.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
  ).toEqual([0, 0]);
});

test.each([
  ["extractBrain", "{ kind: extractBrain, roles: [T1], mask: { from: bundle, bundle: network, images: T1 } }"],
  ["segment", "{ kind: segment, role: bright, bundle: network, images: { image: T1 } }"],
])("a recipe that is cancelled while the network of %s draws ends its process, and leaves no file and no row", async (kind, step) => {
  const { recipes, jobs, store, volumes } = opened.app.services;
  const t1 = volumes.describeStudy("2.25.90").series[0]!.volumes[0]!.id;
  // Patches of four voxels that move on by one: there are 18,605 of them on 64 x 64 x 8 voxels, so that it does not end by itself before it is cancelled.
  const base = segmentationBundle();
  const inference = { ...base.inference, channels: ["image"], patch: [4, 4, 4], steps: { rule: "nnU-Net", step: 0.25 } as const };
  const bundleFolder = await writeBrightBundle(join(opened.folder, "slow"), 100, { inference });
  const text = `name: Drawn
version: 1
roles: [{ name: T1, title: T1 }]
bundles: [{ name: network, title: a network that draws }]
steps: [${step}]
outputs: [${kind === "segment" ? "bright" : "T1"}]
`;
  const before = new Set(childrenOf(process.pid));
  const source = { from: "text", fileName: "r.yaml", text, chosen: {} } as const;
  const jobId = recipes.startOnStudy(by, { source, inputs: { T1: { volumeId: t1 }, network: { bundleFolder } } });
  await expect
    .poll(() => jobs.get(jobId), { timeout: 60_000, interval: 5 })
    .toMatchObject({ phase: expect.stringContaining("patches") as string });
  const children = childrenOf(process.pid).filter((id) => !before.has(id));
  expect(children.length).toBeGreaterThan(0);
  const begin = performance.now();
  jobs.cancel(jobId);
  const job = await jobs.finished(jobId);
  const ended = performance.now() - begin;
  // The last one to be started is that of the network.
  const gone = ended + (await untilGone(children.slice(-1)));
  console.log(`Cancelled: the network of ${kind} ended after ${ended.toFixed(0)} ms; its process was gone after ${gone.toFixed(0)} ms.`);
  expect([job.state, job.error]).toEqual(["cancelled", null]);
  expect(["incoming", "cache/prepared", "derived"].flatMap(namesIn)).toEqual([]);
  expect(
    ["recipe_outcome", "derived_volume"].map((table) => store.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
  ).toEqual([0, 0]);
});
