import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { AgreementStatus, ComparedProject, FeatureOverview, RoleFeatures } from "#shared/api/agreement.ts";
import { createRandom } from "../../src-shared/statistics/random.ts";
import { setup, startBrowser } from "../e2e/browser.ts";
import { startProgram } from "../e2e/program.ts";

/**
 * The table of 4,048 features in the agreement room: our share of a frame (scripts, style, layout, painting) while it scrolls, and the longest task while it is
 * sorted and filtered, as Chromium measures them. The door's answers are made up here. The aims are 8 ms and 50 ms on an idle machine; `npm run build` first.
 */
const perRole = 1012;
const roles = ["thigh", "calf"].flatMap((region) => ["T1-weighted", "water-only"].map((role) => ({ region, role })));
const comparisons = [
  { kind: "inter", readers: ["1", "2"], passes: ["1"] },
  { kind: "intra", readers: ["1"], passes: ["1", "2"] },
] as const;
const random = createRandom(1);
const names = Array.from({ length: perRole }, (_, at) => `wavelet-LLH_glcm_Feature${at}`);

const project: ComparedProject = { id: "p", name: "Muscles", state: "running" };
const status: AgreementStatus = {
  name: "Muscles",
  state: "running",
  readings: 225,
  cases: 75,
  leftOut: { training: 0, excluded: 0, withdrawn: 0, notSubmitted: 0 },
  drawings: { extracted: 450, missing: 0, refused: 0 },
  outOfDate: 0,
  stateHash: "0",
};
const overview: FeatureOverview = {
  roles: roles.map(({ region, role }) => ({
    region,
    role,
    regionName: region,
    roleName: role,
    words: `${region}, ${role}`,
    notes: [],
    readings: 225,
    settingsHash: null,
    summary: [],
    count: perRole,
    stable: 0,
  })),
  rule: null,
};
const roleFeatures = (of: { readonly region: string; readonly role: string }): RoleFeatures => ({
  ...of,
  names,
  stable: names.map(() => random.next() > 0.5),
  comparisons: comparisons.map((comparison) => {
    const value = names.map(() => random.next());
    return {
      ...comparison,
      form: "A,1",
      besideForm: "C,1",
      value,
      lower: value.map((each) => each - 0.1),
      upper: value.map((each) => each + 0.05),
      beside: value,
      n: names.map(() => 75),
      reasons: names.map(() => null),
    };
  }),
});
const answers: Readonly<Record<string, (input: never) => unknown>> = {
  "agreement.projects": () => [project],
  "agreement.status": () => status,
  "agreement.featureOverview": () => overview,
  "agreement.roleFeatures": roleFeatures,
  "agreement.stableSets": () => [],
  "project.status": () => ({ readers: ["One", "Two"] }),
};

async function answerHere(page: Page): Promise<void> {
  for (const [procedure, answer] of Object.entries(answers))
    await page.route(`**/api/${procedure}*`, (route) => {
      const { json } = JSON.parse(new URL(route.request().url()).searchParams.get("input") ?? '{"json":null}') as { json: never };
      return route.fulfill({ json: { result: { data: { json: answer(json) } } } });
    });
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

/** Tasks of the page's main thread while something is done, ms. */
async function tasksOf(page: Page, act: () => Promise<void>): Promise<{ readonly at: number; readonly ms: number }[]> {
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await act();
  const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const main = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  return events
    .filter(({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && main.some((thread) => thread.pid === pid && thread.tid === tid))
    .map(({ ts, dur = 0 }) => ({ at: ts / 1000, ms: dur / 1000 }))
    .toSorted((a, b) => a.at - b.at);
}

const share = (values: readonly number[], fraction: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(fraction * (values.length - 1))] ?? 0;

const data = mkdtempSync(join(tmpdir(), "fascicle-bench-table-"));
await setup();
const program = await startProgram(data);
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await answerHere(page);
  await page.goto(program.url);
  await page.getByRole("button", { name: "Agreement" }).click();
  const grid = page.getByRole("grid", { name: "Features" });
  await page.getByText(`${(perRole * roles.length).toLocaleString("en")} of`).waitFor();

  // One turn of the wheel a frame: what is done in it is the sum of the tasks until the next one.
  const frames = 120;
  const scroll = `new Promise((resolve) => {
    const place = document.querySelector('[role="grid"]').parentElement;
    const starts = [];
    const step = () => {
      starts.push(performance.now());
      place.scrollTop += 78;
      if (starts.length > ${frames}) resolve(starts.length); else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
  const tasks = await tasksOf(page, async () => {
    await page.evaluate(scroll);
  });
  const total = tasks.reduce((sum, { ms }) => sum + ms, 0);
  console.log(
    `scrolling ${perRole * roles.length} rows, 3 a frame: ${(total / frames).toFixed(2)} ms of the main thread a frame (aim: 8 ms); ` +
      `tasks: median ${share(
        tasks.map(({ ms }) => ms),
        0.5,
      ).toFixed(2)}, longest ${Math.max(...tasks.map(({ ms }) => ms)).toFixed(1)} ms`,
  );
  const longest = async (what: string, act: () => Promise<void>) => {
    const own = await tasksOf(page, async () => {
      await act();
      await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
    });
    console.log(`${what}: longest task ${Math.max(...own.map(({ ms }) => ms)).toFixed(1)} ms (aim: 50 ms)`);
  };
  for (const column of ["Feature", "Region, role", "95 % interval"])
    await longest(`sorted by ${column}`, () =>
      grid
        .getByRole("button", { name: `Sort by ${column}` })
        .first()
        .click(),
    );
  const search = page.getByLabel("Name of a feature");
  for (const text of ["f", "feature1", "glcm 99", ""]) await longest(`filtered by “${text}”`, () => search.fill(text));
  await longest("stable only", () => page.getByLabel("Stable only").check());
} finally {
  await browser.close();
  await program.stop();
  rmSync(data, { recursive: true, force: true });
}
