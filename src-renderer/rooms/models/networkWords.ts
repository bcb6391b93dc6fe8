import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import type { GridTarget, Normalise, VolumeInput } from "#shared/domain/bundle/input.ts";
import { formatMemory } from "../../ui/format.ts";

const kinds: Readonly<Record<Bundle2["kind"], string>> = {
  segmentation: "draws on images",
  volume: "scores images",
  table: "scores a row of a table",
  ensemble: "several networks, scored together",
};

/** What a network does, in words. */
export function kindInWords({ kind }: Pick<Bundle2, "kind">): string {
  return kinds[kind];
}

/** How the intensities of an image are brought to those that the network learnt on. */
export function normaliseInWords(normalise: Normalise): string {
  switch (normalise.kind) {
    case "none":
      return "as they are";
    case "zscore":
      return { whole: "z-score", nonzero: "z-score of what is not 0", nonzeroFilled: "z-score of what is not 0, holes filled" }[
        normalise.over
      ];
    case "ct":
      return `clipped to ${normalise.low} to ${normalise.high}, less ${normalise.mean}, by ${normalise.standardDeviation}`;
    case "minMax":
      return "0 to 1 by smallest and largest";
    case "percentiles":
      return `percentiles ${normalise.lower} and ${normalise.upper} to ${normalise.to.join(" and ")}${normalise.clip ? ", clipped" : ""}`;
    case "range":
      return `${normalise.from.join(" to ")} made ${normalise.to.join(" to ")}${normalise.clip ? ", clipped" : ""}`;
    case "divide":
      return `divided by ${normalise.by}`;
  }
}

/** What the grid becomes; numbers are along the tensor's axes, the slowest first. */
export function gridInWords(grid: GridTarget): string {
  if (grid.kind === "keep") return "as it is stored";
  if (grid.kind === "conform") return "256 × 256 × 256 voxels of 1 mm, by FreeSurfer's conform";
  if (grid.kind === "size") return `resized to ${grid.size.join(" × ")} voxels`;
  return `resampled to ${grid.mm.map((mm) => (mm === null ? "as it is" : String(mm))).join(" × ")} mm`;
}

/** Where the tensor's axes run to, and whether slices or volumes are seen. */
export function orientationInWords({ orientation, tensorAxes, dims }: VolumeInput): string {
  const seen =
    dims.kind === "3d" ? "whole in 3D" : dims.kind === "2d" ? "slice by slice" : `slice by slice, with ${dims.neighbours} on each side`;
  return `${orientation === "as stored" ? "as the file has it" : orientation}, axes ${tensorAxes.split("").join(" ")}, ${seen}`;
}

/** What a network answers. */
export function outputInWords(bundle: Bundle2): string {
  const { output } = bundle;
  if (output.kind === "probability")
    return `${output.classes.join(" / ")}; ${output.positiveClass} from a probability of ${output.threshold}`;
  if (output.kind === "value") return `${output.name}${output.unit === "" ? "" : `, ${output.unit}`}`;
  return output.labels.map(({ name }) => name).join(", ");
}

/** How many networks are run, and how. */
export function networksInWords(bundle: Bundle2): string {
  if (bundle.kind !== "ensemble") return foldsInWords(bundle.inference.folds.length);
  return bundle.members
    .map(({ name, weight, inference }) => `${name}, ${foldsInWords(inference.folds.length)}, weight ${weight}`)
    .join("; ");
}

function foldsInWords(count: number): string {
  return count === 1 ? "one network" : `${count} folds`;
}

/** Memory of one patch, as the bundle states it, and as it was measured here. */
export function memoryInWords({ limits }: Bundle2, patchMb: number): string {
  return `${formatMemory(limits.patchMb * 2 ** 20)} a patch as its bundle says, ${formatMemory(patchMb * 2 ** 20)} on this machine`;
}
