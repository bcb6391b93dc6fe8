import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { createApp } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import { addReader } from "../src-main/author.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { findings } from "./axe.ts";
import { projectRoot } from "./program.ts";
import { fetched, picture } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const passphrase = "correct horse battery";
/** The coordinator's project of the myopathy template. */
async function prepare(data: string): Promise<void> {
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { store, projects } = app.services;
  const name = "Coordinator";
  const { readerId } = addReader(store, name);
  setCheapPassphrase(store, readerId, passphrase);
  projects.create({ readerId, name }, { name: "Muscles", protocol: templateProtocol("myopathy") });
  await app.close();
}

const session = browserSession({ prepare, timeout: 60_000 });
let page: Page;
beforeAll(() => {
  page = session.page;
});

/** What the door answers to this page's session. */
const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const { bytes } = await fetched(page, `/api/${procedure}${query}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};
const projectId = async () => (await asked<Array<{ id: string }>>("project.list"))[0]!.id;
const protocol = async () => asked<Protocol>("project.protocol", { projectId: await projectId() });
const pictures = async () =>
  (await asked<Array<{ name: string }>>("project.pictures", { projectId: await projectId() })).map(({ name }) => name);
const dialog = () => page.getByRole("dialog", { name: "Change the protocol" });
const tab = (name: string) => dialog().getByRole("tab", { name }).click();
const choose = async (field: Locator, option: string) => {
  await field.click();
  await page.getByRole("option", { name: option, exact: true }).click();
};
/** The screen as people see it, and what axe-core finds. */
const looked = async (name: string) => {
  expect(await findings(page)).toEqual([]);
  await picture(page, `protocol-${name}`);
};
const open = () => page.getByRole("button", { name: "Change…" }).click();
const put = async (button: string) => {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), dialog().getByRole("button", { name: button }).click()]);
  await chooser.setFiles(join(projectRoot, "src-renderer", "forms", "gradePictures", "mercuri-modified-0-5.3.png"));
};
const pressed = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

test("how a series is found and shown is set by mouse and keyboard, and what is wrong is said at its field", async () => {
  await page.getByRole("button", { name: /^Reader: / }).click();
  await page.getByRole("menuitem", { name: /^Coordinator/ }).click();
  await page.getByLabel("Passphrase of Coordinator").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Projects" }).click();
  await page.getByRole("button", { name: /Muscles/ }).click();
  await page.getByRole("navigation", { name: "Parts of the project" }).getByRole("button", { name: "Protocol" }).click();
  await open();
  await looked("1-study");
  await tab("thigh");
  await looked("2-region");
  await dialog().getByRole("button", { name: "Change water-only of thigh" }).click();
  const role = dialog().getByRole("group", { name: "water-only of thigh" });
  await role.getByLabel("The description holds").first().focus();
  await page.keyboard.type("Dixon");
  await pressed("Enter");
  await role.getByLabel("Image type has").first().focus();
  await page.keyboard.type("WATER");
  await pressed("Enter");
  await choose(role.getByLabel("Slices lie").first(), "coronal");
  await choose(role.getByLabel("Window at the start").first(), "the same for every reader");
  await role.getByLabel("Centre (level)").fill("250");
  await role.getByLabel("Width").fill("0");
  await role.getByText("must be above 0").waitFor();
  expect(await dialog().getByRole("button", { name: "Save the protocol" }).isDisabled()).toBe(true);
  await looked("3-series");
  await role.getByLabel("Width").focus();
  await pressed("Control+a");
  await page.keyboard.type("500");
  await choose(dialog().getByLabel("Layout at the start").first(), "2 one above the other");
  await choose(dialog().getByLabel("Level at the start").first(), "distal");
  // The sheet of extraction lies over the form: Escape leaves it, and the form stays.
  await role.getByRole("button", { name: "Settings…" }).click();
  const sheet = page.getByRole("dialog", { name: "Extraction settings" });
  await sheet.waitFor();
  await pressed("Escape");
  await sheet.waitFor({ state: "detached" });
  await role.getByRole("button", { name: "Settings…" }).click();
  await sheet.getByLabel("Bin width", { exact: true }).fill("5");
  await looked("4-settings");
  await sheet.getByRole("button", { name: "Use these settings" }).click();
  await role
    .getByText(/bin width 5/)
    .first()
    .waitFor();
  await dialog().getByRole("button", { name: "Save the protocol" }).click();
  await dialog().waitFor({ state: "detached" });
  const { regions } = await protocol();
  expect(regions[0]!.roles[1]).toMatchObject({
    rule: { descriptionHas: ["water", "thigh", "Dixon"], imageTypeHas: ["WATER"], plane: "coronal" },
    window: { center: 250, width: 500 },
    extraction: { binWidth: 5, resampledPixelSpacing: [3, 3, 3] },
  });
  expect(regions[0]!.start).toEqual({ layout: "2x1", level: "distal" });
});

test("drawing rules get their words and pictures; what was only tried is taken away again", async () => {
  await open();
  await tab("calf");
  await dialog().getByRole("button", { name: "Add a drawing rule of calf" }).click();
  await dialog().getByLabel("Text of drawing rule 4 of calf").focus();
  await page.keyboard.type("Leave out vessels.");
  await put("Add a picture of drawing rule 4 of calf");
  await dialog().getByRole("img", { name: "drawing rule 4 of calf" }).waitFor();
  await looked("5-rules");
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await expect.poll(pictures).toEqual([]);
  await open();
  await tab("calf");
  await put("Add a picture of drawing rule 1 of calf");
  await dialog().getByRole("img", { name: "drawing rule 1 of calf" }).waitFor();
  await dialog().getByRole("button", { name: "Move drawing rule 2 of calf up" }).click();
  // The rule that is first now has a picture of its own.
  await put("Add a picture of drawing rule 1 of calf");
  await dialog().getByRole("img", { name: "drawing rule 1 of calf" }).waitFor();
  await dialog().getByRole("button", { name: "Save the protocol" }).click();
  await dialog().waitFor({ state: "detached" });
  const rules = (await protocol()).regions[1]!.drawingRules;
  expect(rules.map(({ picture: name }) => name)).toEqual(["rule-calf-1-2.png", "rule-calf-1.png", null]);
  expect(await pictures()).toEqual(["rule-calf-1-2.png", "rule-calf-1.png"]);
});

test("forms, the pass mark and the cases for a consensus are set", async () => {
  await open();
  await tab("Forms and scoring");
  await choose(dialog().getByLabel("Add a form of the program").first(), "Muscle oedema, absent or present");
  await dialog().getByLabel("They have a pass mark before other cases open").click();
  await dialog().getByLabel("Dice of every segment, at least").fill("0.85");
  await dialog().getByLabel("Grades apart, at most").fill("");
  await looked("6-forms");
  await tab("Passes");
  await looked("7-passes");
  await tab("Agreement");
  await dialog().getByLabel("Grades apart by two readers, from").fill("2");
  await looked("8-agreement");
  await pressed("Enter");
  await dialog().waitFor({ state: "detached" });
  const { forms, passMark, agreement } = await protocol();
  expect(forms.map(({ id }) => id)).toEqual(["mercuri-modified", "image-quality", "oedema-0-1"]);
  expect(passMark).toEqual({ dice: 0.85, gradeDifference: null });
  expect(agreement.adjudication).toEqual({ gradeDifference: 2, diceBelow: null });
  await looked("9-in-words");
});
