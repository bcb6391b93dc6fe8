import type { Recipe, RecipeChoice } from "./recipe.ts";
import type { MaskChoice, RecipeStep, Roles, StepOf, Within } from "./steps.ts";

/** A recipe in words: what it needs, what is done in which order, what is kept, and what its source leaves open. */
export interface RecipeWords {
  /** "T1 (T1-weighted)", "brain (brain mask, a label map)", "network (a network that draws the brain, a model bundle)". */
  readonly roles: readonly string[];
  /** One sentence a step, without its number. */
  readonly steps: readonly string[];
  readonly outputs: string;
  /** One sentence a choice: what is open, what is taken, what else could be. */
  readonly choices: readonly string[];
}

/** Says in words what a recipe does. */
export function recipeInWords({ roles, bundles, steps, outputs, choices }: Recipe): RecipeWords {
  return {
    roles: [
      ...roles.map(({ name, title, holds }) => `${name} (${title}${holds === "labels" ? ", a label map" : ""})`),
      ...bundles.map(({ name, title }) => `${name} (${title}, a model bundle)`),
    ],
    steps: steps.map(stepInWords),
    outputs: `Kept: ${inList(outputs)}.`,
    choices: choices.map(choiceInWords),
  };
}

/** What a choice leaves open, in words: "Whose CLAHE? Taken: scikit-image (clahe=scikit-image). Otherwise: OpenCV (clahe=opencv)." */
export function choiceInWords({ name, question, options: [taken, ...others] }: RecipeChoice): string {
  const said = (option: RecipeChoice["options"][number]) => `${option.title} (${name}=${option.name})`;
  return `${question} Taken: ${said(taken!)}. Otherwise: ${others.map(said).join("; ")}.`;
}

/** What a step does, in one sentence that says every number its outcome depends on. */
export function stepInWords(step: RecipeStep): string {
  switch (step.kind) {
    case "register":
      return `Align ${step.moving} to ${step.fixed}: ${transformWords[step.transform]}, put on its grid by ${interpolationWords[step.interpolation]}.`;
    case "applyTransform": {
      const which = `${step.inverse ? "inverse of the " : ""}transform of ${step.transformOf}`;
      return `Put ${subject(step.roles)} on the grid of ${step.like} through the ${which}, by ${interpolationWords[step.interpolation]}.`;
    }
    case "resample":
      return `Resample ${subject(step.roles)} ${gridWords(step.grid)}, by ${interpolationWords[step.interpolation]}.`;
    case "resize":
      return `Resize ${subject(step.roles)} to ${step.size.join(" x ")} voxels: ${resizeWords(step)}.`;
    case "crop": {
      const margin = step.marginVoxels.some((each) => each > 0) ? `, with a margin of ${step.marginVoxels.join(", ")} voxels` : "";
      return `Cut ${subject(step.roles)} to ${maskWords(step.mask)}${margin}.`;
    }
    case "n4": {
      const fit = `at most ${step.iterations.join(", ")} iterations, until it changes by ${step.convergence} or less`;
      return `Take the bias field out of ${subject(step.roles)} (N4, in ${maskWords(step.mask)}, shrunk by ${step.shrink.join(", ")}, ${fit}).`;
    }
    case "zscore": {
      const outside = step.outside === "zero" ? "; 0 outside" : "";
      return `Standardise ${subject(step.roles)}: (value - mean) / ${step.deviation} standard deviation, of ${maskWords(step.within)}${outside}.`;
    }
    case "rescale": {
      const [how, cut] = [`${rangeWords(step.range)} of ${maskWords(step.within)}`, step.clip ? ", values beyond cut off" : ""];
      return `Put ${subject(step.roles)} on ${step.to[0]} to ${step.to[1]}, by ${how}${cut}.`;
    }
    case "clip":
      return `Cut off the grey values of ${subject(step.roles)} ${limitWords(step.limits)}.`;
    case "clahe":
      return `Equalise the contrast of ${subject(step.roles)} (CLAHE as ${claheWords(step)}).`;
    case "extractBrain":
      return `Keep of ${subject(step.roles)} ${step.mask.from === "role" ? `what lies in ${maskWords(step.mask)}` : drawnWords(step.mask)}, the brain; 0 outside.`;
    case "segment":
      return `Make ${step.role}, a label map: ${drawnWords({ ...step, labels: null })}.`;
    case "mask":
      return `Keep of ${subject(step.roles)} what lies in ${maskWords(step.mask)}; ${step.outside} outside.`;
    case "formula":
      return `Make ${step.role} = ${step.expression}${step.notFinite === "zero" ? "; what is no number becomes 0" : ""}.`;
    case "smooth":
      return step.method === "gaussian"
        ? `Smooth ${subject(step.roles)} by a Gaussian of ${step.sigmaMm} mm (sigma).`
        : `Smooth ${subject(step.roles)} by the median of ${step.radiusVoxels.map((radius) => 2 * radius + 1).join(" x ")} voxels.`;
    case "conform":
      return `Conform ${subject(step.roles)} as FreeSurfer does: 256 x 256 x 256 voxels of 1 mm, uint8.`;
  }
}

const transformWords: Readonly<Record<Extract<RecipeStep, { kind: "register" }>["transform"], string>> = {
  rigid: "rigid, by mutual information",
  affine: "affine, by mutual information",
  bspline: "rigid, then deformed by B-splines, by mutual information",
  inPlane: "rigid within each slice",
};
const interpolationWords = { nearest: "the nearest voxel", linear: "linear interpolation", bspline: "cubic B-splines" } as const;

function subject(roles: Roles): string {
  return roles === "all" ? "every image" : inList(roles);
}

function inList(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function maskWords(mask: MaskChoice | Within): string {
  switch (mask.from) {
    case "whole":
      return "the whole image";
    case "nonzero":
      return "the voxels that are not 0";
    case "otsu":
      return "the voxels above Otsu's threshold";
    case "role":
      return mask.labels === null
        ? mask.role
        : `${mask.labels.length === 1 ? "label" : "labels"} ${mask.labels.join(", ")} of ${mask.role}`;
  }
}

function drawnWords({ bundle, images, labels }: Omit<Extract<StepOf<"extractBrain">["mask"], { from: "bundle" }>, "from">): string {
  const pairs: ReadonlyArray<readonly [string, string]> = typeof images === "string" ? [[images, images]] : Object.entries(images);
  const seen = pairs.map(([name, role]) => (name === role ? role : `${role} as ${name}`));
  const some = labels === null ? "what" : `${labels.length === 1 ? "label" : "labels"} ${labels.join(", ")} of what`;
  return `${some} the network ${bundle} draws on ${inList(seen)}`;
}

function gridWords(grid: Extract<RecipeStep, { kind: "resample" }>["grid"]): string {
  if (grid.from === "role") return `onto the grid of ${grid.role}`;
  return `to ${grid.spacingMm.map((each) => each ?? "as it is").join(" x ")} mm`;
}

function resizeWords(step: Extract<RecipeStep, { kind: "resize" }>): string {
  switch (step.method) {
    case "area":
      return "each voxel is the mean of those that it covers";
    case "nearestBelow":
      return "each voxel is the one at or before its place";
    case "corners":
      return `splines of order ${step.orders.join(", ")}, the centres of the corner voxels stay`;
    case "centres": {
      const beyond = { edge: "the last voxel goes on", mirror: "mirrored at the edges", zero: "0 beyond the edges" }[step.beyond];
      const more = [step.antiAlias ? ", smoothed before" : "", step.clip ? "" : ", values may overshoot the image's range"].join("");
      return `splines of order ${step.orders.join(", ")}, the outer edges stay, ${beyond}${more}`;
    }
  }
}

function rangeWords(range: Extract<RecipeStep, { kind: "rescale" }>["range"]): string {
  return range.by === "minmax" ? "minimum and maximum" : `percentiles ${range.lower} and ${range.upper}`;
}

function limitWords(limits: Extract<RecipeStep, { kind: "clip" }>["limits"]): string {
  if (limits.by === "percentiles") return `at percentiles ${limits.lower} and ${limits.upper} of ${maskWords(limits.within)}`;
  const ends = [limits.lower === null ? [] : `below ${limits.lower}`, limits.upper === null ? [] : `above ${limits.upper}`].flat();
  return ends.join(" and ");
}

function claheWords(step: Extract<RecipeStep, { kind: "clahe" }>): string {
  if (step.program === "opencv")
    return `OpenCV makes it of each slice, ${step.bits} bits, ${step.tiles.join(" x ")} tiles, clip limit ${step.clipLimit}`;
  const block = step.kernelVoxels === null ? "an eighth of the image" : `${step.kernelVoxels.join(" x ")} voxels`;
  const of = step.dimensions === "volume" ? "the volume" : "each slice";
  return `scikit-image makes it of ${of}, blocks of ${block}, clip limit ${step.clipLimit}, ${step.bins} bins`;
}
