import type { StepOf } from "#shared/domain/recipe/steps.ts";
import type { Image } from "#shared/domain/volume.ts";
import { maskFor, plain } from "./masks.ts";
import { callEngine, callStep, imageOf, type NativeImage, type StepContext } from "./nativeSteps.ts";
import { imageOfRole, type StepImage } from "./stepImages.ts";

/** The steps that change grey values where they are, one image at a time. */
export type GreyStep = StepOf<"n4" | "zscore" | "rescale" | "clip" | "clahe" | "mask" | "smooth"> | ExtractBrain;

/** Brain extraction by a label map that is there. */
export type ExtractBrain = Omit<StepOf<"extractBrain">, "mask"> & {
  readonly mask: Extract<StepOf<"extractBrain">["mask"], { from: "role" }>;
};

interface Changed {
  readonly image: Image;
  /** Sentences without the role. */
  readonly notes: readonly string[];
}

/** ITK's defaults of what a recipe does not choose. */
const n4Defaults = { histogramBins: 200, fullWidth: 0.15, wienerNoise: 0.01, controlPoints: [4, 4, 4] };

/** One image of a step. Throws as runEngineStep. */
export async function changeGreyValues(
  step: GreyStep,
  role: string,
  images: ReadonlyMap<string, StepImage>,
  context: StepContext,
): Promise<Changed> {
  const { image } = imageOfRole(images, role);
  switch (step.kind) {
    case "n4":
      return correctBias(step, role, image, images, context);
    case "zscore": {
      const { mask, words } = await maskFor(step.within, role, images, context);
      const made = await callEngine<NativeImage & { mean: number; deviation: number }>(
        "zscoreImage",
        { image, mask, outsideIsZero: step.outside === "zero", isSample: step.deviation === "sample" },
        context,
      );
      return {
        image: imageOf(made),
        notes: [`mean ${plain(made.mean)}, standard deviation ${plain(made.deviation)} (${step.deviation}), ${words}.`],
      };
    }
    case "rescale": {
      const { mask, words } = await maskFor(step.within, role, images, context);
      const { range } = step;
      const percents = range.by === "percentiles" ? [range.lower, range.upper] : undefined;
      const made = await callEngine<NativeImage & { lower: number; upper: number }>(
        "rescaleImage",
        { image, mask, percents, onto: step.to, clip: step.clip },
        context,
      );
      const by = range.by === "minmax" ? "minimum and maximum" : `percentiles ${range.lower} and ${range.upper}`;
      return {
        image: imageOf(made),
        notes: [`${plain(made.lower)} to ${plain(made.upper)} (${by}, ${words}) became ${step.to.join(" to ")}.`],
      };
    }
    case "clip":
      return clip(step, role, image, images, context);
    case "clahe":
      return equaliseContrast(step, image, context);
    case "extractBrain":
    case "mask": {
      const { mask, words } = await maskFor(step.mask, role, images, context);
      const outside = step.kind === "mask" ? step.outside : 0;
      const made = await callStep("fillOutside", { image, mask, outside }, context);
      return { image: made, notes: [`kept ${words}; ${outside} elsewhere.`] };
    }
    case "smooth":
      return step.method === "gaussian"
        ? { image: await callStep("smoothGaussian", { image, sigmaMm: step.sigmaMm }, context), notes: [] }
        : { image: await callStep("smoothMedian", { image, radius: step.radiusVoxels }, context), notes: [] };
  }
}

async function correctBias(
  step: StepOf<"n4">,
  role: string,
  image: Image,
  images: ReadonlyMap<string, StepImage>,
  context: StepContext,
): Promise<Changed> {
  const { mask, words } = await maskFor(step.mask, role, images, context);
  const { shrink, iterations, convergence } = step;
  const field = await callEngine<{ corrected: NativeImage; iterations: number[]; convergence: number[]; notPositive: number }>(
    "correctBias",
    { image, mask, ...n4Defaults, shrink, iterations, convergence },
    context,
  );
  const levels = field.iterations.map((count, level) => `${count} (${field.convergence[level]!.toExponential(2)})`).join(", ");
  return {
    image: imageOf(field.corrected),
    notes: [
      `bias field found ${words}${shrink.some((factor) => factor > 1) ? `, shrunk by ${shrink.join(" x ")}` : ""}; iterations (and convergence) of each level: ${levels}.`,
      ...(field.notPositive > 0
        ? [
            `voxels of the mask without a logarithm, as they are not above 0, were left out of the fit: ${field.notPositive.toLocaleString("en")}.`,
          ]
        : []),
    ],
  };
}

async function clip(
  { limits }: StepOf<"clip">,
  role: string,
  image: Image,
  images: ReadonlyMap<string, StepImage>,
  context: StepContext,
): Promise<Changed> {
  if (limits.by === "values") {
    const { lower, upper } = limits;
    return { image: await callStep("clipImage", { image, lower, upper }, context), notes: [] };
  }
  const { mask, words } = await maskFor(limits.within, role, images, context);
  const made = await callEngine<NativeImage & { lower: number; upper: number }>(
    "clipImage",
    { image, mask, percents: [limits.lower, limits.upper] },
    context,
  );
  return {
    image: imageOf(made),
    notes: [`clipped to ${plain(made.lower)} and ${plain(made.upper)} (percentiles ${limits.lower} and ${limits.upper}, ${words}).`],
  };
}

async function equaliseContrast(step: StepOf<"clahe">, image: Image, context: StepContext): Promise<Changed> {
  const { clipLimit } = step;
  if (step.program === "opencv") {
    const { tiles, bits } = step;
    const made = await callStep("claheOpenCv", { image, clipLimit, tiles, bits }, context);
    return {
      image: made,
      notes: [`CLAHE as OpenCV has it, slice by slice: ${tiles.join(" x ")} tiles, clip limit ${clipLimit}, ${bits} bits.`],
    };
  }
  const { kernelVoxels, bins, dimensions } = step;
  const bySlices = dimensions === "slices";
  const made = await callStep("claheScikitImage", { image, kernel: kernelVoxels ?? undefined, clipLimit, bins, bySlices }, context);
  const [i, j, k] = kernelVoxels ?? image.grid.size.map((length) => Math.max(1, Math.floor(length / 8)));
  const kernel = bySlices ? `${i} x ${j}` : `${i} x ${j} x ${k}`;
  const as = bySlices ? "slice by slice" : "of the volume";
  return { image: made, notes: [`CLAHE as scikit-image has it, ${as}: kernel ${kernel} voxels, clip limit ${clipLimit}, ${bins} bins.`] };
}
