import type { Grid } from "#shared/domain/geometry.ts";
import type { Segment, Side } from "#shared/domain/segment.ts";
import type { Image } from "#shared/domain/volume.ts";
import { makeUnitPainter, unitGrid, type ConditionOf } from "./drawUnit.ts";
import { limbParameters } from "./limbParameters.ts";
import { muscleLabel } from "./limbImage.ts";
import { headParameters } from "./headParameters.ts";
import type { MuscleCondition } from "./muscleTexture.ts";
import { sampleParameters, sampleUnit } from "./sampleParameters.ts";

/** A series of the sample as an image on its grid, without the way through DICOM files. */
export interface SampleVolume {
  readonly key: string;
  readonly image: Image;
}

/** A unit of the sample (thigh, calf, headSagittal, headAxial): its images and the truth on their common grid. */
export interface SampleTruth {
  readonly volumes: readonly SampleVolume[];
  /** uint8: what each voxel is, by the number of its segment. */
  readonly labels: Image;
  readonly segments: readonly Segment[];
}

/** The names of the units that can be asked for. */
export const sampleUnits = (): string[] => Object.keys(sampleParameters().units);

export interface TruthOptions {
  readonly seed?: number;
  /** A part of the unit: from this slice, so many. */
  readonly firstSlice?: number;
  readonly slices?: number;
  /** Takes the place of what ails the sample's muscles: for other cases than the sample's. */
  readonly conditionOf?: ConditionOf;
}

/** Draws a unit with its truth: voxels equal to those of the DICOM files of the same seed. Throws RangeError where there is no such unit. */
export function drawSampleTruth(unit: string, options: TruthOptions = {}): SampleTruth {
  const whole = unitGrid(unit);
  const { seed = sampleParameters().seed, firstSlice = 0, slices = whole.size[2] - firstSlice } = options;
  const shift = firstSlice * whole.spacingMm[2];
  const grid: Grid = {
    ...whole,
    size: [whole.size[0], whole.size[1], slices],
    originMm: [
      whole.originMm[0] + shift * whole.direction[2],
      whole.originMm[1] + shift * whole.direction[5],
      whole.originMm[2] + shift * whole.direction[8],
    ],
  };
  const draw = makeUnitPainter(unit, seed, options.conditionOf);
  const area = grid.size[0] * grid.size[1];
  const labels = new Uint8Array(area * slices);
  const voxels = new Map<string, Uint16Array>();
  for (let k = 0; k < slices; k++) {
    const slice = draw(firstSlice + k);
    labels.set(slice.labels, k * area);
    for (const { series, pixels } of slice.images) {
      const volume = voxels.get(series.key) ?? new Uint16Array(area * slices);
      volume.set(pixels, k * area);
      voxels.set(series.key, volume);
    }
  }
  return {
    volumes: [...voxels].map(([key, volume]) => ({ key, image: { grid, scalarType: "uint16", voxels: volume } })),
    labels: { grid, scalarType: "uint8", voxels: labels },
    segments: segmentsOf(unit),
  };
}

/** What ails a muscle in the sample study. Throws RangeError where the unit has no such leg. */
export function sampleCondition(unit: string, side: "right" | "left", code: string): MuscleCondition {
  const found = sampleUnit(unit);
  const leg = found.kind === "limb" ? found.legs.find((one) => one.side === side) : undefined;
  if (!leg) throw new RangeError(`the sample's unit "${unit}" has no ${side} leg`);
  return leg.conditions[code] ?? { grade: 0, oedema: 0 };
}

function segmentsOf(unit: string): Segment[] {
  const found = sampleUnit(unit);
  const segments = new Map<number, { name: string; side: Side }>();
  if (found.kind === "limb") {
    for (const { code, name } of limbParameters(found.region).muscles) {
      for (const side of ["right", "left"] as const) {
        const number = muscleLabel(code, side);
        if (!segments.has(number)) segments.set(number, { name: `${name}, ${side}`, side });
      }
    }
  } else {
    for (const {
      name,
      labels: [left, right],
    } of headParameters().structures) {
      if (name === "corpus callosum") continue;
      if (left === right) segments.set(left, { name, side: "midline" });
      else if (!segments.has(left)) {
        segments.set(left, { name: `${name}, left`, side: "left" });
        segments.set(right, { name: `${name}, right`, side: "right" });
      }
    }
    for (const [number, name, side] of otherHeadLabels) segments.set(number, { name, side });
  }
  return [...segments].sort(([a], [b]) => a - b).map(([number, { name, side }]) => ({ number, name, side, color: colorOf(number) }));
}

/** aseg numbers of what is no chain of balls. */
const otherHeadLabels: ReadonlyArray<readonly [number, string, Side]> = [
  [2, "cerebral white matter, left", "left"],
  [41, "cerebral white matter, right", "right"],
  [3, "cerebral cortex, left", "left"],
  [42, "cerebral cortex, right", "right"],
  [7, "cerebellar white matter, left", "left"],
  [46, "cerebellar white matter, right", "right"],
  [8, "cerebellar cortex, left", "left"],
  [47, "cerebellar cortex, right", "right"],
  [24, "cerebrospinal fluid", "midline"],
  [250, "fornix", "midline"],
  [77, "lesion", "none"],
  [251, "corpus callosum, posterior", "midline"],
  [252, "corpus callosum, mid-posterior", "midline"],
  [253, "corpus callosum, central", "midline"],
  [254, "corpus callosum, mid-anterior", "midline"],
  [255, "corpus callosum, anterior", "midline"],
];

/** A colour of its own for each number: steps of the golden angle around the colour circle. */
function colorOf(number: number): string {
  const hue = ((number * 137.508) % 360) / 60;
  const channel = (offset: number) => {
    const at = (hue + offset) % 6;
    const value = 0.25 + 0.65 * Math.max(0, Math.min(1, Math.min(at, 4 - at)));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(2)}${channel(0)}${channel(4)}`;
}
