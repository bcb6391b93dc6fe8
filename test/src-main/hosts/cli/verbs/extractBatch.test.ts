import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../../../../../src-main/services/exports/csv.ts";
import { readFeatureTable } from "../../../../../src-main/services/exports/index.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";
import { makeImage, makeMask } from "../../../services/radiomics/makeImage.ts";

const count = 24;
const size = [24, 20, 14] as const;
let folder: string;
let cases: string;

/** Cases of a study: an image each, in a folder of its own, and a mask of labels 1 and 2. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fascicle-batch-"));
  mkdirSync(join(folder, "study"));
  const labels = makeMask(size, (i, j, k) => i > 2 && i < 20 && j > 3 && j < 17 && k > 1 && k < 12);
  labels.voxels.forEach((value, at) => { if (value === 1 && at % 24 > 11) labels.voxels[at] = 2; });
  await writeImageFile(join(folder, "study", "mask.nii.gz"), labels);
  const rows = ["Patient,Image,Mask,Site"];
  for (let number = 0; number < count; number++) {
    let state = number + 1;
    const voxels = Int16Array.from({ length: 24 * 20 * 14 }, (_, at) => 100 + (at % 24) * 5 + (state = (state * 48_271) % 2_147_483_647) % 200);
    await writeImageFile(join(folder, "study", `image${number}.nii.gz`), makeImage(size, voxels));
    rows.push(`P${number},study/image${number}.nii.gz,study/mask.nii.gz,"ward ${number % 3}, upper"`);
  }
  cases = join(folder, "cases.csv");
  writeFileSync(cases, `${rows.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") => new Writable({ write: (chunk: Buffer, _, done) => { written[name] += chunk.toString(); done(); } });
  const code = await extractVerb(args, { stdout: into("stdout"), stderr: into("stderr") });
  return { code, ...written };
}
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const read = (path: string) => readFileSync(path, "utf8");
const out = (name: string) => join(folder, name);

describe("fascicle extract --batch", () => {
  it("writes a row a case, as each is extracted alone, with the columns of the file of cases before them", async () => {
    expect(await run("--batch", cases, "--out", out("all.csv"))).toEqual({ code: 0, stdout: "", stderr: `Cases: ${count} measured.\n` });
    const [header, ...rows] = readCsv(read(out("all.csv")));
    expect(header!.slice(0, 7)).toEqual(["Patient", "Image", "Mask", "Site", "Label", "LabelName", "Error"]);
    expect(rows.map((row) => row[0])).toEqual(Array.from({ length: count }, (_, number) => `P${number}`));
    expect(rows[4]![3]).toBe("ward 1, upper");
    const alone = readFeatureTable((await run(join(folder, "study", "image5.nii.gz"), join(folder, "study", "mask.nii.gz"))).stdout, "alone")[0]!;
    const listed = readFeatureTable(read(out("all.csv")), "all")[5]!;
    const features = ({ values }: typeof alone) => [...values].filter(([name]) => name.startsWith("original_"));
    expect(features(listed)).toEqual(features(alone));
    expect(features(listed)).toHaveLength(107);
    expect(listed.settingsHash).toBe(alone.settingsHash);
  });

  it.each(["csv", "json", "long"])("gives the same whatever the number of jobs, printed or written (%s)", async (format) => {
    const { stdout } = await run("--batch", cases, "--format", format);
    const several = await run("--batch", cases, "--format", format, "--jobs", "3");
    expect(several.stdout).toBe(stdout);
    await run("--batch", cases, "--format", format, "--jobs", "4", "--out", out(`jobs.${format}`));
    expect(read(out(`jobs.${format}`))).toBe(stdout);
  });

  it("goes on where a killed one stopped, to the same file", async () => {
    const param = file("filters.yaml", "imageType: {Original: {}, Wavelet: {}, LoG: {sigma: [1.0, 2.0]}}\nsetting: {binCount: 32}\n");
    const args = ["extract", "--batch", cases, "--param", param];
    await run(...args.slice(1), "--out", out("whole.csv"));
    const path = out("killed.csv");
    writeFileSync(path, "");
    const child = spawn(process.execPath, [join(import.meta.dirname, "../../../../../src-main/hosts/cli/cli.ts"), ...args, "--jobs", "2", "--out", path], { stdio: "ignore" });
    const watcher = watch(path, () => { if (read(path).split("\n").length > 4) child.kill("SIGKILL"); });
    const [, signal] = await once(child, "exit") as [number | null, string | null];
    watcher.close();
    expect(signal).toBe("SIGKILL");
    const done = readCsv(read(path)).length - 1;
    expect(done).toBeGreaterThanOrEqual(3);
    expect(done).toBeLessThan(count);
    // As if it had been killed within a row.
    writeFileSync(path, `${read(path)}P20,study/image20.nii.gz,"stu`);
    const { code, stderr } = await run(...args.slice(1), "--out", path);
    expect([code, stderr]).toEqual([0, `Cases: ${count - done} measured, ${done} there before.\n`]);
    expect(read(path)).toBe(read(out("whole.csv")));
  });

  it("shows how far it is and the time that is left on a terminal", async () => {
    let shown = "";
    const stderr = Object.assign(new Writable({ write: (chunk: Buffer, _, done) => { shown += chunk.toString(); done(); } }), { isTTY: true });
    expect(await extractVerb(["--batch", cases, "--out", out("shown.csv")], { stdout: stderr, stderr })).toBe(0);
    expect(shown).toMatch(/extracting cases \[ {30}\] 0\/24\r?/);
    expect(shown).toMatch(/extracting cases \[={15} {15}\] 12\/24 {2}[\d.]+\/s {2}\d+ s left/);
    expect(shown.endsWith("\u001b[2KCases: 24 measured.\n")).toBe(true);
  });

  it("reports a case that fails in its row, and tries it again", async () => {
    const listed = file("failing.csv", "Image,Mask\nstudy/image0.nii.gz,study/mask.nii.gz\nstudy/none.nii.gz,study/mask.nii.gz\nstudy/image1.nii.gz,study/broken.nrrd\nstudy/image2.nii.gz,study/mask.nii.gz\n");
    writeFileSync(join(folder, "study", "broken.nrrd"), "no image");
    const { code, stderr } = await run("--batch", listed, "--out", out("failing-out.csv"));
    expect(code).toBe(1);
    expect(stderr).toBe("! Row 2: none.nii.gz: there is no such file.\n! Row 3: broken.nrrd: is no NRRD file: it does not begin with NRRD0001 to NRRD0005.\nCases: 2 measured, 2 failed.\n");
    const [header, ...rows] = readCsv(read(out("failing-out.csv")));
    expect(rows.map((row) => row[header!.indexOf("Error")])).toEqual(["", "none.nii.gz: there is no such file.", "broken.nrrd: is no NRRD file: it does not begin with NRRD0001 to NRRD0005.", ""]);
    expect(rows.map((row) => row[header!.indexOf("original_glcm_Contrast")] === "")).toEqual([false, true, true, false]);
    await writeImageFile(join(folder, "study", "none.nii.gz"), makeImage(size, Int16Array.from({ length: 24 * 20 * 14 }, (_, at) => at % 97)));
    await writeImageFile(join(folder, "study", "broken.nrrd"), makeMask(size, (i) => i > 4));
    expect(await run("--batch", listed, "--out", out("failing-out.csv"))).toMatchObject({ code: 0, stderr: "Cases: 2 measured, 2 there before.\n" });
    await run("--batch", listed, "--out", out("failing-fresh.csv"));
    expect(read(out("failing-out.csv"))).toBe(read(out("failing-fresh.csv")));
  });

  it("takes each case's label from its column, or every label, a row each", async () => {
    const rows = "study/image0.nii.gz,study/mask.nii.gz,1\nstudy/image0.nii.gz,study/mask.nii.gz,2\nstudy/image0.nii.gz,study/mask.nii.gz,7\n";
    const labelled = readCsv((await run("--batch", file("labels.csv", `Image,Mask,Label\n${rows}`))).stdout);
    expect(labelled.map((row) => row.slice(2, 5))).toEqual([["Label", "LabelName", "Error"], ["1", "", ""], ["2", "", ""], ["7", "", "mask.nii.gz on image0.nii.gz: Label 7 is not in the mask. It holds: 1, 2. Choose one of them."]]);
    const every = readCsv((await run("--batch", file("every.csv", "Image,Mask\nstudy/image0.nii.gz,study/mask.nii.gz\n"), "--label", "all")).stdout);
    const feature = every[0]!.indexOf("original_glcm_Contrast");
    expect(every.slice(1).map((row) => [row[2], row[feature]])).toEqual(labelled.slice(1, 3).map((row) => [row[2], row[feature]]));
  });

  it("writes nothing where the file of cases or the file to go on with cannot be used", async () => {
    await expect(run("--batch", file("wrong.csv", "Image,Mask,Label\n,m.nii,x\n"), "--out", out("unwritten.csv"))).rejects.toThrow(/row 1: Image is empty\.\n.*row 1: Label: "x"/);
    expect(() => read(out("unwritten.csv"))).toThrow("ENOENT");
    await expect(run("--batch", out("absent.csv"))).rejects.toThrow(/absent\.csv: the file of cases cannot be read \(ENOENT\)/);
    await expect(run("--batch", file("both.csv", "Image,Mask,Label\na,b,1\n"), "--label", "2")).rejects.toThrow(/both\.csv has a column Label, and --label says another/);
    await expect(run("--batch", cases, "--out", folder)).rejects.toThrow(/is no file/);
    const one = file("one.csv", "Image,Mask\nstudy/image0.nii.gz,study/mask.nii.gz\n");
    await run("--batch", one, "--out", out("one-out.csv"));
    const before = read(out("one-out.csv"));
    const param = file("width.yaml", "setting: {binWidth: 10}\n");
    await expect(run("--batch", one, "--param", param, "--out", out("one-out.csv"))).rejects.toThrow(/one-out\.csv cannot be gone on with: its row 1 was extracted with other settings/);
    await expect(run("--batch", one, "--label", "2", "--out", out("one-out.csv"))).rejects.toThrow(/extracted for label 1, and 2 is asked for/);
    await expect(run("--batch", one, "--format", "json", "--out", out("one-out.csv"))).rejects.toThrow(/one-out\.csv cannot be gone on with/);
    expect(read(out("one-out.csv"))).toBe(before);
  });
});
