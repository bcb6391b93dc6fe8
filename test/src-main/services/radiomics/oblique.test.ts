import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Grid } from "../../../../src-shared/domain/geometry.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { readImageFile, readLabelMapFile } from "../../../../src-main/services/imagefiles/index.ts";
import { extractFeatures } from "../../../../src-main/services/radiomics/index.ts";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";
import { noSharedData, sharedData } from "../../../sharedData.ts";
import { settingsText } from "./oracleCases.ts";

interface ObliqueRun {
  readonly image: string;
  readonly spacing: Grid["spacingMm"];
  readonly origin: Grid["originMm"];
  readonly direction: Grid["direction"];
  readonly settings: unknown;
  readonly maskVoxelsAfterResampling: number;
  readonly features: Readonly<Record<string, number>>;
}

describe.skipIf(noSharedData)("resampling on tilted grids", () => {
  it("gives PyRadiomics' masks voxel for voxel and its features, in all 30 runs", async () => {
    const text = readFileSync(sharedData("radiomics", "oblique", "oblique.json"), "utf8");
    const { cases } = JSON.parse(text) as { cases: ObliqueRun[] };
    const lines: string[] = [];
    const wrong: string[] = [];
    let values = 0;
    let above = 0;
    for (const [at, run] of cases.entries()) {
      const placed = (image: Image): Image => ({
        ...image,
        grid: { size: image.grid.size, spacingMm: run.spacing, originMm: run.origin, direction: run.direction },
      });
      const image = placed(await readImageFile(sharedData("radiomics", "pyradiomics", `${run.image}_image.nrrd`)));
      const mask = placed((await readLabelMapFile(sharedData("radiomics", "pyradiomics", `${run.image}_label.nrrd`), 0)).image);
      const settings = parseSettings(
        settingsText(text, (file) => (file as unknown as { cases: Array<{ settings: unknown }> }).cases[at]!.settings),
      );
      const { features, diagnostics } = await extractFeatures(image, mask, settings);
      const voxels = (diagnostics as Record<string, unknown>)["diagnostics_Mask-interpolated_VoxelNum"];
      if (voxels !== run.maskVoxelsAfterResampling)
        wrong.push(`run ${at}: the mask has ${String(voxels)} voxels, PyRadiomics' has ${run.maskVoxelsAfterResampling}`);
      const got = new Map(features.map(({ name, value }) => [name, value]));
      let largest = 0;
      let name = "";
      for (const [feature, wanted] of Object.entries(run.features)) {
        const value = got.get(feature) ?? Number.NaN;
        const difference = value === wanted ? 0 : Math.abs(value - wanted) / Math.abs(wanted);
        values += 1;
        if (!(difference <= 1e-10)) above += 1;
        if (!(difference <= largest)) [largest, name] = [difference, feature];
      }
      const setting = (run.settings as { setting: { interpolator?: string; resampledPixelSpacing: number[] } }).setting;
      lines.push(
        `${at} ${run.image} ${image.scalarType} ${setting.interpolator ?? "sitkBSpline"} ${setting.resampledPixelSpacing.join(" ")}: ` +
          `${String(voxels)} voxels, largest difference ${largest.toExponential(1)} ${name}`,
      );
      if (!(largest <= 1e-10)) wrong.push(lines.at(-1)!);
    }
    console.log([...lines, `${values} values in ${cases.length} runs; ${above} differ by more than 1e-10`].join("\n"));
    expect(wrong).toEqual([]);
    expect(cases).toHaveLength(30);
  }, 120_000);
});
