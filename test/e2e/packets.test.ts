import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../../src-main/app/createApp.ts";
import { templateProtocol } from "../../src-main/services/projects/index.ts";
import type { Author } from "../../src-main/services/store/index.ts";
import { addReader, by } from "../src-main/author.ts";
import { lookAtAll } from "../src-main/services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { findings } from "./axe.ts";
import { startProgram, temporaryFolder, type Program } from "./program.ts";
import { circle, drag, enter, expectState, picture, saved, shown, state } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { patients, writeStudies } from "./twoThighs.ts";

const passphrase = "correct horse battery";
const ofPacket = "of this packet alone";
const hidden = /HOSP-|Quastenflosser|Zitteraal|2\.25\.|LGMD|T1 TSE|Dixon/;

/** Two cases with one series that is drawn on and one muscle that is scored; the region's name says that a head is shown. */
async function prepare(data: string, work: string): Promise<void> {
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  const { services } = app;
  await services.jobs.finished(services.dicomImport.start(by, [writeStudies(join(work, "studies"))]));
  const [coordinator, one, two] = ["Coordinator", "Reader One", "Reader Two"].map((name) => addReader(services.store, name)) as [
    Author,
    Author,
    Author,
  ];
  for (const { readerId } of [coordinator, one, two]) setCheapPassphrase(services.store, readerId, passphrase);
  const myopathy = templateProtocol("myopathy");
  const [thigh] = myopathy.regions;
  const roles = thigh!.roles.filter(({ use }) => use === "drawn on");
  const start = { ...thigh!.start, layout: "1x1" as const, level: null };
  const { projects } = services;
  const projectId = projects.create(coordinator, {
    name: "Muscles",
    protocol: {
      ...myopathy,
      regions: [{ ...thigh!, name: "thigh and head", roles, levels: [], start }],
      forms: myopathy.forms
        .filter(({ id }) => id === "mercuri-modified")
        .map((form) => ({ ...form, muscles: form.muscles.slice(0, 1).map((muscle) => ({ ...muscle, region: "thigh" })) })),
    },
  });
  projects.setMembers(coordinator, projectId, "reader", [one.readerId, two.readerId]);
  const cases = patients.map(({ uid }, at) => ({ where: String(at), studyInstanceUids: [uid], code: `K${at + 1}`, group: "LGMD" }));
  projects.addCases(coordinator, projectId, cases, "cases");
  projects.confirmRoles(coordinator, projectId);
  lookAtAll(projects, coordinator, projectId);
  projects.start(coordinator, projectId);
  await app.close();
}

const session = browserSession({ prepare, timeout: 60_000 });
let page: Page;
/** The reader's machine: another data folder, another program. */
const folder = temporaryFolder();
let elsewhere: { readonly program: Program; readonly page: Page; readonly complaints: string[] };
beforeAll(async () => {
  page = session.page;
  const app = createApp({ dataFolder: folder.path, host: { name: "cli" } });
  setCheapPassphrase(app.services.store, addReader(app.services.store, "Dr Elsewhere").readerId, passphrase);
  await app.close();
  const program = await startProgram(folder.path);
  elsewhere = { program, ...(await enter(session.browser, program.url)) };
  elsewhere.page.setDefaultTimeout(60_000);
}, 120_000);
afterAll(async () => {
  await elsewhere.program.stop();
  folder.remove();
});

const packetFile = () => join(session.work.path, "muscles.packet");
const returnFile = () => join(session.work.path, "muscles.return");
/** Chooses a file by a button that asks for one. */
const chosen = async (on: Page, button: string, path: string) => {
  const [chooser] = await Promise.all([on.waitForEvent("filechooser"), on.getByRole("button", { name: button }).click()]);
  await chooser.setFiles(path);
};
const packets = () => page.getByRole("table", { name: "Packets" });
let fingerprint: string;

test("a coordinator writes a packet, which is asked about heads and saved as a download", async () => {
  await page
    .getByRole("button", { name: /^Coordinator/ })
    .first()
    .click();
  await page.getByLabel("Passphrase of Coordinator").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Projects" }).click();
  await page.getByRole("button", { name: "Muscles" }).click();
  await page.getByRole("navigation", { name: "Parts of the project" }).getByRole("button", { name: "Packets" }).click();
  await page.getByText("No packet was written yet.").waitFor();
  await page.getByRole("button", { name: "Write a packet…" }).click();
  const sheet = page.getByRole("dialog", { name: "Write a packet" });
  const write = sheet.getByRole("button", { name: "Write and download" });
  await sheet.getByRole("combobox", { name: "Reader" }).click();
  await page.getByRole("option", { name: "1 Reader One" }).click();
  await sheet.getByText("It holds 2 cases of pass 1 with 2 images, and is opened at once.").waitFor();
  await sheet.getByText("Images of the head: thigh and head").waitFor();
  expect(await write.isDisabled()).toBe(true);
  await sheet.getByRole("checkbox", { name: "I know that, and write the packet" }).click();
  await sheet.getByLabel("Passphrase of the packet").fill(ofPacket);
  await sheet.getByLabel("The same again").fill(`${ofPacket}.`);
  await write.click();
  await sheet.getByRole("alert").getByText("The two passphrases differ").waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "packets-1-write");
  await sheet.getByLabel("The same again").fill(ofPacket);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(download.suggestedFilename()).toBe("muscles-reader-1-pass-1.packet");
  await download.saveAs(packetFile());
  await packets().getByText("out", { exact: true }).waitFor();
  // Another one of the same cases is not written.
  await page.getByRole("button", { name: "Write a packet…" }).click();
  await sheet.getByRole("combobox", { name: "Reader" }).click();
  await page.getByRole("option", { name: "1 Reader One" }).click();
  await sheet
    .getByRole("alert")
    .getByText(/are out already, in packet 1, written on/)
    .waitFor();
  expect(await write.isDisabled()).toBe(true);
  await picture(page, "packets-2-out-already");
  await sheet.getByRole("button", { name: "Cancel" }).click();
});

test("its reader imports it elsewhere, reads a case, and saves what goes back", async () => {
  const there = elsewhere.page;
  await there.getByRole("button", { name: /^Reader: / }).click();
  await there.getByRole("menuitem", { name: /^Dr Elsewhere/ }).click();
  await there.getByLabel("Passphrase of Dr Elsewhere").fill(passphrase);
  await there.keyboard.press("Enter");
  await there.getByRole("button", { name: "My readings" }).click();
  await chosen(there, "Import a packet…", packetFile());
  const sheet = there.getByRole("dialog", { name: "Import muscles.packet" });
  await sheet.getByLabel("Passphrase of the packet").fill("of another packet");
  await sheet.getByLabel("Your own passphrase").fill(passphrase);
  await there.keyboard.press("Enter");
  await sheet
    .getByRole("alert")
    .getByText(/the passphrase is not the one that it was written with\. Nothing was taken in/)
    .waitFor();
  await picture(there, "packets-3-import");
  await sheet.getByLabel("Passphrase of the packet").fill(ofPacket);
  await there.keyboard.press("Enter");
  await there.getByText("0 of 2 submitted").waitFor();
  expect(await there.content()).not.toMatch(hidden);
  fingerprint = (await there.locator("code").first().textContent())!;
  expect(fingerprint).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  expect(await findings(there)).toEqual([]);
  await picture(there, "packets-4-imported");

  await there.getByRole("button", { name: /^Open case K[12]/ }).click();
  await shown(there, 0);
  // As it was acquired, never flipped: of a patient who lay on the belly, the back is above and the left side on the left.
  await expectState(there, "orientation-letters", "P R A L");
  for (const key of ["h", "v"]) {
    await there.keyboard.press(key);
    await there.getByText("In a reading the image is not flipped or turned.").waitFor();
  }
  expect(await state(there, "flipped")).toBe("");
  await there.keyboard.press("f");
  await drag(there, circle(0.5, 0.5, 0.12));
  await saved(there);
  await there.getByRole("tab", { name: "Form" }).click();
  await there.getByText("0 of 2").first().waitFor();
  await there.keyboard.press("q");
  for (const key of ["Numpad3", "Numpad4"]) await there.keyboard.press(key);
  await there.getByText("2 of 2").first().waitFor();
  await there.keyboard.press("Escape");
  await there
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  await there
    .getByRole("dialog", { name: /^Submit case/ })
    .getByLabel("Passphrase")
    .fill(passphrase);
  await there.keyboard.press("Enter");
  await there.getByText("1 of 2 submitted").waitFor();
  await there.getByRole("button", { name: "Write what goes back…" }).click();
  await there.getByLabel("Your passphrase, which signs it").fill(passphrase);
  const [download] = await Promise.all([there.waitForEvent("download"), there.keyboard.press("Enter")]);
  expect(download.suggestedFilename()).toBe("muscles.return");
  await download.saveAs(returnFile());
  await there.getByText("Saved as muscles.return.").waitFor();
  await picture(there, "packets-5-return");
  // A second packet can come while the first one blinds the reader; this one is here.
  await chosen(there, "Import a packet…", packetFile());
  await sheet.getByLabel("Passphrase of the packet").fill(ofPacket);
  await sheet.getByLabel("Your own passphrase").fill(passphrase);
  await there.keyboard.press("Enter");
  await sheet
    .getByRole("alert")
    .getByText(/This packet is here already/)
    .waitFor();
});

test("the key is compared before anything is taken in; the same file again is said to be here", async () => {
  await chosen(page, "Take in what came back…", returnFile());
  const sheet = page.getByRole("dialog", { name: "Is this the key of reader 1?" });
  await sheet.getByText(/signed by “Dr Elsewhere” with a key that is not known/).waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "packets-6-key");
  await sheet.getByLabel("Fingerprint as the reader tells it").fill("0000 0000 0000 0000 0000 0000 0000 0000");
  await page.keyboard.press("Enter");
  await sheet
    .getByRole("alert")
    .getByText(/has another fingerprint/)
    .waitFor();
  await sheet.getByLabel("Fingerprint as the reader tells it").fill(fingerprint);
  await page.keyboard.press("Enter");
  await page.getByText(/^1 reading of reader 1, pass 1, taken in: K[12]$/).waitFor();
  await packets()
    .getByText(/^out: K[12]$/)
    .waitFor();
  await chosen(page, "Take in what came back…", returnFile());
  await page.getByText(/^Taken in before, the same: K[12]$/).waitFor();
});

test("what is still out is called back with a reason", async () => {
  await page.getByRole("button", { name: "Call back packet 1" }).click();
  await page.getByLabel("Reason").fill("The machine broke down");
  await picture(page, "packets-7-call-back");
  await page.keyboard.press("Enter");
  await packets()
    .getByText(/: The machine broke down$/)
    .waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "packets-8-list");
  await page.setViewportSize({ width: 2560, height: 1440 });
  await picture(page, "packets-9-large");
  // The browser's own line about what was refused, and nothing else: what a job refuses is no failed request.
  expect(session.complaints).toEqual([expect.stringMatching(/400 \(Bad Request\) \(.*\/api\/packet\.plan/)]);
  const refused = expect.stringMatching(/400 \(Bad Request\) \(.*\/api\/packet\.import/) as string;
  expect(elsewhere.complaints).toEqual([refused]);
  expect(`${session.program.output()}${elsewhere.program.output()}`).not.toMatch(hidden);
});
