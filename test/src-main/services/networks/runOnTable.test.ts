import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { networkTableResultSchema, type InstalledNetwork } from "#shared/api/network.ts";
import { appRouter } from "../../../../src-main/app/router.ts";
import { createServices } from "../../../../src-main/app/services.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { callerContext } from "../../author.ts";
import { shippedNetworks } from "./networksDesk.ts";
import { clinicalColumns, clinicalScore, writeTableNetwork } from "./tableNetwork.ts";

let folder: string;
let services: ReturnType<typeof createServices>;
let networkId: string;
const caller = () => appRouter.createCaller(callerContext(services));
const install = async (path: string) => {
  const { jobId } = await caller().model.install({ path });
  const job = await services.jobs.finished(jobId);
  expect(job.error).toBeNull();
  return (job.result as InstalledNetwork).id;
};
beforeAll(async () => {
  folder = temporaryFolder();
  services = createServices(join(folder, "data"));
  networkId = await install(await writeTableNetwork(join(folder, "clinical")));
});
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});
const run = async (text: string) => caller().network.runTable({ networkId, file: { fileName: "cases.csv", text } });
const header = ["patient", ...clinicalColumns.toReversed()].join(",");

test("each row is scored as the bare runtime does, whatever order the columns have; nothing of it is kept", async () => {
  const cases = [
    [7, 40, 1, 0],
    [100, 150, 0, 1],
    [3, 12, 1, 1],
  ];
  const { jobId } = await run(`${header}\n${cases.map((row, at) => [`P${at}`, ...row.toReversed()].join(",")).join("\n")}\n`);
  const { scored, csv } = networkTableResultSchema.parse((await services.jobs.finished(jobId)).result);
  const lines = csv.trimEnd().split("\n");
  expect(lines[0]).toBe("Row,Probability of no,Probability of yes,Class,Threshold of yes,To be careful of,Model,Bundle");
  expect(lines).toHaveLength(cases.length + 1);
  for (const [at, row] of cases.entries()) {
    const score = await clinicalScore(row);
    expect(scored.rows[at]!.probabilities!["yes"]).toBeCloseTo(score, 6);
    expect(scored.rows[at]!.predictedClass).toBe(score >= 0.5 ? "yes" : "no");
    const cells = lines[at + 1]!.split(",");
    expect([cells[0], cells[3]]).toEqual([String(at + 1), score >= 0.5 ? "yes" : "no"]);
    expect(Number(cells[2])).toBeCloseTo(score, 6);
    expect(Number(cells[1]) + Number(cells[2])).toBeCloseTo(1, 12);
    expect(cells[7]).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(csv).not.toContain("P0");
  expect(services.store.database.prepare("SELECT result FROM job WHERE id = ?").pluck().get(jobId)).toBe('{"rows":3}');
});

test("a value outside of what it was trained on is said with its row", async () => {
  const { jobId } = await run(`${clinicalColumns.join(",")}\n7,40,1,0\n7,400,1,0\n`);
  const { scored, csv } = networkTableResultSchema.parse((await services.jobs.finished(jobId)).result);
  expect(scored.notes).toEqual([expect.stringMatching(/^Row 2: .*age at imaging.*400/)]);
  const [, first, second] = csv.split("\n");
  expect([first, second].map((line) => /age at imaging is 400/.test(line!))).toEqual([false, true]);
});

test("a table that does not fit is refused before anything is run, by file, row and column", async () => {
  await expect(run("age at onset,age at imaging\n1,2\n")).rejects.toThrow(
    "cases.csv lacks the columns infantile spasms, three or more medications, which the bundle needs.",
  );
  await expect(run(`${clinicalColumns.join(",")}\n7,40,1,0\n7,,1,0\n`)).rejects.toThrow("Row 2 of cases.csv: age at imaging is empty.");
  await expect(run(`${clinicalColumns.join(",")}\n7,"4,5",1,0\n`)).rejects.toThrow(/cases\.csv .*row 1, age at imaging: .*decimal comma/s);
  await expect(run(`${clinicalColumns.join(",")}\n`)).rejects.toThrow("cases.csv holds no case");
});

test("a network that sees images is not run on a table", async () => {
  const other = await install(shippedNetworks.ensemble);
  await expect(caller().network.runTable({ networkId: other, file: { fileName: "cases.csv", text: `${header}\n` } })).rejects.toThrow(
    /sees images: run it on a study, in its tab Networks/,
  );
});
