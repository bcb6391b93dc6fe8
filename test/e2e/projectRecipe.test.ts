import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { RecipeRun } from "../../src-shared/api/recipe.ts";
import { createApp } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import { addReader } from "../src-main/author.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { findings } from "./axe.ts";
import { importBodies } from "./bodies.ts";
import { fetched, picture } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const passphrase = "correct horse battery";
const codes = ["K01", "K02", "K03", "K04", "K05"];
/** Of the last case the water-only series is the same everywhere: nothing can be aligned to it. */
const patients = codes.map((code, at) => ({
  patientId: `HOSP-${code}`,
  studyInstanceUid: `2.25.9${at}`,
  series: [
    { description: "T1 TSE axial thigh" },
    { description: "T2 Dixon water thigh", isInverted: true, movedMm: [2 + at, -at] as const, isConstant: at === codes.length - 1 },
  ],
}));

async function prepare(data: string, work: string): Promise<void> {
  await importBodies(data, work, patients);
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { projects, store } = app.services;
  const coordinator = addReader(store, "Coordinator");
  setCheapPassphrase(store, coordinator.readerId, passphrase);
  const projectId = projects.create(coordinator, { name: "Muscles", protocol: templateProtocol("myopathy") });
  const cases = codes.map((code, at) => ({ where: code, studyInstanceUids: [`2.25.9${at}`], code, group: "" }));
  projects.addCases(coordinator, projectId, cases, "cases");
  projects.confirmRoles(coordinator, projectId);
  await app.close();
}

const session = browserSession({ prepare, timeout: 60_000 });
let page: Page;
beforeAll(() => {
  page = session.page;
});

const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const { bytes } = await fetched(page, `/api/${procedure}${query}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};
interface Case {
  readonly code: string;
  readonly roles: ReadonlyArray<{ region: string; role: string; volumeId: string | null; state: string }>;
}
const projectId = async () => (await asked<Array<{ id: string }>>("project.list"))[0]!.id;
const runs = async () => asked<RecipeRun[]>("recipe.runs", { projectId: await projectId() });
const waterOf = async (code: string) =>
  (await asked<Case[]>("project.cases", { projectId: await projectId() }))
    .find((each) => each.code === code)!
    .roles.find(({ region, role }) => region === "thigh" && role === "water")!;
const choose = async (field: Locator, option: string | RegExp) => {
  await field.click();
  await page.getByRole("option", { name: option }).click();
};
const form = () => page.getByRole("region", { name: "Prepare all cases" });
const run = () => page.getByRole("region", { name: /^Run of Myopathy/ });
const row = (code: string) => run().getByRole("row", { name: new RegExp(`^${code} `) });

test("a coordinator chooses a recipe for all cases, and what it needs of the protocol is proposed", async () => {
  await page.getByRole("button", { name: /^Reader: / }).click();
  await page.getByRole("menuitem", { name: /^Coordinator/ }).click();
  await page.getByLabel("Passphrase of Coordinator").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Projects" }).click();
  await page.getByRole("button", { name: "Muscles" }).click();
  await page.getByRole("navigation", { name: "Parts of the project" }).getByRole("button", { name: "Prepared images" }).click();
  await choose(form().getByRole("combobox", { name: "Recipe" }), "Myopathy: water-only aligned to T1");
  await choose(form().getByRole("combobox", { name: "How is water-only aligned to T1?" }), /^rigid in 3D/);
  const roles = await Promise.all(
    ["T1: T1-weighted", "water: water-only"].map((name) => form().getByRole("combobox", { name }).inputValue()),
  );
  expect(roles).toEqual(["thigh, T1-weighted", "thigh, water-only"]);
  await form().getByText("Align water to T1").first().waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "project-recipe-1-form");
});

test("it is run on every case, with progress; what failed is listed with the reason, and the rest is done", async () => {
  await form()
    .getByRole("button", { name: `Prepare ${codes.length} cases` })
    .click();
  const progress = run().getByRole("progressbar", { name: "Preparing the images of a project" });
  await progress.waitFor();
  await run()
    .getByText(new RegExp(`^[1-4] of ${codes.length}`))
    .waitFor();
  await picture(page, "project-recipe-2-under-way");
  await row("K05")
    .getByText(/water.*is constant/)
    .waitFor({ timeout: 120_000 });
  await progress.waitFor({ state: "detached", timeout: 120_000 });
  for (const code of codes.slice(0, -1)) await row(code).getByText("done", { exact: true }).waitFor();
  await run().getByText("Failed 1").click();
  await expect.poll(() => run().getByRole("row").count()).toBe(2);
  await picture(page, "project-recipe-3-failed");
  expect(await findings(page)).toEqual([]);
  await run().getByText(`All ${codes.length}`).click();
  expect((await runs())[0]!.cases.map(({ state }) => state)).toEqual(["done", "done", "done", "done", "failed"]);
});

test("what came out is accepted, or refused with a reason", async () => {
  await row("K01").getByText("What the steps said").click();
  await row("K01")
    .getByText(/Mutual information was/)
    .waitFor();
  await run().getByRole("button", { name: "Accept case K01" }).click();
  await row("K01").getByText("accepted", { exact: true }).waitFor();
  expect(await run().getByRole("button", { name: "Refuse case K02" }).isDisabled()).toBe(true);
  await run().getByRole("textbox", { name: "Reason for case K02" }).fill("moved too far");
  await run().getByRole("button", { name: "Refuse case K02" }).click();
  await row("K02").getByText("refused: moved too far").waitFor();
  await picture(page, "project-recipe-4-reviewed");
});

test("a role of the protocol gets what was accepted, after what becomes of the cases was shown", async () => {
  const [accepted, refused] = [await waterOf("K01"), await waterOf("K02")];
  await run().getByRole("button", { name: "Fill roles of the protocol…" }).click();
  const sheet = page.getByRole("dialog", { name: "Fill roles by what was prepared" });
  await choose(sheet.getByRole("combobox", { name: "water, prepared, becomes" }), "thigh, water-only");
  await sheet.getByText("Filled: 1 case.").waitFor();
  await sheet.getByText("Left as they are, as nothing is accepted of them: K02, K03, K04, K05.").waitFor();
  await picture(page, "project-recipe-5-fill");
  expect(await findings(page)).toEqual([]);
  expect((await waterOf("K01")).volumeId).toBe(accepted.volumeId);
  await sheet.getByLabel("Reason").fill("Aligned before the first reading");
  await sheet.getByRole("button", { name: "Fill the roles" }).click();
  await page.getByText("Filled in 1 case.").waitFor();
  const filled = await waterOf("K01");
  const { outcomeId } = (await runs())[0]!.cases[0]!;
  const outcome = await asked<{ outputs: Array<{ volumeId: string }> }>("recipe.outcome", { outcomeId });
  expect(filled).toMatchObject({ volumeId: outcome.outputs[0]!.volumeId, state: "confirmed" });
  expect(await waterOf("K02")).toEqual(refused);
  expect(session.complaints).toEqual([]);
});
