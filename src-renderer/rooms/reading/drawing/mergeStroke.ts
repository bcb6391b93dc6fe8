import type { Stroke } from "#shared/domain/segment.ts";

/** A stroke, and what its slices held before it. */
export interface DrawnStroke {
  readonly stroke: Stroke;
  readonly before: Stroke["slices"];
}

/** The stroke on top of a newer label map: the voxels that it changed, as it changed them; all others as they are there. Twice is the same as once. */
export function mergeStroke({ stroke, before }: DrawnStroke, newest: Uint8Array): Stroke {
  return {
    tool: stroke.tool,
    slices: stroke.slices.map(({ sliceIndex, labels }) => {
      const earlier = before.find((slice) => slice.sliceIndex === sliceIndex)?.labels;
      const merged = newest.slice(sliceIndex * labels.length, (sliceIndex + 1) * labels.length);
      for (let index = 0; index < labels.length; index++) if (labels[index] !== earlier?.[index]) merged[index] = labels[index]!;
      return { sliceIndex, labels: merged };
    }),
  };
}
