import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { LogEntry } from "#shared/domain/project/logChain.ts";
import { projectVerb } from "../../../../../src-main/hosts/cli/verbs/project.ts";
import { createReaders } from "../../../../../src-main/services/readers/index.ts";
import { openStore } from "../../../../../src-main/services/store/index.ts";
import { templateProtocol, type ProjectStatus, type Verification } from "../../../../../src-main/services/projects/index.ts";
import { change } from "../../../author.ts";
import { csv, openLimbs, type Limbs } from "../../../services/projects/limbStudies.ts";
import { runVerb } from "./runVerb.ts";

let limbs: Limbs;
beforeAll(async () => {
  limbs = await openLimbs();
  createReaders(limbs.store);
});
beforeEach(() => limbs.clear());
afterAll(() => limbs.close());

const run = (...args: string[]) => runVerb(projectVerb, ...args, "--data", limbs.dataFolder);
const as = (...args: string[]) => run(...args, "--as", "Coordinator");
const json = async <Answer>(...args: string[]): Promise<Answer> => JSON.parse((await as(...args, "--json")).stdout) as Answer;
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(limbs.folder, name), content);
  return join(limbs.folder, name);
};
const cases = () => file("cases.csv", csv("Patient ID,Case code,Group", "HOSP-4711,X1,LGMD", "HOSP-4712,X2,", "HOSP-4713,X3,"));

test("a coordinator sets the myopathy study up: create, readers, cases, roles, status, verify, log, remove", async () => {
  expect(await run("list")).toMatchObject({ code: 0, stdout: "There is no project yet: fascicle project create FILE\n" });
  const made = await as("create", "--template", "myopathy", "--name", "Muscles");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const id = made.stdout.trim();
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect((await run("list")).stdout).toBe(`Muscles  draft  0 cases  ${id}\n`);

  expect((await as("readers", "Muscles", "Reader 1", "Reader 2")).stdout).toBe("Readers were named: 2.\n");
  expect((await as("cases", "add", id, cases())).stdout).toBe("3 cases added: X1, X2, X3\n");
  expect((await as("cases", "add", id, cases())).stdout).toContain("0 cases added\nLeft out, row 1: the study is in case X1 already\n");
  const status = await as("status", "muscles");
  expect(status.stdout).toContain("readers: 1 Reader 1, 2 Reader 2\n");
  expect(status.stdout).toContain("  case X3, thigh, t1: doubtful, 2 series fit the rule; set its volume\n");
  expect(status.stdout).toContain("  readers: Reader 1 has no passphrase; set one in the window, signed in as this reader\n");

  const chosen = limbs.volumeOf("2.25.301", 4);
  const listed = (await as("cases", "list", id)).stdout;
  expect(listed).toContain("X1, included, group LGMD, 2 studies\n");
  expect(listed).toContain(
    `  thigh t1: doubtful\n    ${limbs.volumeOf("2.25.301", 1)}  T1 TSE axial thigh\n    ${chosen}  T1 TSE axial thigh repeated\n`,
  );
  expect((await as("cases", "role", id, "X3", "thigh", "t1", chosen, "--reason", "sharper")).code).toBe(0);
  expect((await as("cases", "confirm", id, "X1")).stdout).toBe("4 roles were confirmed.\n");
  expect(await json("cases", "confirm", id)).toEqual({ confirmed: 6 });
  await expect(as("cases", "exclude", id, "X3")).rejects.toThrow("needs a reason");
  expect((await as("cases", "exclude", id, "X3", "--reason", "no water-only calf")).code).toBe(0);
  expect((await as("cases", "list", id)).stdout).toContain("X3, excluded (no water-only calf), 2 studies\n");
  const lacks = (await json<ProjectStatus>("status", id)).lacks;
  expect(lacks.filter((words) => !/burned-in text$|is not chosen$|has no passphrase/.test(words))).toEqual([]);

  const verified = await run("verify", id);
  expect(verified.code).toBe(0);
  const { head, entries } = JSON.parse((await run("verify", id, "--json")).stdout) as Verification;
  expect(verified.stdout).toBe(`The log (${entries} entries) fits and the rows are as it says. Head: ${head.number}:${head.hash}\n`);
  expect((await run("verify", id, "--head", `${head.number}:${head.hash}`)).code).toBe(0);
  const log = await as("log", id);
  const lines = log.stdout.trimEnd().split("\n");
  expect(lines[0]).toBe("number,at,reader_id,reader,action,subject,before,after,reason,previous_hash,hash");
  expect(lines).toHaveLength(entries + 1);
  expect(log.stdout).not.toMatch(/HOSP|Quasten|2\.25\.|LGMD/);
  expect((await json<LogEntry[]>("log", id)).at(-1)).toMatchObject({ action: "case.exclude", subject: "case X3", reader: "Coordinator" });

  expect((await as("cases", "remove", id, "X2", "--reason", "not in the study")).stdout).toBe(
    "The case was taken out. Its studies are still here.\n",
  );
  expect((await as("cases", "add", id, cases())).stdout).toContain("1 case added: X2\n");
  change(limbs.store, (database) => database.exec("UPDATE project_case SET state = 'included' WHERE code = 'X3'"));
  expect(await run("verify", id)).toMatchObject({
    code: 1,
    stdout: `It does not fit: the row of case X3 is not as entry ${entries} left it: state.\n`,
  });
  expect((await as("remove", id)).code).toBe(2);
  expect((await as("remove", id, "--yes")).stdout).toBe("The draft was removed with its log. Its studies are still here.\n");
  expect((await run("list", "--json")).stdout).toBe("[]\n");
}, 120_000);

test("a protocol comes from a file or another project, is printed, and is changed", async () => {
  const path = file("protocol.json", JSON.stringify({ ...templateProtocol("brain"), name: "Brain of a file" }));
  const id = (await as("create", path)).stdout.trim();
  const copy = (await json<{ id: string }>("create", "--copy", "Brain of a file", "--name", "Copy")).id;
  expect(await json("protocol", copy)).toEqual(await json("protocol", id));
  expect((await as("protocol", copy, file("other.json", JSON.stringify(templateProtocol("empty"))))).code).toBe(0);
  expect(JSON.parse((await as("protocol", copy)).stdout)).toEqual(templateProtocol("empty"));
  await expect(as("create", file("wrong.json", "{}"))).rejects.toThrow("wrong.json: The protocol cannot be used: ");
  await expect(as("create", join(limbs.folder, "none.json"))).rejects.toThrow(
    "none.json: the protocol cannot be read: there is no such file",
  );
  await expect(as("cases", "add", id, file("cases.csv", csv("Patient ID", "NOBODY")))).rejects.toThrow(
    "cases.csv cannot be used. No case was added.\n  row 1, Patient ID:",
  );
});

test("who is no coordinator is refused, and who has a passphrase is asked for it", async () => {
  const id = (await as("create", "--template", "empty")).stdout.trim();
  for (const args of [
    ["status", id],
    ["cases", "list", id],
    ["log", id],
    ["protocol", id],
    ["remove", id, "--yes"],
  ])
    await expect(run(...args, "--as", "Reader 1")).rejects.toThrow("Only a coordinator of this project");
  const store = openStore(limbs.dataFolder);
  await createReaders(store).setPassphrase(limbs.coordinator, { next: "correct horse" });
  store.close();
  await expect(as("status", id)).rejects.toThrow("FASCICLE_PASSPHRASE");
  vi.stubEnv("FASCICLE_PASSPHRASE", "correct horse");
  expect((await as("status", id)).code).toBe(0);
  vi.stubEnv("FASCICLE_PASSPHRASE", "correct horse");
  expect((await as("readers", id, "Reader 1", "--coordinators")).code).toBe(0);
  vi.unstubAllEnvs();
  expect((await run("status", id, "--as", "Reader 1")).code).toBe(0);
});

test.each([
  [[], "fascicle project: say what to do."],
  [["begin", "Muscles"], 'fascicle project: there is no action "begin".'],
  [["start"], "fascicle project start: give ID."],
  [["unlock", "x", "1"], "fascicle project unlock: give ID READER PASS CODE."],
  [["answer", "x", "1", "1", "K1", "one", "words"], "fascicle project answer: NUMBER is that of the question."],
  [["cases"], 'fascicle project: there is no action "cases".'],
  [["create"], "fascicle project create: name one protocol"],
  [["create", "a.json", "--template", "brain"], "fascicle project create: name one protocol"],
  [["create", "--copy", "X"], "fascicle project create: a copy needs a name"],
  [["status"], "fascicle project status: give ID."],
  [["list", "x"], "fascicle project list: it takes no argument."],
  [["readers", "x"], "fascicle project readers: give ID READER...."],
  [["cases", "role", "x", "y"], "fascicle project cases role: give ID CODE REGION ROLE VOLUME."],
  [["status", "x", "--head", "y"], "fascicle project status: --head does not belong to it."],
])("%j is wrong use, and where to read more follows", async (args, words) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.startsWith(words)).toBe(true);
  expect(stderr).toContain("“fascicle project --help” tells more.");
});

test("--help prints the usage", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  for (const action of [
    "create FILE",
    "list",
    "status ID",
    "cases add ID TABLE",
    "start ID",
    "unlock ID READER PASS CODE",
    "close ID",
    "verify ID",
    "log ID",
  ])
    expect(stdout).toContain(`  ${action}`);
});
