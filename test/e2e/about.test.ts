import type { Page } from "playwright-core";
import { stringify } from "superjson";
import { beforeAll, expect, test } from "vitest";
import { runtimeProblem } from "../../src-main/services/models/index.ts";
import { runFascicle } from "./program.ts";
import { picture } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession();
const { data } = session;
let page: Page;

beforeAll(() => {
  page = session.page;
});

test("the licences of what the program is built with are read in the window and on the command line", async () => {
  await page.getByRole("button", { name: "Open the sample study" }).waitFor();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Mouse and keys" });
  await sheet.getByRole("button", { name: "Licences of others’ software" }).click();
  const notices = sheet.getByRole("textbox", { name: "Licences of others’ software" });
  await expect.poll(() => notices.inputValue()).toContain("better-sqlite3");
  await notices.scrollIntoViewIfNeeded();
  await picture(page, "about-licences");
  const { code, stdout } = await runFascicle("licences");
  expect(code).toBe(0);
  expect((await notices.inputValue()).trim()).toBe(stdout.trim());
  await sheet.getByRole("button", { name: "Close" }).click();
});

// A stand-in for an Intel Mac: the door's answer there.
test("where models cannot be run, the models room says why", async () => {
  const problem = runtimeProblem("darwin", "x64")!;
  await page.route("**/api/model.runtime*", (route) =>
    route.fulfill({ contentType: "application/json", body: `{"result":{"data":${stringify({ problem })}}}` }),
  );
  await page.getByRole("navigation").getByText("Models").click();
  await page.getByText(problem).waitFor();
  await picture(page, "models-intel-mac");
  expect(await page.getByRole("button", { name: "Install the demonstration model" }).count()).toBe(0);
});

test("a link is good once: opened again it says so, and what a new one is asked for with", async () => {
  const link = session.program.url;
  const second = await session.browser.newPage();
  await second.goto(link);
  await second.getByText("Worklist").first().waitFor({ timeout: 60_000 });
  await second.close();
  const third = await session.browser.newPage();
  await third.goto(link);
  await third.getByText(/This link was opened before, or is too old\..*fascicle serve --link/).waitFor();
  expect(third.url()).toMatch(/\/enter$/);
  await picture(third, "link-used");
  const { stdout } = await runFascicle("serve", "--link", "--data", data.path);
  await third.goto(stdout.trim());
  await third.getByText("Worklist").first().waitFor({ timeout: 60_000 });
});

test("nothing complained", () => {
  expect(session.complaints).toEqual([]);
});
