import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readerVerb } from "../../../../../src-main/hosts/cli/verbs/reader.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { runVerb } from "./runVerb.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
const run = (...args: string[]) => runVerb(readerVerb, ...args, "--data", folder);

test("a reader is added to a new folder, sets a passphrase and changes it", async () => {
  expect((await run("add", "Reader 1", "--json")).code).toBe(0);
  expect(JSON.parse((await run("list", "--json")).stdout)).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "Reader 1", initials: "R1", hasPassphrase: false, isRetired: false })]),
  );
  vi.stubEnv("FASCICLE_NEW_PASSPHRASE", "correct horse");
  const set = await run("passphrase", "--as", "R1");
  expect(set).toMatchObject({ code: 0, stderr: "" });
  expect(set.stdout).toContain("passphrase");
  expect(set.stdout).not.toContain("horse");
  expect(process.env["FASCICLE_NEW_PASSPHRASE"]).toBeUndefined();

  vi.stubEnv("FASCICLE_PASSPHRASE", "wrong horse");
  vi.stubEnv("FASCICLE_NEW_PASSPHRASE", "battery staple");
  await expect(run("passphrase", "--as", "R1")).rejects.toThrow("not the right one");
  vi.stubEnv("FASCICLE_PASSPHRASE", "correct horse");
  vi.stubEnv("FASCICLE_NEW_PASSPHRASE", "battery staple");
  expect((await run("passphrase", "--as", "R1")).code).toBe(0);
});

test("a name that is there already is refused", async () => {
  await run("add", "Reader 1");
  await expect(run("add", "reader 1")).rejects.toThrow("There is a reader named reader 1 already");
});

test.each([
  [[], "fascicle reader: say what to do."],
  [["add"], "fascicle reader: give one NAME, in quotation marks."],
  [["add", "Reader", "1"], "fascicle reader: give one NAME, in quotation marks."],
  [["list", "x"], "fascicle reader: list takes no argument."],
  [["remove", "x"], 'fascicle reader: there is no action "remove".'],
])("%j is wrong use", async (args, words) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr.startsWith(words)).toBe(true);
});
