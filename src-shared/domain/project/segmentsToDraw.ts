import { muscles } from "../muscles.ts";
import type { Segment } from "../segment.ts";
import { colorForSegment } from "../segmentPalette.ts";
import type { Drawing, Region } from "./region.ts";

/** The segments of a region's segmentation, numbered from 1: as the protocol lists them, the right side before the left, in the muscles' own colours. */
export function segmentsToDraw(drawing: Drawing): Segment[] {
  return unnumbered(drawing).map((segment, at) => ({ number: at + 1, ...segment }));
}

function unnumbered(drawing: Drawing): Omit<Segment, "number">[] {
  switch (drawing.kind) {
    case "nothing":
      return [];
    case "all muscle":
      if (drawing.sides === "together") return [{ name: "all muscle", color: colorForSegment(1), side: "none" }];
      return (["right", "left"] as const).map((side, at) => ({ name: `all muscle ${side}`, color: colorForSegment(at + 1), side }));
    case "single muscles":
      return drawing.sides.flatMap((side) =>
        drawing.muscles.map((code) => {
          const { name, colors } = muscles.find((muscle) => muscle.code === code)!;
          return { name: `${name} ${side}`, color: colors[side], side };
        }),
      );
    case "list":
      return drawing.segments.map(({ name, side, color }) => ({ name, side, color }));
  }
}

/** A segment that has no voxel where the protocol asks for it. */
export interface MissingDrawing {
  readonly region: string;
  readonly role: string;
  /** Null where it is to be drawn on any slice. */
  readonly level: string | null;
  readonly segment: string;
  /** "rectus femoris right, thigh, proximal, T1-weighted" */
  readonly words: string;
}

/**
 * What is not drawn yet, in the order of levels, series and segments, of the series that are drawn on or copied to. `isDrawn` answers whether a segment has a
 * voxel on a level (null: on any slice) of a series.
 */
export function missingDrawings(
  region: Region,
  isDrawn: (place: { readonly role: string; readonly level: string | null; readonly segment: Segment }) => boolean,
): MissingDrawing[] {
  const segments = segmentsToDraw(region.drawing);
  const levels = region.levels.length > 0 ? region.levels : [null];
  return levels.flatMap((level) =>
    region.roles
      .filter(({ use }) => use !== "shown beside")
      .flatMap((role) =>
        segments
          .filter((segment) => !isDrawn({ role: role.id, level: level?.id ?? null, segment }))
          .map((segment) => ({
            region: region.id,
            role: role.id,
            level: level?.id ?? null,
            segment: segment.name,
            words: [segment.name, region.name, ...(level ? [level.name] : []), role.name].join(", "),
          })),
      ),
  );
}
