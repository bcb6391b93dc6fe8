import { existsSync, globSync } from "node:fs";
import type { ExtractionSettings } from "../../src-shared/domain/extractionSettings.ts";
import type { Image } from "../../src-shared/domain/volume.ts";
import { readImageFile } from "../../src-main/services/imagefiles/index.ts";
import { extractLabels } from "../../src-main/services/radiomics/index.ts";
import { noSharedData, sharedData, unpackArchive } from "../sharedData.ts";

const texture = { firstorder: null, glcm: null, glrlm: null, glszm: null, gldm: null, ngtdm: null };
const log = (sigma: number[]) => ({ Original: null, LoG: { sigma } });

/** What is run, and what PyRadiomics takes for it on brain1 in one process with two ITK threads, ms (golden2; "filters" without gradient and LBP2D there). */
const pipelines: ReadonlyArray<readonly [name: string, theirs: number | undefined, settings: ExtractionSettings]> = [
  [
    "filters: LoG 1, 2, 3 + 8 wavelets + gradient + LBP2D",
    1180,
    { featureClass: texture, imageType: { ...log([1, 2, 3]), Wavelet: null, Gradient: null, LBP2D: null } },
  ],
  [
    "myopathy: 3 mm linear, original + LBP2D + gradient + wavelets",
    500,
    {
      resampledPixelSpacing: [3, 3, 3],
      interpolator: "sitkLinear",
      featureClass: texture,
      imageType: { Original: null, Wavelet: null, Gradient: null, LBP2D: { force2D: true } },
    },
  ],
  ["epilepsy: 1 mm, normalised, 32 bins", undefined, { resampledPixelSpacing: [1, 1, 1], normalize: true, binCount: 32 }],
  ["glioma: LoG 1.5, 3, 5, 32 bins", undefined, { binCount: 32, imageType: log([1.5, 3, 5]) }],
  [
    "multiple sclerosis: normalised, LoG 1, 2, 3 + wavelets",
    1180,
    { normalize: true, normalizeScale: 100, voxelArrayShift: 300, featureClass: texture, imageType: { ...log([1, 2, 3]), Wavelet: null } },
  ],
  [
    "everything",
    2270,
    {
      imageType: {
        ...log([1, 3]),
        Wavelet: { level: 2 },
        Square: null,
        SquareRoot: null,
        Logarithm: null,
        Exponential: null,
        Gradient: null,
        LBP2D: null,
        LBP3D: null,
      },
    },
  ],
];

/** The best of several runs, ms. */
async function time(run: () => Promise<unknown>, runs: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < runs; at += 1) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const withoutDiagnostics = { additionalInfo: false };

async function measurePipelines(image: Image, mask: Image): Promise<void> {
  const rows: Record<string, object> = {};
  for (const [name, theirs, settings] of pipelines) {
    const [first] = await extractLabels(image, mask, { ...withoutDiagnostics, ...settings }, [1]);
    const ms = await time(() => extractLabels(image, mask, { ...withoutDiagnostics, ...settings }, [1]), 7);
    rows[name] = {
      features: "extraction" in first! ? first.extraction.features.length : 0,
      ms: Number(ms.toFixed(1)),
      "PyRadiomics ms": theirs ?? "",
      times: theirs ? Number((theirs / ms).toFixed(1)) : "",
    };
  }
  console.log("whole pipelines on brain1");
  console.table(rows);
}

/** Every label of a FreeSurfer map in one pass, beside one label of as many voxels. */
async function measureLabels(image: Image, labelMap: Image): Promise<void> {
  const labels = [...new Set(labelMap.voxels)].filter((label) => label > 0).toSorted((a, b) => a - b);
  const inside = Uint8Array.from(labelMap.voxels, (label) => (label > 0 ? 1 : 0));
  const one: Image = { ...labelMap, scalarType: "uint8", voxels: inside };
  for (const [name, settings] of [
    ["original image", {}],
    ["with wavelets", { imageType: { Original: null, Wavelet: null } }],
  ] as const) {
    const single = await time(() => extractLabels(image, one, { ...withoutDiagnostics, ...settings }, [1]), 3);
    const all = await time(() => extractLabels(image, labelMap, { ...withoutDiagnostics, ...settings }, labels), 3);
    console.log(
      `${labels.length} labels, ${inside.reduce((sum, label) => sum + label, 0)} voxels, ${name}: ${all.toFixed(0)} ms; one label of all ` +
        `these voxels: ${single.toFixed(0)} ms; ratio ${(all / single).toFixed(2)}`,
    );
  }
}

if (noSharedData === undefined && existsSync(sharedData("radiomics"))) {
  await measurePipelines(
    await readImageFile(sharedData("radiomics", "pyradiomics", "brain1_image.nrrd")),
    await readImageFile(sharedData("radiomics", "pyradiomics", "brain1_label.nrrd")),
  );
  const folder = unpackArchive("volumes", "niivue_freesurfer_aal.tar.xz");
  const [map] = globSync("**/*aparc*.mgz", { cwd: folder });
  const [t1] = globSync("**/norm.mgz", { cwd: folder });
  if (map && t1) await measureLabels(await readImageFile(`${folder}/${t1}`), await readImageFile(`${folder}/${map}`));
}
console.log(`peak memory of the process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
