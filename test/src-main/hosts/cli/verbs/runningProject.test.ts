import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OwnReadings } from "#shared/api/reading.ts";
import { importVerb } from "../../../../../src-main/hosts/cli/verbs/importVerb.ts";
import { listVerb } from "../../../../../src-main/hosts/cli/verbs/list.ts";
import { projectVerb } from "../../../../../src-main/hosts/cli/verbs/project.ts";
import { removeVerb } from "../../../../../src-main/hosts/cli/verbs/remove.ts";
import { volumeVerb } from "../../../../../src-main/hosts/cli/verbs/volume.ts";
import type { Verb } from "../../../../../src-main/hosts/cli/verb.ts";
import { verifySignature } from "../../../../../src-main/services/readers/index.ts";
import type { ReadingOfProject } from "../../../../../src-main/services/projects/index.ts";
import { openStudy, type RunningStudy } from "../../../services/projects/readings/runningStudy.ts";
import { setCheapPassphrase } from "../../../services/readers/signingReader.ts";
import { runVerb } from "./runVerb.ts";

const passphrase = "correct horse battery";
let study: RunningStudy;
beforeAll(async () => {
  study = await openStudy();
  for (const { readerId } of [study.coordinator, study.reader1, study.reader2]) setCheapPassphrase(study.store, readerId, passphrase);
}, 120_000);
afterAll(() => {
  delete process.env["FASCICLE_PASSPHRASE"];
  return study.close();
});

const run = (verb: Verb, args: readonly string[], secret: string | null = passphrase) => {
  if (secret === null) delete process.env["FASCICLE_PASSPHRASE"];
  else process.env["FASCICLE_PASSPHRASE"] = secret;
  return runVerb(verb, ...args, "--data", study.dataFolder);
};
const project = (...args: string[]) => run(projectVerb, args);
const as = (reader: string, ...args: string[]) => project(...args, "--as", reader);

test("a study is started, read, unlocked and closed; while it runs, only its coordinator sees the data folder", async () => {
  expect((await run(listVerb, [], null)).stdout).toContain("Quastenflosser");
  expect((await as("Coordinator", "start", "Muscles")).stdout).toBe("The project was started: 6 readings were made.\n");

  // Nothing was read yet, and this protocol's rule asks for no consensus.
  expect((await as("Coordinator", "adjudicate", "Muscles")).stdout).toBe(
    "The rule asks for no consensus so far.\n2 cases wait for a first reading to be submitted.\n",
  );
  expect((await as("Coordinator", "adjudicate", "status", "Muscles")).stdout).toBe("No consensus was assigned.\n");
  await expect(as("Coordinator", "adjudicate", "assign", "Muscles", "X1", "Reader 1", "Reader 2")).rejects.toThrow(
    /X1: a consensus is made when both first readings are locked/,
  );
  await expect(as("Coordinator", "adjudicate", "unlock", "Muscles", "X1", "--reason", "x")).rejects.toThrow(/X1 has no consensus/);
  await expect(as("Reader 1", "adjudicate", "Muscles")).rejects.toThrow(/Only a coordinator/);
  // Whatever opens the folder asks who does it.
  await expect(run(listVerb, [])).rejects.toThrow(/blinded reader study runs in this data folder: say who does this/);
  await expect(run(projectVerb, ["list"])).rejects.toThrow(/say who does this/);
  await expect(run(listVerb, ["--as", "Coordinator"], null)).rejects.toThrow(/has a passphrase/);
  await expect(run(listVerb, ["--as", "Coordinator"], "wrong passphrase")).rejects.toThrow(/not the right one/);
  expect((await run(listVerb, ["--as", "Coordinator"])).stdout).toContain("Quastenflosser");
  const volume = study.volumeOf("2.25.101", 1);
  for (const [verb, args] of [
    [listVerb, []],
    [volumeVerb, [volume, `${study.folder}/out.nrrd`]],
    [importVerb, [`${study.folder}/files`]],
    [removeVerb, ["2.25.101"]],
    [removeVerb, ["2.25.101", "--yes"]],
  ] as const)
    await expect(run(verb, [...args, "--as", "Reader 1"])).rejects.toThrow(/see nothing here but their own readings/);
  for (const args of [
    ["cases", "list", "Muscles"],
    ["log", "Muscles"],
    ["status", "Muscles"],
    ["protocol", "Muscles"],
  ])
    await expect(as("Reader 1", ...args)).rejects.toThrow(/Only a coordinator/);

  const own = async () => JSON.parse((await as("Reader 1", "readings", "Muscles", "--json")).stdout) as OwnReadings[];
  const [{ next }] = (await own()) as [OwnReadings];
  expect((await as("Reader 1", "readings", "Muscles")).stdout).toBe(
    `Muscles: 0 of 4 submitted\n  next: ${next!.code}\n  2 wait for their washout\n`,
  );
  await expect(as("Reader 1", "submit", "Muscles", next!.code)).rejects.toThrow(/no open reading/);
  const { projects, readings, reader1, coordinator, id } = study;
  readings.open(reader1, next!.readingId);
  await study.drawAll(reader1, next!.readingId);
  await expect(as("Reader 1", "submit", "Muscles", next!.code)).rejects.toThrow(/Not answered yet/);
  study.answerAll(reader1, next!.readingId);
  expect((await as("Reader 1", "submit", "Muscles", next!.code)).stdout).toMatch(/^Signed and locked at .*Z, key [0-9a-f]{4} /);

  // Signed with the reader's key, over what the database holds.
  const [first] = (JSON.parse((await as("Coordinator", "readings", "Muscles", "--json")).stdout) as ReadingOfProject[]).filter(
    ({ readingId }) => readingId === next!.readingId,
  );
  const { publicKey, content, signature } = first!.signatures[0]!;
  expect(verifySignature(publicKey, content, signature)).toBe(true);
  expect(verifySignature(publicKey, content.replace('"3"', '"4"'), signature)).toBe(false);

  await expect(as("Reader 1", "unblind", "Muscles", "1", "1", next!.code, "--reason", "mine")).rejects.toThrow(/Only a coordinator/);
  const told = await as("Coordinator", "unblind", "Muscles", "1", "1", next!.code, "--reason", "a fall on the ward");
  expect(told.stdout).toMatch(
    /was broken for Reader 1 at .*\n.*nobody else:\n {2}patient: (?:Quasten|Zitter).*, ID HOSP-\d+\n {2}group: (?:LGMD|healthy)\n$/,
  );
  expect((await as("Coordinator", "status", "Muscles")).stdout).toMatch(
    /blind broken: case X\d for reader 1 Reader 1, in pass 1, .*: a fall on the ward/,
  );
  expect((await as("Coordinator", "readings", "Muscles")).stdout).toContain("not opened, blind broken");
  // What is changed while it runs.
  const protocol = projects.protocol(coordinator, id);
  const path = `${study.folder}/protocol.json`;
  writeFileSync(
    path,
    JSON.stringify({ ...protocol, passes: protocol.passes.map((pass, at) => (at === 1 ? { ...pass, washout: "P3M" } : pass)) }),
  );
  const amend = ["amend", "Muscles", path, "--reason", "A longer washout"];
  await expect(as("Reader 1", ...amend)).rejects.toThrow(/Only a coordinator/);
  await expect(as("Coordinator", "amend", "Muscles", path)).rejects.toThrow(/needs a reason/);
  const amended = [
    "Version 2 of the protocol, frozen:",
    "  pass 2, washout: touches what is not opened",
    "They keep the version that they were read with:",
    `  reader 1, pass 1, ${next!.code}: version 1`,
    "Not opened yet, to be read under version 2: 5 readings",
    "What cases lack now, “fascicle project status” tells; a case that lacks something is not opened.",
    "",
  ].join("\n");
  expect((await as("Coordinator", ...amend, "--dry-run")).stdout).toBe(`Nothing was changed (--dry-run). It would be so:\n${amended}`);
  expect(projects.protocol(coordinator, id)).toEqual(protocol);
  expect((await as("Coordinator", ...amend)).stdout).toBe(amended);
  const replace = ["cases", "replace", "Muscles", "X1", "thigh", "t1", study.volumeOf("2.25.101", 3), "--reason", "Wrong series"];
  expect((await as("Coordinator", ...replace, "--dry-run")).stdout).toMatch(
    /^Nothing was changed .*\n(?:.*\n)*Not opened yet: [23] readings\n/,
  );
  expect((await as("Coordinator", "leave", "Muscles", "2", "--reason", "Another post")).stdout).toBe(
    "The reader has left. Not opened, and closed: 2 readings; submitted, and kept: 0 readings.\n",
  );
  await expect(as("Coordinator", "join", "Muscles", "Reader 2", "--reason", "Back")).rejects.toThrow(/and has left/);
  expect((await as("Coordinator", "status", "Muscles")).stdout).toContain("readers: 1 Reader 1, 2 Reader 2 (has left)");

  await expect(as("Reader 2", "unlock", "Muscles", "1", "1", next!.code, "--reason", "mine")).rejects.toThrow(/Only a coordinator/);
  expect((await as("Coordinator", "unlock", "Muscles", "1", "1", next!.code, "--reason", "two muscles swapped")).code).toBe(0);
  await expect(as("Coordinator", "close", "Muscles")).rejects.toThrow(new RegExp(`Readings are open: ${next!.code} of reader 1, pass 1`));
  expect((await as("Coordinator", "withdraw", "Muscles", "1", "1", next!.code, "--reason", "the reader left")).code).toBe(0);
  const log = projects.log(coordinator, id);
  expect(log.slice(-3).map(({ action, reason }) => [action, reason])).toEqual([
    ["reading.unlock", "two muscles swapped"],
    ["reading.withdraw", "the reader left"],
    ["case.mark", "the reader left"],
  ]);
  // It was submitted before.
  expect(log.at(-1)!.after).toMatchObject({ state: "reading withdrawn" });
  expect((await as("Coordinator", "close", "Muscles")).stdout).toMatch(/^The project was closed. Manifest: [0-9a-f]{64}\n$/);

  const manifest = study.store.database.prepare<[], string>("SELECT content FROM project_manifest").pluck().get()!;
  expect(JSON.parse(manifest)).toMatchObject({ brokenBlinds: [{ readerNumber: 1, reason: "a fall on the ward" }] });
  expect((await run(listVerb, [], null)).stdout).toContain("Quastenflosser");
  expect((await project("verify", "Muscles")).code).toBe(0);
  await expect(as("Coordinator", "unlock", "Muscles", "1", "1", next!.code, "--reason", "late")).rejects.toThrow(/is closed/);
}, 240_000);
