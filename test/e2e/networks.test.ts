import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { RecipeOutcome } from "../../src-shared/api/recipe.ts";
import type { NetworkPrediction } from "../../src-shared/domain/modelBundle.ts";
import { clinicalColumns, clinicalScore, writeTableNetwork } from "../src-main/services/networks/tableNetwork.ts";
import { findings } from "./axe.ts";
import { projectRoot, runFascicle } from "./program.ts";
import { drag, expectState, faded, fetched, openSample, picture, saved, shown, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ timeout: 120_000 });
let page: Page;
const shipped = (name: string) => join(projectRoot, "assets", "models", name);
const ensemble = "Ensemble of random networks (demonstration) 1.0.0";
const drawing = "Drawing by random weights (demonstration) 1.0.0";
/** What the network drew before anybody corrected it. */
let asDrawn: Uint8Array;
const row = { "age at onset": 7, "age at imaging": 40, "infantile spasms": 1, "three or more medications": 0 } as const;

const panel = () => page.getByRole("complementary", { name: "Segments and features" });
const form = () => panel().getByRole("region", { name: "Run a network" });
const card = (name: string) => page.getByRole("listitem", { name, exact: true });

interface ListedStudy {
  readonly studyInstanceUid: string;
  readonly series: ReadonlyArray<{
    readonly description: string;
    readonly volumes: ReadonlyArray<{ readonly id: string; readonly slices: number }>;
  }>;
}

/** The volume of a series and its study, by the command line. */
async function seriesOf(description: string): Promise<{ id: string; slices: number; studyInstanceUid: string }> {
  const listed = await runFascicle("list", "--json", "--data", session.data.path);
  const study = (JSON.parse(listed.stdout) as ListedStudy[]).find(({ series }) => series.some((each) => each.description === description))!;
  const volume = study.series.find((each) => each.description === description)!.volumes[0]!;
  return { ...volume, studyInstanceUid: study.studyInstanceUid };
}

/** The head's axial series as files, by the command line. */
async function exportedBrain(): Promise<{ flair: string; t2: string }> {
  const save = async (description: string, name: string) => {
    const out = join(session.work.path, name);
    const { code, stderr } = await runFascicle("volume", (await seriesOf(description)).id, out, "--data", session.data.path);
    expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
    return out;
  };
  return { flair: await save("FLAIR axial", "flair.nii.gz"), t2: await save("T2 TSE axial", "t2.nii.gz") };
}

beforeAll(async () => {
  page = session.page;
  await openSample(page);
});

test("a bundle of format 2 is installed from its folder, told in full, and checked on this machine", { timeout: 600_000 }, async () => {
  await page.getByRole("navigation", { name: "Rooms" }).getByText("Models").click();
  for (const [name, title] of [
    ["ensemble", ensemble],
    ["segmentation", drawing],
  ] as const) {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "From a folder…" }).click();
    await (await chooser).setFiles(shipped(name));
    await card(title).waitFor();
  }
  const told = card(ensemble);
  for (const words of ["T2, 5 folds, weight 0.25", "MIT for the weights, none for the data", "None: the weights are random numbers"])
    await told.getByText(words).waitFor();
  await told.getByText("What it needs: 2 images, 4 columns").click();
  await told.getByText("computed: FLAIR^1.55 * T2^1.45").waitFor();
  await told.getByText("RAS, axes z y x, whole in 3D").waitFor();
  await told.getByText("resized to 128 × 128 × 128 voxels").waitFor();
  await picture(page, "networks-1-room");
  const before = await told.getByRole("list", { name: `Golden cases of ${ensemble}` }).textContent();
  expect(before).toMatch(/^made images: as its authors say, in \d+ s$/);
  await page.getByRole("button", { name: `Check on this machine: ${drawing}` }).focus();
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: `Check on this machine: ${drawing}` })
    .and(page.locator(":not([data-loading])"))
    .waitFor();
  await card(drawing).getByText("made image: as its authors say").waitFor();
  await card(drawing).scrollIntoViewIfNeeded();
  await picture(page, "networks-2-checked");
  expect(await findings(page)).toEqual([]);
});

test("a network of a table is run on a CSV file, row by row, and what it says is saved", async () => {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "From a folder…" }).click();
  await (await chooser).setFiles(await writeTableNetwork(join(session.work.path, "clinical")));
  const told = card("Clinical networks (demonstration) 1.0.0");
  await told.waitFor();
  const choose = async (lines: readonly string[]) => {
    const files = page.waitForEvent("filechooser");
    await told.getByRole("button", { name: "Run on a table (CSV)…" }).click();
    await (await files).setFiles({ name: "cases.csv", mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\n")}\n`) });
  };
  const header = ["case", ...clinicalColumns].join(",");
  await choose([header, "A,7,40,1,", "B,3,12,1,1"]);
  await told.getByRole("alert").getByText("Row 1 of cases.csv: three or more medications is empty. Every row needs one.").waitFor();
  await told.scrollIntoViewIfNeeded();
  await picture(page, "networks-2a-table-refused");

  await choose([header, "A,7,40,1,0", "B,3,12,1,1", "C,100,500,0,1"]);
  const sheet = page.getByRole("dialog", { name: "Clinical networks (demonstration) 1.0.0" });
  await sheet
    .getByRole("listitem")
    .getByText(/^Row 3: .*age at imaging/)
    .waitFor();
  await faded(page);
  await picture(page, "networks-2b-table");
  expect(await findings(page)).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: "Save as CSV" }).click()]);
  expect(download.suggestedFilename()).toBe("clinical-networks-demonstration-1-0-0.csv");
  const rows = (await readFile(await download.path(), "utf8")).trimEnd().split("\n").slice(1);
  const scores = await Promise.all(
    [
      [7, 40, 1, 0],
      [3, 12, 1, 1],
      [100, 500, 0, 1],
    ].map(clinicalScore),
  );
  expect(rows.map((line) => Number(line.split(",")[2]!).toFixed(5))).toEqual(scores.map((score) => score.toFixed(5)));
  await page.keyboard.press("Escape");
});

test("the shipped ensemble is run whole on the sample's brain, and says what the command line says", { timeout: 900_000 }, async () => {
  await page.getByRole("navigation", { name: "Rooms" }).getByText("Worklist").click();
  await page.getByText("Head (synthetic)").first().dblclick();
  await shown(page);
  await panel().getByRole("tab", { name: "Networks" }).click();
  await form().getByRole("combobox", { name: "Network" }).click();
  await page.getByRole("option", { name: ensemble }).click();
  // Filled by the words of the series.
  await expect
    .poll(() =>
      form()
        .getByRole("combobox", { name: /^FLAIR: / })
        .inputValue(),
    )
    .toMatch(/FLAIR/);
  await expect.poll(() => form().getByRole("combobox", { name: /^T2: / }).inputValue()).toMatch(/T2/);
  for (const [name, value] of Object.entries(row))
    await form()
      .getByRole("textbox", { name: new RegExp(`^${name}`) })
      .fill(String(value));
  await form().getByTestId("network-memory").waitFor();
  const start = form().getByRole("button", { name: "Run", exact: true });
  expect(await start.isDisabled()).toBe(true);
  await picture(page, "networks-3-form");
  await form().getByRole("button", { name: "See what the network sees" }).click();
  const sheet = page.getByRole("dialog", { name: "As the network sees them" });
  await sheet.getByText("FLAIR3", { exact: true }).click();
  await sheet.getByRole("img", { name: "FLAIR3, slice 65 of 128" }).waitFor();
  await faded(page);
  await picture(page, "networks-4-prepared");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await form().getByRole("checkbox", { name: "These are the right series" }).press("Space");
  await start.focus();
  await page.keyboard.press("Enter");
  const result = panel().getByRole("region", { name: "Result of Ensemble of random networks (demonstration)" });
  await result.waitFor({ timeout: 600_000 });
  expect(await result.getByRole("table", { name: "Scores of members and folds" }).getByRole("row").count()).toBe(5);
  await result.scrollIntoViewIfNeeded();
  await picture(page, "networks-5-result");
  expect(await findings(page)).toEqual([]);

  await result.getByRole("button", { name: "Report", exact: true }).click();
  const report = page.frameLocator('iframe[title="Report"]');
  await report.getByRole("heading", { name: "Scores of members and folds" }).waitFor();
  expect(await report.getByRole("row").count()).toBe(12);
  await report.getByText("weights: MIT; training data: none").waitFor();
  // The patient is named only where it is asked for.
  expect(await report.locator(".identity").count()).toBe(0);
  await faded(page);
  await picture(page, "networks-5b-report");
  await page.getByRole("button", { name: "Close the report" }).click();

  const download = page.waitForEvent("download");
  await result.getByRole("link", { name: "JSON" }).click();
  const said = JSON.parse(await readFile(await (await download).path(), "utf8")) as {
    result: { positiveProbability: number };
    members: NonNullable<NetworkPrediction["run"]>["members"];
    given: { row: object };
    run: { estimatedBytes: number; peakBytes: number };
  };
  expect(said.given.row).toEqual(row);
  // The estimate holds.
  expect(said.run.peakBytes).toBeLessThanOrEqual(said.run.estimatedBytes);
  // By the command line, on the same voxels as files.
  const files = await exportedBrain();
  const table = join(session.work.path, "case.csv");
  await writeFile(table, `${Object.keys(row).join(",")}\n${Object.values(row).join(",")}\n`);
  const { code, stdout, stderr } = await runFascicle(
    "predict",
    shipped("ensemble"),
    "--role",
    `FLAIR=${files.flair}`,
    "--role",
    `T2=${files.t2}`,
    "--table",
    table,
    "--json",
  );
  expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
  const { rows } = JSON.parse(stdout) as { rows: Array<{ probabilities: { yes: number }; members: typeof said.members }> };
  expect(Math.abs(rows[0]!.probabilities.yes - said.result.positiveProbability)).toBeLessThan(1e-6);
  for (const [at, { name, score }] of rows[0]!.members.entries()) {
    expect(said.members[at]!.name).toBe(name);
    expect(Math.abs(said.members[at]!.score - score)).toBeLessThan(1e-6);
  }
});

test("a network's drawing is a first drawing: corrected by hand, what was changed is counted", { timeout: 600_000 }, async () => {
  await panel().getByRole("tab", { name: "Networks" }).click();
  await form().getByRole("combobox", { name: "Network" }).click();
  await page.getByRole("option", { name: drawing }).click();
  await form().getByRole("combobox", { name: /^T1: / }).waitFor();
  // Nothing but the axial FLAIR, which is on show: the network is told that its name is another one.
  await form().getByRole("combobox", { name: /^T1: / }).click();
  await page.getByRole("option", { name: /FLAIR axial/ }).click();
  await form().getByText("The series given for T1 is not named like one of its sequence (T1-weighted).").waitFor();
  await form().getByTestId("network-memory").waitFor();
  await form().getByRole("checkbox", { name: "These are the right series" }).press("Space");
  await form().getByRole("button", { name: "Draw" }).click();
  const drawnOn = (await seriesOf("FLAIR axial")).id;
  const note = page.getByTestId("first-drawing");
  await note.getByText(`First drawing from a model (${drawing}), revision 1`).waitFor({ timeout: 300_000 });
  // The series that was drawn on has come into the viewport.
  await expectState(page, "volume-id", drawnOn);
  const volumeId = await shown(page);
  await faded(page);
  await picture(page, "networks-6-drawn");
  const { labels: drawn, segmentationId } = await storedLabels(page, volumeId);
  const count = (all: Uint8Array, label: number) => all.reduce((sum, each) => sum + Number(each === label), 0);
  expect(count(drawn, 1)).toBeGreaterThan(100);
  asDrawn = drawn;

  await page.getByRole("list", { name: "Segments" }).getByRole("button", { name: "Random one", exact: true }).click();
  await page.getByTestId("segment-change").getByText("Since the first drawing: as it came").waitFor();
  await page.keyboard.press("b");
  await drag(page, [
    [0.45, 0.45],
    [0.55, 0.52],
  ]);
  await saved(page);
  await expect.poll(async () => count((await storedLabels(page, volumeId)).labels, 1)).not.toBe(count(drawn, 1));
  const { labels: now } = await storedLabels(page, volumeId);
  const [before, after] = [drawn, now].map((all) => count(all, 1)) as [number, number];
  const both = drawn.reduce((sum, label, at) => sum + Number(label === 1 && now[at] === 1), 0);
  const words = `${after - both} added, ${before - both} erased, Dice ${((2 * both) / (before + after)).toFixed(3)}`;
  await page.getByTestId("segment-change").getByText(`Since the first drawing: ${words}`).waitFor();
  await faded(page);
  await picture(page, "networks-7-corrected");
  const { bytes } = await fetched(page, `/segmentations/${segmentationId}/provenance.json`);
  expect(JSON.parse(bytes.toString())).toMatchObject({
    firstDrawing: {
      source: "model",
      revision: 1,
      model: { modelName: "Drawing by random weights (demonstration)", images: [{ name: "T1" }] },
    },
    segments: [{ name: "Random one", change: { added: after - both, erased: before - both } }, { name: "Random two" }],
  });
  expect(await findings(page)).toEqual([]);
});

test("a recipe has an installed network draw the mask that it needs", { timeout: 600_000 }, async () => {
  const text = `name: Drawn alone
version: 1
roles: [{ name: FLAIR, title: FLAIR }]
bundles: [{ name: network, title: a network that draws }]
steps: [{ kind: extractBrain, roles: [FLAIR], mask: { from: bundle, bundle: network, images: { T1: FLAIR } } }]
outputs: [FLAIR]
`;
  await panel().getByRole("tab", { name: "Prepare" }).click();
  const prepare = panel().getByRole("region", { name: "Prepare images" });
  await prepare.locator("input[type=file]").setInputFiles({ name: "drawn.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await prepare.getByRole("note").getByText("Choose a network for network (a network that draws).").waitFor();
  await prepare.getByRole("combobox", { name: "FLAIR: FLAIR" }).click();
  await page.getByRole("option", { name: /FLAIR axial/ }).click();
  await prepare.getByRole("combobox", { name: "network: a network that draws" }).click();
  await page.getByRole("option", { name: drawing }).click();
  await picture(page, "networks-8-recipe");
  expect(await findings(page)).toEqual([]);
  await prepare.getByRole("button", { name: "Prepare", exact: true }).click();
  await panel().getByRole("region", { name: "Prepared" }).getByText("to be reviewed").waitFor({ timeout: 300_000 });
  const flair = await seriesOf("FLAIR axial");
  const input = encodeURIComponent(JSON.stringify({ json: { studyInstanceUid: flair.studyInstanceUid } }));
  const { bytes } = await fetched(page, `/api/recipe.outcomes?input=${input}`);
  const [outcome] = (JSON.parse(bytes.toString()) as { result: { data: { json: RecipeOutcome[] } } }).result.data.json;
  // Nothing but what the network had drawn is left.
  const slice = Math.floor(flair.slices / 2);
  const frame = async (volumeId: string) => {
    const { bytes: raw, headers } = await fetched(page, `/volumes/${volumeId}/frames/${slice}`);
    const values = new Uint8Array(raw).buffer;
    return headers["x-scalar-type"] === "float32" ? new Float32Array(values) : new Uint16Array(values);
  };
  const [before, after] = [await frame(flair.id), await frame(outcome!.outputs[0]!.volumeId!)];
  const labels = asDrawn.subarray(slice * before.length, (slice + 1) * before.length);
  expect(labels.some((label) => label > 0)).toBe(true);
  expect(Array.from(after)).toEqual(Array.from(before, (value, at) => (labels[at]! > 0 ? value : 0)));
  // The browser's own line about the table that was refused, and nothing else.
  expect(session.complaints).toEqual([expect.stringMatching(/400 \(Bad Request\) \(.*\/api\/network\.runTable\)/)]);
});
