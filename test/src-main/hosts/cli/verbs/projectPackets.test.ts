import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectVerb } from "../../../../../src-main/hosts/cli/verbs/project.ts";
import { openStore } from "../../../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { sealedPassphrase } from "../../../services/readers/ed25519Vectors.ts";
import { addSigningReader, setCheapPassphrase } from "../../../services/readers/signingReader.ts";
import { openStudy, type RunningStudy } from "../../../services/projects/readings/runningStudy.ts";
import { runVerb } from "./runVerb.ts";

let study: RunningStudy;
const folder = temporaryFolder();
const [packet, back, elsewhere] = [join(folder, "a.packet"), join(folder, "a.return"), join(folder, "data")];
const run = (as: string, dataFolder: string, ...args: string[]) => {
  process.env["FASCICLE_PASSPHRASE"] = sealedPassphrase;
  process.env["FASCICLE_PACKET_PASSPHRASE"] = "of this packet alone";
  return runVerb(projectVerb, "packet", ...args, "--as", as, "--data", dataFolder);
};

beforeAll(async () => {
  study = await openStudy();
  for (const { readerId } of [study.coordinator, study.reader1, study.reader2]) setCheapPassphrase(study.store, readerId, sealedPassphrase);
  study.projects.start(study.coordinator, study.id);
  const store = openStore(elsewhere);
  addSigningReader(store, "Dr Elsewhere");
  store.close();
}, 120_000);
afterAll(() => {
  for (const name of ["FASCICLE_PASSPHRASE", "FASCICLE_PACKET_PASSPHRASE"]) delete process.env[name];
  return study.close();
});

test("a packet goes to another data folder by command; what came of it is listed", async () => {
  const here = study.dataFolder;
  for (const [args, words] of [
    [["export", "Muscles", "one", packet], "numbers, from 1"],
    [["export", "Muscles", "1"], "give ID READER OUT"],
    [["import", packet, "--pass", "1"], "--pass does not belong to it"],
    [["call-back", "Muscles", "first"], "PACKET is a number"],
    [["send", "Muscles"], 'there is no action "packet send"'],
  ] as const) {
    const { code, stderr } = await run("Coordinator", here, ...args);
    expect([code, stderr.split("\n")[0]]).toEqual([2, expect.stringContaining(words) as string]);
  }
  await expect(run("Reader 1", here, "export", "Muscles", "1", packet)).rejects.toThrow(/Only a coordinator/);
  expect((await run("Coordinator", here, "list", "Muscles")).stdout).toMatch(/^No packet was written yet/);
  expect((await run("Coordinator", here, "export", "Muscles", "1", packet)).stdout).toMatch(
    /^Written, packet 1: 2 cases of pass 1, 8 images\. Tell the passphrase/,
  );
  // Refused before a passphrase is asked for, which takes it out of the environment.
  await expect(run("Coordinator", here, "export", "Muscles", "1", `${packet}2`)).rejects.toThrow(/are out already, in packet 1/);
  expect(process.env["FASCICLE_PACKET_PASSPHRASE"]).toBeDefined();
  await expect(run("Dr Elsewhere", elsewhere, "import", folder)).rejects.toThrow(`${folder} is a folder`);
  const imported = await run("Dr Elsewhere", elsewhere, "import", packet);
  expect(imported.stdout).toMatch(
    /^Muscles: 2 cases of pass 1 to be read in My readings\. Tell the coordinator the fingerprint of your key: [0-9a-f]{4} /,
  );
  await expect(run("Dr Elsewhere", elsewhere, "return", "Muscles", back)).rejects.toThrow(/No case of this packet is submitted yet/);
  await expect(run("Dr Elsewhere", elsewhere, "list", "Muscles")).rejects.toThrow(/Only a coordinator/);
  await expect(run("Coordinator", here, "return", "Muscles", back)).rejects.toThrow(/did not come as a packet that you read here/);
  expect((await run("Coordinator", here, "list", "Muscles")).stdout).toMatch(
    /^packet 1 +reader 1 Reader 1 +pass 1 +written .*Z +0 of 2 cases submitted +nothing came back +out\n$/,
  );
  await expect(run("Coordinator", here, "call-back", "Muscles", "1")).rejects.toThrow(/needs a reason/);
  expect((await run("Coordinator", here, "call-back", "Muscles", "1", "--reason", "Lost")).stdout).toMatch(/^Packet 1 is called back/);
  expect((await run("Coordinator", here, "list", "Muscles")).stdout).toMatch(/nothing came back +called back .*Z: Lost\n$/);
}, 60_000);
