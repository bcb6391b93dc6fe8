import type { Page } from "playwright-core";
import type { FeatureColumns, FeatureOverview, RoleFeatures } from "../../src-shared/api/agreement.ts";
import { wholeRegion } from "../../src-shared/domain/project/featurePart.ts";
import { createRandom } from "../../src-shared/statistics/random.ts";
import { startBrowser } from "../e2e/browser.ts";
import { startProgram, temporaryFolder } from "../e2e/program.ts";
import { traced } from "./trace/tracedTasks.ts";

/**
 * The agreement room's table of 4,048 features in the built window: scrolled, sorted by every column, filtered. The program and its page are those that are
 * shipped; the door's answers about agreement are made up here. The aims: a scroll frame has less than 8 ms of ours (scripts, styles and layout; drawing is the
 * browser's), and no task is longer than 50 ms. Processor time of the page's main thread, so that a busy machine does not count.
 */
const perRole = 1012;
const places = [
  ["thigh", "t1"],
  ["thigh", "water"],
  ["calf", "t1"],
  ["calf", "water"],
] as const;
const random = createRandom(1);
const filters = ["original", "wavelet-LLH", "wavelet-HHL", "log-sigma-2-0-mm-3D", "gradient", "square", "exponential"];
const classes = ["firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"];
const names = Array.from(
  { length: perRole },
  (_, at) => `${filters[at % filters.length]}_${classes[at % classes.length]}_Feature${String(at).padStart(4, "0")}`,
);
const described = places.map(([region, role]) => ({
  region,
  role,
  part: wholeRegion,
  words: `${region}, ${role}`,
  regionName: region,
  roleName: role,
}));

function columns(kind: FeatureColumns["kind"], readers: readonly string[], passes: readonly string[]): FeatureColumns {
  const value = names.map(() => Number((1 - random.next() ** 2).toPrecision(6)));
  return {
    kind,
    readers,
    passes,
    form: "A,1",
    value,
    lower: value.map((icc) => Number((icc - 0.1 * random.next()).toPrecision(6))),
    upper: value.map((icc) => Math.min(1, Number((icc + 0.05 * random.next()).toPrecision(6)))),
    besideForm: "C,1",
    beside: value,
    n: names.map(() => 75),
    reasons: names.map(() => null),
  };
}

const features = (role: (typeof described)[number]): RoleFeatures => ({
  ...role,
  names,
  stable: names.map((_, at) => at % 3 > 0),
  stability: names.map((_, at) => (["no", "value only", "yes"] as const)[at % 3]!),
  comparisons: [columns("inter", ["1", "2"], ["1"]), columns("intra", ["1"], ["1", "2"])],
});
const summary = {
  kind: "inter",
  readers: ["1", "2"],
  passes: ["1"],
  form: "A,1",
  features: perRole,
  undefinedFeatures: 0,
  threshold: 0.81,
};
const numbers = { mean: 0.7, meanLower: 0.68, meanUpper: 0.72, reached: 500, reachedByLower: 300 };
const overview = {
  roles: described.map((role) => ({
    ...role,
    notes: [],
    readings: 225,
    settingsHash: null,
    count: perRole,
    stable: 600,
    stableByLower: 300,
    summary: [{ ...summary, ...numbers }],
  })),
  parts: [],
  rule: { threshold: 0.81, by: "value", comparisons: ["between readers"] },
} as unknown as FeatureOverview;
const answers: Readonly<Record<string, (input: { region: string; role: string }) => unknown>> = {
  projects: () => [{ id: "made-up", name: "Made up", state: "closed" }],
  status: () => ({
    name: "Made up",
    state: "closed",
    readings: 225,
    cases: 75,
    leftOut: { training: 0, excluded: 0, withdrawn: 0, notSubmitted: 0 },
    drawings: { extracted: 900, missing: 0, refused: 0 },
    outOfDate: 0,
    stateHash: "made up",
  }),
  featureOverview: () => overview,
  roleFeatures: ({ region, role }) => features(described.find((each) => each.region === region && each.role === role)!),
  stableSets: () => [],
  board: () => [],
};

const data = temporaryFolder();
const program = await startProgram(data.path);
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.route(/\/api\/agreement\./, async (route) => {
    const address = new URL(route.request().url());
    const answer = answers[address.pathname.split(".").at(-1)!]!;
    const input = JSON.parse(address.searchParams.get("input") ?? "{}") as { json: { region: string; role: string } };
    await route.fulfill({ json: { result: { data: { json: answer(input.json) } } } });
  });
  await page.goto(program.url);
  await page.getByRole("button", { name: "Agreement" }).click();
  const grid = page.getByRole("grid", { name: "Features" });
  await page.getByText(`${(perRole * places.length).toLocaleString("en")} of`).waitFor();
  await page.locator('[data-drawn="true"]').nth(3).waitFor();
  await grid.hover();

  for (const [what, lines, steps] of [
    ["scroll by three lines", 3, 60],
    ["scroll by a thousand lines, all new", 1000, 3],
  ] as const) {
    const { frames, tasks } = await traced(page, async () => {
      for (let step = 0; step < steps; step++) {
        await page.mouse.wheel(0, 26 * lines);
        await nextFrame(page);
      }
    });
    const own = frames.filter((frame) => frame > 0).toSorted((a, b) => a - b);
    const over = own.filter((frame) => frame >= 8).length;
    console.log(
      `${what}: ${own.length} frames, ours in the middle one ${own[Math.floor(own.length / 2)]!.toFixed(1)} ms, in the longest ` +
        `${own.at(-1)!.toFixed(1)} ms; ${over} of them over the 8 ms allowed; ${longest(tasks)}`,
    );
  }
  const headers = await grid.getByRole("button", { name: /^Sort by/ }).all();
  for (const header of headers) {
    const { tasks } = await traced(page, async () => {
      for (let click = 0; click < 2; click++) {
        await header.click();
        await nextFrame(page);
      }
    });
    console.log(`${await header.getAttribute("aria-label")}: ${longest(tasks)}`);
  }
  const filtered = await traced(page, async () => {
    await page.getByLabel("Name of a feature").pressSequentially("wavelet glcm", { delay: 30 });
    await nextFrame(page);
  });
  console.log(`filter by words: ${longest(filtered.tasks)}`);
  const cleared = await traced(page, async () => {
    await page.getByLabel("Name of a feature").fill("");
    await nextFrame(page);
  });
  console.log(`all again: ${longest(cleared.tasks)}`);
} finally {
  await browser.close();
  await program.stop();
  data.remove();
}

/** Two frames on: what a click or a turn of the wheel asked for is drawn. */
async function nextFrame(page: Page): Promise<void> {
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
}

function longest(tasks: readonly number[]): string {
  const sorted = tasks.toSorted((a, b) => b - a);
  return `longest task ${(sorted[0] ?? 0).toFixed(1)} ms, ${tasks.filter((task) => task > 50).length} of ${tasks.length} over the 50 ms allowed`;
}
