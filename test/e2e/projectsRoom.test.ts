import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { createApp } from "../../src-main/app/createApp.ts";
import { dicomFile } from "../dicomFiles.ts";
import { addReader, by } from "../src-main/author.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { findings } from "./axe.ts";
import { projectRoot } from "./program.ts";
import { fetched, picture } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const passphrase = "correct horse battery";
const size = 64;
const slices = 5;
const patients = [
  { id: "HOSP-4711", name: "Quastenflosser^Xaver", uid: "2.25.910" },
  { id: "HOSP-4712", name: "Zitteraal^Berta", uid: "2.25.920" },
  { id: "HOSP-4713", name: "Schleie^Carl", uid: "2.25.930" },
] as const;
const series = ["T1 TSE axial thigh", "T2 Dixon water thigh", "T1 TSE axial calf", "T2 Dixon water calf"];

/** Three patients with four series each on one grid; the first has the thigh's T1 twice, so that its role is doubtful. */
function writeStudies(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [patient, { id, name, uid }] of patients.entries())
    for (const [at, description] of [...series, ...(patient === 0 ? ["T1 TSE axial thigh again"] : [])].entries())
      for (let slice = 0; slice < slices; slice++) {
        const pixels = Buffer.alloc(size ** 2 * 2);
        for (let place = 0; place < size ** 2; place++) {
          const [x, y] = [(place % size) - size / 2, Math.floor(place / size) - size / 2];
          pixels.writeUInt16LE(Math.hypot(x / 20, y / 24) < 1 ? 300 + at * 80 + slice * 60 + ((place * 7) % 31) : 20, place * 2);
        }
        const of = `${uid}.${at + 1}`;
        const file = {
          patientId: id,
          patientName: name,
          studyInstanceUid: uid,
          seriesInstanceUid: of,
          sopInstanceUid: `${of}.${slice + 1}`,
          seriesNumber: at + 1,
          seriesDescription: description,
          slice,
          size,
          pixels,
        };
        writeFileSync(join(folder, `${of}.${slice}.dcm`), dicomFile(file));
      }
  return folder;
}

async function prepare(data: string, work: string): Promise<void> {
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { services } = app;
  await services.jobs.finished(services.dicomImport.start(by, [writeStudies(join(work, "studies"))]));
  for (const name of ["Coordinator", "Reader One", "Reader Two", "Reader Three"])
    setCheapPassphrase(services.store, addReader(services.store, name).readerId, passphrase);
  await app.close();
}

const session = browserSession({ prepare, timeout: 60_000 });
let page: Page;
beforeAll(() => {
  page = session.page;
});

interface Case {
  readonly code: string;
  readonly group: string | null;
  readonly roles: ReadonlyArray<{ region: string; role: string; state: string; looked: { mask: object | null } | null }>;
  readonly levels: ReadonlyArray<{ region: string; level: string; slice: number | null }>;
}
/** What the door answers to this page's session. */
const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const { bytes } = await fetched(page, `/api/${procedure}${query}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};
const projectId = async () => (await asked<Array<{ id: string }>>("project.list"))[0]!.id;
const cases = async () => asked<Case[]>("project.cases", { projectId: await projectId() });
const step = (name: string) => page.getByRole("navigation", { name: "Parts of the project" }).getByRole("button", { name });
const lacks = () => page.getByRole("region", { name: "Before a start" });
/** Chooses in a list of Mantine. */
const choose = async (field: Locator, option: string) => {
  await field.click();
  await page.getByRole("option", { name: option }).click();
};
const kept = async (name: string) => picture(page, `projects-${name}`);
/** The screen as people see it, and what axe-core finds. */
const looked = async (name: string) => {
  expect(await findings(page)).toEqual([]);
  await kept(name);
};

test("a coordinator makes a draft of the myopathy study from its template", async () => {
  await page.getByRole("button", { name: /^Reader: / }).click();
  await page.getByRole("menuitem", { name: /^Coordinator/ }).click();
  await page.getByLabel("Passphrase of Coordinator").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Projects" }).click();
  await page.getByText("There is no project yet").waitFor();
  await kept("1-empty");
  await page.getByRole("button", { name: "New project…" }).click();
  await page.getByLabel("Name").fill("Muscles");
  await choose(page.getByRole("combobox", { name: "Template" }), "Myopathy: lower-limb muscle MR, two readers");
  await looked("2-new");
  await page.getByRole("button", { name: "Make the project" }).click();
  await page.getByRole("heading", { name: "Muscles" }).waitFor();
  expect(await asked<object[]>("project.list")).toMatchObject([{ name: "Muscles", state: "draft", cases: 0 }]);
  await lacks().getByText("readers: the protocol is of 2, and none is named").waitFor();
  await step("Protocol").click();
  await page.getByRole("region", { name: "Region calf" }).waitFor();
  await looked("3-protocol");
});

test("names readers, and adds many studies of the worklist at once", async () => {
  await step("Readers, coordinators").click();
  for (const name of ["Reader One", "Reader Two"]) {
    await choose(page.getByRole("combobox", { name: "Add to readers" }), name);
    await page.getByRole("list", { name: "Readers" }).getByText(name).waitFor();
  }
  await kept("4-people");
  await step("Cases").click();
  await page.getByRole("button", { name: "Add from the worklist…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /^Quastenflosser/ }).click();
  await dialog.getByRole("checkbox", { name: /^Zitteraal/ }).click({ modifiers: ["Shift"] });
  await dialog.getByText("Chosen: 3 studies of 3 patients.").waitFor();
  await dialog.getByLabel("Group").fill("LGMD");
  await looked("5-worklist");
  await dialog.getByRole("button", { name: "Add 3 studies" }).click();
  await page.getByText(/^3 cases were added/).waitFor();
  expect((await cases()).map(({ group }) => group)).toEqual(["LGMD", "LGMD", "LGMD"]);
  // One that was added by mistake is taken out, with a reason.
  const [first] = await cases();
  await page.getByRole("button", { name: `Remove case ${first!.code}` }).click();
  await page.getByLabel("Reason").fill("Added by mistake");
  await kept("6-reason");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await cases()).length).toBe(2);
});

test("a table is refused by row and column, and adds what it names when it is right", async () => {
  const chosen = async (text: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Add by a table (CSV)…" }).click(),
    ]);
    await chooser.setFiles({ name: "cases.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  };
  await chosen("Study UID,Group\n2.25.999,x\n");
  await page
    .getByRole("alert")
    .getByText(/row 1, Study UID: this study is not in the data folder/)
    .waitFor();
  await kept("7-refused");
  await chosen("Study UID,Group\n2.25.910,LGMD\n2.25.920,LGMD\n2.25.930,LGMD\n");
  await page.getByText(/^1 case was added/).waitFor();
  await expect.poll(async () => (await cases()).length).toBe(3);
});

test("confirms what was found, and chooses where two series fit", async () => {
  await step("Roles of series").click();
  await page.getByRole("button", { name: "Confirm all that was found (11)" }).click();
  await page.getByText("2 series fit", { exact: true }).waitFor();
  await expect.poll(async () => (await cases()).flatMap(({ roles }) => roles).filter(({ state }) => state === "confirmed").length).toBe(11);
  await looked("8-roles");
  await page.getByRole("button", { name: /^Choose the series of case/ }).click();
  await page.getByRole("dialog").getByText("T1 TSE axial thigh again").waitFor();
  await kept("9-choose");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /T1 TSE axial thigh again/ })
    .click();
  await expect.poll(async () => (await cases()).flatMap(({ roles }) => roles).every(({ state }) => state === "confirmed")).toBe(true);
});

test("marks levels by keys, hides a rectangle by the mouse, and looks at every series", async () => {
  await step("Levels and look").click();
  const panel = page.getByRole("complementary", { name: "This series" });
  const canvas = (slice: number) => page.locator(`canvas[data-slice="${slice}"]`);
  const codes = (await cases()).map(({ code }) => code);
  const seeAll = async () => {
    for (const key of ["Home", ...Array<string>(slices).fill("ArrowDown")]) await page.keyboard.press(key);
    await panel.getByText(`${slices} of ${slices} slices seen.`).waitFor();
  };
  for (const code of codes)
    for (const region of ["thigh", "calf"]) {
      await panel.getByText(code).waitFor();
      await panel.getByRole("heading", { name: `${region}, T1-weighted` }).waitFor();
      await page.keyboard.press("Home");
      // The calf has no distal level.
      const wanted = region === "thigh" ? [1, 3, 5] : [1, 3];
      for (const [at, slice] of wanted.entries()) {
        await canvas(slice).waitFor();
        await page.keyboard.press(`${at + 1}`);
        await panel.getByRole("button", { name: new RegExp(`, slice ${slice}$`) }).waitFor();
        if (at < wanted.length - 1) {
          await page.keyboard.press("ArrowDown");
          // The wheel does the same.
          await canvas(slice + 1).waitFor();
          await page.mouse.move(640, 400);
          await page.mouse.wheel(0, 120);
        }
      }
      if (code === codes[0] && region === "thigh") {
        await page.keyboard.press("m");
        const box = (await canvas(5).boundingBox())!;
        await page.mouse.move(box.x + 1, box.y + 1);
        await page.mouse.down();
        // To the middle of a voxel: the 32nd column and the 8th row are the last ones.
        await page.mouse.move(box.x + (31.5 / size) * box.width, box.y + (7.5 / size) * box.height, { steps: 4 });
        await page.mouse.up();
        await panel.getByText("Hidden: 32 × 8 of 64 × 64.").waitFor();
        await looked("10-mask");
      }
      if (region === "calf") await seeAll();
      await page.keyboard.press("l");
      await panel.getByRole("heading", { name: `${region}, water-only` }).waitFor();
      await page.keyboard.press("l");
      // Of five slices, the one in the middle was seen: it is said, and kept when it is said again.
      await panel.getByRole("alert").getByText("Nothing was kept: 4 slices were not seen.").waitFor();
      if (region === "calf") await seeAll();
      await page.keyboard.press("l");
    }
  await lacks().getByText("Nothing is lacking: it can be started.").waitFor();
  await kept("11-looked");
  const described = await cases();
  expect(described[0]!.roles[0]!.looked!.mask).toEqual({ column: 0, row: 0, columns: 32, rows: 8 });
  expect(described.flatMap(({ roles }) => roles).filter(({ looked: at }) => at === null)).toEqual([]);
  expect(described.map(({ levels }) => levels.map(({ slice }) => slice))).toEqual(described.map(() => [1, 3, 5, 1, 3]));
});

test("starts it after saying what freezes, sees the board, and the log fits", async () => {
  await page.getByRole("button", { name: "Start…" }).click();
  await page.getByText(/the protocol, the readers and the cases/).waitFor();
  await kept("12-start");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const board = page.getByRole("table", { name: "Board of readings" });
  await board.waitFor();
  // Three cases, read by reader 1 in two passes and by reader 2 in one.
  expect(await board.getByRole("button", { name: /: not opened/ }).count()).toBe(9);
  await looked("13-board");
  await step("Log and end").click();
  await page.getByRole("button", { name: "Check the log" }).click();
  await page.getByText("It fits").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download as CSV" }).click()]);
  expect(download.suggestedFilename()).toBe("muscles-log.csv");
  await looked("14-log");
});

/** Opens the next case of Reader One, as that reader's own window would; answers its case code. */
async function openOne(): Promise<string> {
  const app = createApp({ dataFolder: session.data.path, host: { name: "cli" } });
  const { readings, readers, projects } = app.services;
  const { id: readerId, name } = readers.named("Reader One");
  const { readingId } = readings.open({ readerId, name }, readings.own({ readerId, name })[0]!.next!.readingId);
  const coordinator = readers.named("Coordinator");
  const all = readings.list({ readerId: coordinator.id, name: coordinator.name }, projects.list()[0]!.id);
  await app.close();
  return all.find((reading) => reading.readingId === readingId)!.caseCode;
}
let opened: string;

test("amends the protocol: what it touches is shown first, and a reason is asked for", async () => {
  opened = await openOne();
  await step("Protocol").click();
  await page.getByRole("button", { name: "Amend…" }).click();
  await page.getByRole("dialog").getByRole("tab", { name: "calf" }).click();
  await page.getByRole("dialog").getByLabel("Levels of calf, in their order").first().fill("far");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "What it touches…" }).click();
  const dialog = page.getByRole("dialog", { name: /version 2\?$/ });
  await dialog
    .getByRole("table", { name: "What is amended" })
    .getByRole("row", { name: /region calf, levels added: far what is not submitted/ })
    .waitFor();
  const touched = dialog.getByRole("table", { name: "Readings that were opened" });
  await touched.getByRole("row", { name: new RegExp(`^${opened} .*in work: goes on by version 2`) }).waitFor();
  await dialog.getByText("8 readings that nobody has opened: read by version 2.").waitFor();
  await dialog.getByText(/^3 cases wait until they are prepared: /).waitFor();
  expect((await asked<{ protocol: { version: number } }>("project.status", { projectId: await projectId() })).protocol.version).toBe(1);
  await looked("15-amend");
  await dialog.getByLabel("Reason").fill("The pilot missed the far end");
  await dialog.getByRole("button", { name: "Amend the protocol" }).click();
  await page.getByText("Version 2 of the protocol holds now").waitFor();
  await page.getByRole("region", { name: "Cases that wait" }).getByText(`case ${opened}, calf: slice of far is not chosen`).waitFor();
  await kept("16-amended");
});

test("an amendment that would make another study is refused in words, and nothing is changed", async () => {
  const protocol = await asked<object & { passMark: unknown }>("project.protocol", { projectId: await projectId() });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Amend by a file…" }).click()]);
  const marked = { ...protocol, passMark: { dice: null, gradeDifference: 1 } };
  await chooser.setFiles({ name: "marked.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(marked)) });
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("alert")
    .getByText(/protocol, pass mark: there is no training case/)
    .waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect((await asked<{ protocol: { version: number } }>("project.status", { projectId: await projectId() })).protocol.version).toBe(2);
});

test("pictures of grades are added to a running study by one amendment, or left as they were", async () => {
  const picture = join(projectRoot, "src-renderer", "forms", "gradePictures", "mercuri-modified-0-5.3.png");
  const put = async (button: RegExp) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: button }).click()]);
    await chooser.setFiles(picture);
  };
  const names = async () =>
    (await asked<Array<{ name: string }>>("project.pictures", { projectId: await projectId() })).map(({ name }) => name);
  await put(/^Add the picture of 3: small confluent/);
  await page.getByText("These pictures are changed for an amendment, which is not made yet.").waitFor();
  await page.getByRole("button", { name: "Leave them as they were" }).click();
  await page.getByRole("button", { name: /^Add the picture of 3: small confluent/ }).waitFor();
  expect(await names()).toEqual([]);
  await put(/^Add the picture of 3: small confluent/);
  await put(/^Add the picture of 4: large confluent/);
  await page.getByRole("button", { name: /^Replace the picture of 4: large confluent/ }).waitFor();
  await kept("16-pictures");
  await page.getByRole("button", { name: "Amend the pictures…" }).click();
  const dialog = page.getByRole("dialog", { name: /version 3\?$/ });
  await dialog.getByRole("row", { name: /pictures of grades .* no reading/ }).waitFor();
  await dialog.getByLabel("Reason").fill("Readers asked for examples");
  await dialog.getByRole("button", { name: "Amend the protocol" }).click();
  await page.getByText("Version 3 of the protocol holds now").waitFor();
  const { gradePictures } = await asked<{ gradePictures: Array<{ grade: string; picture: string }> }>("project.protocol", {
    projectId: await projectId(),
  });
  expect(gradePictures.map(({ grade, picture: name }) => [grade, name])).toEqual([
    ["3", "grade-mercuri-modified-0-5-3-v3.png"],
    ["4", "grade-mercuri-modified-0-5-4-v3.png"],
  ]);
});

test("replaces a wrong series: old and new stand side by side, with the readings that begin anew", async () => {
  await step("Roles of series").click();
  await page.getByRole("button", { name: `Replace the series of case ${opened}, thigh, t1` }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^3 · T1 TSE axial calf/ })
    .click();
  const dialog = page.getByRole("dialog", { name: `Replace thigh, T1-weighted of case ${opened}?` });
  await dialog.getByRole("row", { name: new RegExp(`^${opened} 1 1 in work: begins anew on the new series`) }).waitFor();
  await dialog.getByText("3 · T1 TSE axial calf").waitFor();
  await expect
    .poll(() =>
      dialog.locator("img").evaluateAll((all) => all.map((each) => (each as unknown as { naturalWidth: number }).naturalWidth > 0)),
    )
    .toEqual([true, true]);
  await looked("17-replace");
  await dialog.getByLabel("Reason").fill("It was the other leg");
  await dialog.getByRole("button", { name: "Replace the series" }).click();
  await page.getByText(`thigh, T1-weighted of case ${opened} has another series`).waitFor();
  await page.getByRole("region", { name: "Cases that wait" }).getByText(`case ${opened}, thigh, t1: nobody has looked`).waitFor();
  await kept("18-replaced");
});

test("breaking the blind is done with a reason, and shows once whose case it is", async () => {
  await step("Readings").click();
  await page
    .getByRole("table", { name: "Board of readings" })
    .getByRole("button", { name: new RegExp(`^Case ${opened}, reader 1, pass 1:`) })
    .click();
  await page.getByRole("button", { name: "Break the blind…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("This cannot be taken back.").waitFor();
  await dialog.getByLabel("Reason").fill("Incidental mass, the ward was called");
  await looked("24-unblind");
  await dialog.getByRole("button", { name: "Break the blind", exact: true }).click();
  await dialog.getByText("To be told to Reader One, and to nobody else.").waitFor();
  const studies = await asked<Array<{ code: string; studyInstanceUid: string }>>("project.studies", { projectId: await projectId() });
  const { studyInstanceUid } = studies.find(({ code }) => code === opened)!;
  const { id, name } = patients.find(({ uid }) => uid === studyInstanceUid)!;
  expect(await dialog.getByRole("definition").allInnerTexts()).toEqual([`${name.replace("^", ", ")}; ${id}`, "LGMD"]);
  await looked("25-unblinded");
  await dialog.getByRole("button", { name: "I have noted it" }).click();
  await dialog.getByText(/^The blind of this case was broken for this reader by Coordinator, .*: “Incidental mass/).waitFor();
  expect(await page.getByText(id).count()).toBe(0);
  expect(await dialog.getByRole("button", { name: "Break the blind…" }).count()).toBe(0);
  await page.keyboard.press("Escape");
});

test("a reader joins the running study, and another leaves it", async () => {
  await step("Readers, coordinators").click();
  await choose(page.getByRole("combobox", { name: "Add to readers" }), "Reader Three");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Reader 2 cannot go on");
  await looked("26-join");
  await dialog.getByRole("button", { name: "Add the reader" }).click();
  // Three cases, in the one pass that is of all readers.
  await page.getByText("Reader Three has joined: 3 readings were made.").waitFor();
  await page.getByRole("button", { name: "Reader One leaves" }).click();
  await dialog.getByLabel("Reason").fill("Another post");
  await dialog.getByRole("button", { name: "Keep that the reader left" }).click();
  await page.getByText("Reader One has left.").waitFor();
  await page
    .getByRole("table", { name: "Readings in work that were withdrawn" })
    .getByRole("row", { name: new RegExp(`^${opened}`) })
    .waitFor();
  await looked("27-left");
  const { readers, left } = await asked<{ readers: string[]; left: number[] }>("project.status", { projectId: await projectId() });
  expect([readers, left]).toEqual([["Reader One", "Reader Two", "Reader Three"], [1]]);
});

test("the group of a case is changed with a reason while the study runs", async () => {
  await step("Cases").click();
  await page.getByRole("button", { name: `Change case ${opened}` }).click();
  const dialog = page.getByRole("dialog", { name: `Change case ${opened}` });
  await dialog.getByLabel("Group").fill("healthy");
  await dialog.getByRole("button", { name: "Add a variable" }).click();
  await dialog.getByLabel("Name of variable 1").fill("Duration");
  await dialog.getByLabel("Value of Duration").fill("12");
  await dialog.getByLabel("Reason").fill("The biopsy came");
  // Two of one name are not merged.
  await dialog.getByRole("button", { name: "Add a variable" }).click();
  await dialog.getByLabel("Name of variable 2").fill("Duration");
  await page.keyboard.press("Enter");
  await dialog
    .getByRole("alert")
    .getByText(/“Duration” is there twice/)
    .waitFor();
  await dialog.getByRole("button", { name: "Take Duration away" }).last().click();
  await dialog.getByLabel("Reason").focus();
  await looked("19-case");
  await page.keyboard.press("Enter");
  await page.getByText("Duration: 12").waitFor();
  expect((await cases()).find(({ code }) => code === opened)!.group).toBe("healthy");
});

test("many studies of the worklist are marked, and added to a project at once", async () => {
  await page.getByRole("button", { name: "Back to all projects" }).click();
  await page.getByRole("button", { name: "New project…" }).click();
  await page.getByLabel("Name").fill("Second");
  await choose(page.getByRole("combobox", { name: "Template" }), "Myopathy: lower-limb muscle MR, two readers");
  await page.getByRole("button", { name: "Make the project" }).click();
  await page.getByRole("heading", { name: "Second" }).waitFor();
  await page.getByRole("button", { name: "Worklist" }).click();
  const table = page.getByRole("treegrid", { name: "Worklist" });
  await table.getByRole("row", { name: /Schleie/ }).waitFor();
  // By keys, and by the mouse.
  await page.keyboard.press("Home");
  await page.keyboard.press(" ");
  await page.getByText("1 study marked").waitFor();
  await page.keyboard.press("Shift+End");
  await page.getByText("3 studies marked").waitFor();
  await table.getByRole("row", { name: /Schleie/ }).click({ modifiers: ["ControlOrMeta"] });
  await page.getByText("2 studies marked").waitFor();
  await kept("20-marked");
  await page.getByRole("button", { name: "Add to project…" }).click();
  const dialog = page.getByRole("dialog");
  await choose(dialog.getByRole("combobox", { name: "Project" }), "Second");
  await dialog.getByRole("combobox", { name: "Group" }).fill("LGMD");
  await looked("21-add");
  await dialog.getByRole("button", { name: "Add 2 studies" }).click();
  await dialog.getByText(/^2 cases were added: /).waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  expect(await page.getByText(/studies? marked/).count()).toBe(0);
  const second = (await asked<Array<{ id: string; name: string }>>("project.list")).find(({ name }) => name === "Second")!;
  expect((await asked<Case[]>("project.cases", { projectId: second.id })).map(({ group }) => group)).toEqual(["LGMD", "LGMD"]);
});

test("nothing is logged of patients, and large screens are filled", async () => {
  await page.getByRole("button", { name: "Projects", exact: true }).click();
  await page.getByRole("button", { name: "Back to all projects" }).click();
  await page.getByRole("button", { name: "Muscles" }).click();
  await page.setViewportSize({ width: 2560, height: 1440 });
  await step("Roles of series").click();
  await kept("22-roles-large");
  await step("Readings").click();
  await kept("23-board-large");
  // The browser's own lines about the table and the amendment that were refused, and nothing else.
  expect([...new Set(session.complaints)]).toEqual(
    ["addTable", "amend"].map(
      (procedure) => expect.stringMatching(new RegExp(`400 \\(Bad Request\\) \\(.*/api/project\\.${procedure}\\)$`)) as string,
    ),
  );
  expect(session.program.output()).not.toMatch(/HOSP-|Quastenflosser|Zitteraal|Schleie|2\.25\.|LGMD|healthy/);
});
