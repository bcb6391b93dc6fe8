import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { writeImageFile } from "../../src-main/services/imagefiles/index.ts";
import { pythonWith } from "../debianPython.ts";
import { makeImage, makeMask } from "../src-main/services/radiomics/makeImage.ts";

/**
 * The command line as it was built: how long the program takes to start, to measure one small case, and a case of a batch, one and two at a time. In the same
 * run, what a bare Node takes, and Python with nibabel, which reads the same files and does no more than find each region's mean. Where other programs
 * keep the processors busy every number grows; those beside it in the same run grow with it.
 */
const count = Number(process.argv[2] ?? 400);
const folder = mkdtempSync(join(tmpdir(), "fascicle-bench-cli-"));
const program = join(import.meta.dirname, "../../dist/main/cli.mjs");
const python = pythonWith("nibabel");
const size = [32, 32, 24] as const;

/** The best of several runs, ms. */
function best(runs: number, command: string, ...args: string[]): number {
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const start = performance.now();
      const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      return performance.now() - start;
    }),
  );
}

function batch(jobs: number): number {
  rmSync(join(folder, "out.csv"), { force: true });
  return best(1, process.execPath, program, "extract", "--batch", "cases.csv", "--out", "out.csv", "--jobs", String(jobs));
}

const readWithNibabel = `
import csv, nibabel, numpy
for row in csv.DictReader(open("cases.csv")):
    image, mask = (numpy.asarray(nibabel.load(row[name]).dataobj) for name in ("Image", "Mask"))
    image[mask == 1].mean()
`;

try {
  const mask = makeMask(size, (i, j, k) => (i - 16) ** 2 + (j - 16) ** 2 + 2 * (k - 12) ** 2 < 60);
  const rows = ["Image,Mask"];
  for (let number = 0; number < count; number += 1) {
    let state = number + 1;
    const voxels = Int16Array.from({ length: size[0] * size[1] * size[2] }, () => 100 + ((state = (state * 48_271) % 2_147_483_647) % 200));
    await writeImageFile(join(folder, `image${number}.nii.gz`), makeImage(size, voxels));
    await writeImageFile(join(folder, `mask${number}.nii.gz`), mask);
    rows.push(`image${number}.nii.gz,mask${number}.nii.gz`);
  }
  writeFileSync(join(folder, "cases.csv"), `${rows.join("\n")}\n`);
  writeFileSync(join(folder, "empty.mjs"), "");

  const started = {
    "bare Node": best(10, process.execPath, "empty.mjs"),
    "fascicle --help": best(10, process.execPath, program, "--help"),
    "fascicle extract, one small case": best(10, process.execPath, program, "extract", "image0.nii.gz", "mask0.nii.gz"),
    ...(python ? { "python -c 'import nibabel'": best(10, python, "-c", "import nibabel") } : {}),
  };
  console.table(Object.fromEntries(Object.entries(started).map(([name, ms]) => [name, { ms: Number(ms.toFixed(0)) }])));

  const alone = started["fascicle extract, one small case"];
  // In turns, so that both see what else the machine does.
  const rounds = Array.from({ length: 3 }, () => [batch(1), batch(2)] as const);
  const [one, two] = [Math.min(...rounds.map(([ms]) => ms)), Math.min(...rounds.map(([, ms]) => ms))];
  const cores = availableParallelism();
  const uses = (jobs: number) =>
    `${jobs} process${jobs === 1 ? "" : "es"} of ${Math.max(1, Math.floor(cores / jobs))} threads, and one that writes the table`;
  const perCase = (ms: number) => Number((ms / count).toFixed(2));
  console.table({
    "--jobs 1": { "ms a case": perCase(one), "without the start": perCase(one - alone), uses: uses(1) },
    "--jobs 2": { "ms a case": perCase(two), "without the start": perCase(two - alone), uses: uses(2) },
    ...(python ? { "nibabel reads, finds the mean": { "ms a case": perCase(best(2, python, "-c", readWithNibabel)) } } : {}),
  });
  console.log(
    `${count} cases of ${size.join(" x ")} voxels: --jobs 2 is ${(one / two).toFixed(2)} times as fast as --jobs 1, on ${cores} cores`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
