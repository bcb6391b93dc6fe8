import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";
import { readCsv } from "../../../../../src-main/services/exports/csv.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { makeImage, makeMask } from "../../../services/radiomics/makeImage.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

const count = 20;
const size = [12, 11, 6] as const;
let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  await writeImageFile(
    join(folder, "mask.nii.gz"),
    makeMask(size, (i, j) => i > 2 && j > 2),
  );
  const rows = ["Case,Image,Mask"];
  for (let number = 1; number <= count; number++) {
    const voxels = Int16Array.from({ length: 12 * 11 * 6 }, (_, at) => (at * 7919 * number) % 311);
    await writeImageFile(join(folder, `image${number}.nii.gz`), makeImage(size, voxels));
    rows.push(`${number},image${number}.nii.gz,mask.nii.gz`);
  }
  writeFileSync(join(folder, "cases.csv"), `${rows.join("\n")}\n`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]) {
  let stderr = "";
  const into = (take: (text: string) => void) =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        take(chunk.toString());
        done();
      },
    });
  const code = await extractVerb(["--batch", join(folder, "cases.csv"), ...args], {
    stdout: into(() => undefined),
    stderr: into((text) => (stderr += text)),
  });
  return { code, stderr };
}
const table = (name: string) => readCsv(readFileSync(join(folder, name), "utf8"));

test.each(["1", "2"])(
  "of 20 cases one ends the engine's process (--jobs %s): its row says so, the other 19 are as without it",
  async (jobs) => {
    vi.stubEnv("FASCICLE_ENGINE_ABORT", "");
    const whole = await run("--out", join(folder, `whole${jobs}.csv`), "--jobs", jobs);
    expect(whole).toEqual({ code: 0, stderr: "Cases: 20 measured.\n" });

    vi.stubEnv("FASCICLE_ENGINE_ABORT", "7");
    const crashed = await run("--out", join(folder, `crashed${jobs}.csv`), "--jobs", jobs);
    expect(crashed.code).toBe(1);
    expect(crashed.stderr).toContain("Cases: 19 measured, 1 failed.");
    expect(crashed.stderr).toContain("Row 7: The engine's process ended (SIGABRT) while measuring mask.nii.gz on image7.nii.gz.");
    const [header, ...rows] = table(`crashed${jobs}.csv`);
    const [, ...expected] = table(`whole${jobs}.csv`);
    const error = header!.indexOf("Error");
    expect(rows.map((row) => row[error]!.includes("SIGABRT"))).toEqual(rows.map((_, index) => index === 6));
    expect(rows.filter((_, index) => index !== 6)).toEqual(expected.filter((_, index) => index !== 6));

    // Run again without the fault, only the case that failed is measured.
    vi.stubEnv("FASCICLE_ENGINE_ABORT", "");
    const again = await run("--out", join(folder, `crashed${jobs}.csv`), "--jobs", jobs);
    expect(again).toEqual({ code: 0, stderr: "Cases: 1 measured, 19 there before.\n" });
    expect(readFileSync(join(folder, `crashed${jobs}.csv`), "utf8")).toBe(readFileSync(join(folder, `whole${jobs}.csv`), "utf8"));
  },
);
