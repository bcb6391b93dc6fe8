import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../../../../../src-main/services/exports/csv.ts";
import { readFeatureTable } from "../../../../../src-main/services/exports/index.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";
import { makeImage, makeMask } from "../../../services/radiomics/makeImage.ts";
import { originalFeatures } from "../../../../featureCounts.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

const count = 24;
const size = [24, 20, 14] as const;
let folder: string;
let cases: string;

/** Cases of a study: an image each, in a folder of its own, and a mask of labels 1 and 2. */
beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder, "study"));
  const labels = makeMask(size, (i, j, k) => i > 2 && i < 20 && j > 3 && j < 17 && k > 1 && k < 12);
  labels.voxels.forEach((value, at) => {
    if (value === 1 && at % 24 > 11) labels.voxels[at] = 2;
  });
  await writeImageFile(join(folder, "study", "mask.nii.gz"), labels);
  const rows = ["Patient,Image,Mask,Site"];
  for (let number = 0; number < count; number++) {
    let state = number + 1;
    const voxels = Int16Array.from(
      { length: 24 * 20 * 14 },
      (_, at) => 100 + (at % 24) * 5 + ((state = (state * 48_271) % 2_147_483_647) % 200),
    );
    await writeImageFile(join(folder, "study", `image${number}.nii.gz`), makeImage(size, voxels));
    rows.push(`P${number},study/image${number}.nii.gz,study/mask.nii.gz,"ward ${number % 3}, upper"`);
  }
  cases = join(folder, "cases.csv");
  writeFileSync(cases, `${rows.join("\n")}\n`);
});

async function run(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        written[name] += chunk.toString();
        done();
      },
    });
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
    const joining = ["PatientCode", "StudyCode", "SeriesNumber", "SeriesDescription", "VolumeLabel"];
    expect(header!.slice(0, 13)).toEqual(["Patient", "Image", "Mask", "Site", ...joining, "Label", "LabelName", "Side", "Error"]);
    expect(rows.map((row) => row[0])).toEqual(Array.from({ length: count }, (_, number) => `P${number}`));
    expect(rows[4]![3]).toBe("ward 1, upper");
    const alone = readFeatureTable(
      (await run(join(folder, "study", "image5.nii.gz"), join(folder, "study", "mask.nii.gz"))).stdout,
      "alone",
    )[0]!;
    const listed = readFeatureTable(read(out("all.csv")), "all")[5]!;
    const features = ({ values }: typeof alone) => [...values].filter(([name]) => name.startsWith("original_"));
    expect(features(listed)).toEqual(features(alone));
    expect(features(listed)).toHaveLength(originalFeatures);
    expect(listed.settingsHash).toBe(alone.settingsHash);
  });

  // From source, each thread loads every module by itself: few threads here, more in the bench.
  it.each([
    ["csv", "2", "written"],
    ["json", "2", "printed"],
    ["long", "3", "printed"],
  ])(
    "gives the same whatever the number of jobs (%s, %s jobs, %s)",
    async (format, jobs, way) => {
      const { stdout } = await run("--batch", cases, "--format", format);
      const several = await run(
        "--batch",
        cases,
        "--format",
        format,
        "--jobs",
        jobs,
        ...(way === "written" ? ["--out", out(`jobs.${format}`)] : []),
      );
      expect(several.stderr).toBe(`Cases: ${count} measured.\n`);
      expect(way === "written" ? read(out(`jobs.${format}`)) : several.stdout).toBe(stdout);
    },
    300_000,
  );

  it("goes on where a killed one stopped, to the same file", async () => {
    const param = file("filters.yaml", "imageType: {Original: {}, Wavelet: {}, LoG: {sigma: [1.0, 2.0]}}\nsetting: {binCount: 32}\n");
    const args = ["extract", "--batch", cases, "--param", param];
    await run(...args.slice(1), "--out", out("whole.csv"));
    const path = out("killed.csv");
    writeFileSync(path, "");
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, "../../../../../src-main/hosts/cli/cli.ts"), ...args, "--jobs", "2", "--out", path],
      { stdio: "ignore" },
    );
    const watcher = watch(path, () => {
      if (read(path).split("\n").length > 4) child.kill("SIGKILL");
    });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
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
  }, 180_000);

  it("interrupted by Ctrl+C, says what was done and how to go on", async () => {
    const param = join(folder, "filters.yaml");
    const path = out("interrupted.csv");
    writeFileSync(path, "");
    const args = ["extract", "--batch", cases, "--param", param, "--out", path];
    const child = spawn(process.execPath, [join(import.meta.dirname, "../../../../../src-main/hosts/cli/cli.ts"), ...args], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const watcher = watch(path, () => {
      if (read(path).split("\n").length > 3) child.kill("SIGINT");
    });
    const [code] = (await once(child, "close")) as [number | null];
    watcher.close();
    expect(code).toBe(130);
    const done = readCsv(read(path)).length - 1;
    expect(done).toBeLessThan(count);
    const [, told] =
      /^! Interrupted after (\d+) of 24 cases\. They are in interrupted\.csv; run the same command again to go on with the others\.\n$/.exec(
        said,
      ) ?? [];
    // A case may be in the file and not yet be counted.
    expect([done, done - 1]).toContain(Number(told));
  }, 120_000);

  it("shows how far it is and the time that is left on a terminal", async () => {
    let shown = "";
    const stderr = Object.assign(
      new Writable({
        write: (chunk: Buffer, _, done) => {
          shown += chunk.toString();
          done();
        },
      }),
      { isTTY: true },
    );
    expect(await extractVerb(["--batch", cases, "--out", out("shown.csv")], { stdout: stderr, stderr })).toBe(0);
    expect(shown).toMatch(/extracting cases \[ {30}\] 0\/24\r?/);
    expect(shown).toMatch(/extracting cases \[={15} {15}\] 12\/24 {2}[\d.]+\/s {2}\d+ s left/);
    expect(shown.endsWith("\u001b[2KCases: 24 measured.\n")).toBe(true);
  });

  it("reports a case that fails in its row, and tries it again", async () => {
    const listed = file(
      "failing.csv",
      "Image,Mask\nstudy/image0.nii.gz,study/mask.nii.gz\nstudy/none.nii.gz,study/mask.nii.gz\n" +
        "study/image1.nii.gz,study/broken.nrrd\nstudy/image2.nii.gz,study/mask.nii.gz\n",
    );
    writeFileSync(join(folder, "study", "broken.nrrd"), "no image");
    const { code, stderr } = await run("--batch", listed, "--out", out("failing-out.csv"));
    expect(code).toBe(1);
    expect(stderr).toBe(
      "! Row 2: none.nii.gz: there is no such file.\n! Row 3: broken.nrrd: is no NRRD file: it does not begin with NRRD0001 to " +
        "NRRD0005.\nCases: 2 measured, 2 failed.\n",
    );
    const [header, ...rows] = readCsv(read(out("failing-out.csv")));
    expect(rows.map((row) => row[header!.indexOf("Error")])).toEqual([
      "",
      "none.nii.gz: there is no such file.",
      "broken.nrrd: is no NRRD file: it does not begin with NRRD0001 to NRRD0005.",
      "",
    ]);
    expect(rows.map((row) => row[header!.indexOf("original_glcm_Contrast")] === "")).toEqual([false, true, true, false]);
    await writeImageFile(
      join(folder, "study", "none.nii.gz"),
      makeImage(
        size,
        Int16Array.from({ length: 24 * 20 * 14 }, (_, at) => at % 97),
      ),
    );
    await writeImageFile(
      join(folder, "study", "broken.nrrd"),
      makeMask(size, (i) => i > 4),
    );
    expect(await run("--batch", listed, "--out", out("failing-out.csv"))).toMatchObject({
      code: 0,
      stderr: "Cases: 2 measured, 2 there before.\n",
    });
    await run("--batch", listed, "--out", out("failing-fresh.csv"));
    expect(read(out("failing-out.csv"))).toBe(read(out("failing-fresh.csv")));
  });

  it("takes each case's label from its column, or every label, a row each", async () => {
    const rows =
      "study/image0.nii.gz,study/mask.nii.gz,1\nstudy/image0.nii.gz,study/mask.nii.gz,2\nstudy/image0.nii.gz,study/mask.nii.gz,7\n";
    const labelled = readCsv((await run("--batch", file("labels.csv", `Image,Mask,Label\n${rows}`))).stdout);
    expect(labelled.map((row) => ["Label", "LabelName", "Error"].map((name) => row[labelled[0]!.indexOf(name)]))).toEqual([
      ["Label", "LabelName", "Error"],
      ["1", "", ""],
      ["2", "", ""],
      ["7", "", "mask.nii.gz on image0.nii.gz: Label 7 is not in the mask. It holds: 1, 2. Choose one of them."],
    ]);
    const empty = await run(
      "--batch",
      file("empty.csv", "Image,Mask,Label\nstudy/image0.nii.gz,study/mask.nii.gz,\nstudy/image0.nii.gz,study/mask.nii.gz,2\n"),
      "--out",
      out("empty-out.csv"),
    );
    expect(empty.stderr).toBe("Cases: 2 measured.\n");
    expect(
      readCsv(read(out("empty-out.csv")))
        .slice(1)
        .map((row) => row[2]),
    ).toEqual(["1", "2"]);
    expect((await run("--batch", join(folder, "empty.csv"), "--out", out("empty-out.csv"))).stderr).toBe(
      "Cases: 0 measured, 2 there before.\n",
    );
    await expect(run("--batch", file("twice.csv", "Image,Mask,Label\na,b,\na,b,1\n"))).rejects.toThrow(
      "twice.csv: rows 1 and 2 are the same: an empty Label means 1.",
    );
    const every = readCsv(
      (await run("--batch", file("every.csv", "Image,Mask\nstudy/image0.nii.gz,study/mask.nii.gz\n"), "--label", "all")).stdout,
    );
    const feature = every[0]!.indexOf("original_glcm_Contrast");
    const [of, ofLabelled] = [every[0]!.indexOf("Label"), labelled[0]!.indexOf("Label")];
    expect(every.slice(1).map((row) => [row[of], row[feature]])).toEqual(
      labelled.slice(1, 3).map((row) => [row[ofLabelled], row[labelled[0]!.indexOf("original_glcm_Contrast")]]),
    );
  });

  it("writes nothing where the file of cases or the file to go on with cannot be used", async () => {
    await expect(run("--batch", file("wrong.csv", "Image,Mask,Label\n,m.nii,x\n"), "--out", out("unwritten.csv"))).rejects.toThrow(
      /row 1: Image is empty\.\n.*row 1: Label: "x"/,
    );
    expect(() => read(out("unwritten.csv"))).toThrow("ENOENT");
    await expect(run("--batch", out("absent.csv"))).rejects.toThrow(/absent\.csv: the file of cases cannot be read: there is no such file/);
    await expect(run("--batch", file("both.csv", "Image,Mask,Label\na,b,1\n"), "--label", "2")).rejects.toThrow(
      /both\.csv has a column Label, and --label says another/,
    );
    await expect(run("--batch", cases, "--out", folder)).rejects.toThrow(/is no file/);
    const one = file("one.csv", "Image,Mask\nstudy/image0.nii.gz,study/mask.nii.gz\n");
    await run("--batch", one, "--out", out("one-out.csv"));
    const before = read(out("one-out.csv"));
    const param = file("width.yaml", "setting: {binWidth: 10}\n");
    await expect(run("--batch", one, "--param", param, "--out", out("one-out.csv"))).rejects.toThrow(
      /one-out\.csv cannot be continued: its row 1 was extracted with other settings/,
    );
    await expect(run("--batch", one, "--label", "2", "--out", out("one-out.csv"))).rejects.toThrow(
      /extracted for label 1, and 2 is asked for/,
    );
    await expect(run("--batch", one, "--format", "json", "--out", out("one-out.csv"))).rejects.toThrow(/one-out\.csv cannot be continued/);
    expect(read(out("one-out.csv"))).toBe(before);
  });
});
