import type { SlicePoint } from "../rasterisePolygon.ts";
import type { Contour } from "./contours.ts";

type Spacing = readonly [number, number];

/** The longest that a piece of a contour is left where it was moved, mm of the smaller pixel side. */
const longestPiece = 0.75;

/**
 * Pushes contours with a round tool that runs from one point to another, as a finger in clay: what lies in its inner half goes along, less towards its rim, and
 * nothing beyond it. Done in steps of a sixth of its radius, in which no two points change places, so that a contour never crosses itself.
 * @param radiusMm of the tool
 */
export function pushContours(
  contours: readonly Contour[],
  from: SlicePoint,
  to: SlicePoint,
  radiusMm: number,
  spacingMm: Spacing,
): Contour[] {
  const [sx, sy] = spacingMm;
  const steps = Math.max(1, Math.ceil(Math.hypot((to[0] - from[0]) * sx, (to[1] - from[1]) * sy) / (radiusMm / 6)));
  const [dx, dy] = [(to[0] - from[0]) / steps, (to[1] - from[1]) / steps];
  let pushed = [...contours];
  for (let step = 0; step < steps; step++) {
    const centre: SlicePoint = [from[0] + step * dx, from[1] + step * dy];
    pushed = pushed.map((contour) => {
      let isMoved = false;
      const moved = contour.map((point): SlicePoint => {
        const part = pushedAlong(Math.hypot((point[0] - centre[0]) * sx, (point[1] - centre[1]) * sy) / radiusMm);
        if (part === 0) return point;
        isMoved = true;
        return [point[0] + part * dx, point[1] + part * dy];
      });
      return isMoved ? withShortPieces(moved, contour, spacingMm) : contour;
    });
  }
  return pushed;
}

/** 1 in the inner half of the tool, 0 from the rim on, smooth between (its slope is at most 3). */
function pushedAlong(part: number): number {
  const outwards = Math.min(1, Math.max(0, 2 * part - 1));
  return 1 - outwards * outwards * (3 - 2 * outwards);
}

/** 1 in the middle, 0 from the rim on, smooth at both. */
function falloff(part: number): number {
  return part >= 1 ? 0 : (1 - part * part) ** 2;
}

/**
 * Moves one point of a contour, and what lies beside it along the contour, less the further away it is.
 * @param reachMm how far along the contour, to either side, it goes along
 */
export function dragPoint(contour: Contour, at: number, to: SlicePoint, reachMm: number, spacingMm: Spacing): Contour {
  const [dx, dy] = [to[0] - contour[at]![0], to[1] - contour[at]![1]];
  const moved = [...contour];
  moved[at] = to;
  for (const direction of [1, -1] as const) {
    let length = 0;
    for (let step = 1; step <= contour.length / 2; step++) {
      const index = (at + direction * step + contour.length) % contour.length;
      const before = contour[(index - direction + contour.length) % contour.length]!;
      const point = contour[index]!;
      length += distanceMm(before, point, spacingMm);
      const part = falloff(length / reachMm);
      if (part === 0) break;
      moved[index] = [point[0] + part * dx, point[1] + part * dy];
    }
  }
  return withShortPieces(moved, contour, spacingMm);
}

/** The point of the contours that is nearest to a place: which contour, which of its points, and how far away, mm; null where there are none. */
export function nearestPoint(
  contours: readonly Contour[],
  place: SlicePoint,
  spacingMm: Spacing,
): { readonly contour: number; readonly point: number; readonly distanceMm: number } | null {
  let nearest: { contour: number; point: number; distanceMm: number } | null = null;
  for (const [contour, points] of contours.entries()) {
    for (const [point, each] of points.entries()) {
      const distance = distanceMm(each, place, spacingMm);
      if (!nearest || distance < nearest.distanceMm) nearest = { contour, point, distanceMm: distance };
    }
  }
  return nearest;
}

/** Indices of points that lie evenly along a contour, about `apartMm` from each other, at least `fewest` of them. */
export function evenPoints(contour: Contour, apartMm: number, fewest: number, spacingMm: Spacing): number[] {
  const lengths = lengthsAlong(contour, spacingMm);
  const whole = lengths.at(-1)!;
  const count = Math.min(contour.length, Math.max(fewest, Math.round(whole / apartMm)));
  const chosen: number[] = [];
  for (const [index, length] of lengths.slice(0, -1).entries()) if (length >= (chosen.length * whole) / count) chosen.push(index);
  return chosen;
}

/** The length of a contour, mm. */
export function perimeterMm(contour: Contour, spacingMm: Spacing): number {
  return lengthsAlong(contour, spacingMm).at(-1)!;
}

const [shrink, grow] = [0.5, -0.52];

/**
 * Smooths contours without shrinking them: steps towards the middle of the neighbours and back (Taubin 1995), on points that lie evenly, the smaller pixel
 * side apart. Sixty rounds take away what is less than about eight pixels long.
 */
export function smoothContours(contours: readonly Contour[], rounds: number, spacingMm: Spacing): Contour[] {
  return contours.map((contour) => {
    let points = evenly(contour, Math.min(...spacingMm), spacingMm);
    for (let round = 0; round < rounds; round++) for (const part of [shrink, grow]) points = towardsNeighbours(points, part);
    return points;
  });
}

function towardsNeighbours(points: readonly SlicePoint[], part: number): SlicePoint[] {
  return points.map(([x, y], at) => {
    const [before, after] = [points[(at + points.length - 1) % points.length]!, points[(at + 1) % points.length]!];
    return [x + part * ((before[0] + after[0]) / 2 - x), y + part * ((before[1] + after[1]) / 2 - y)];
  });
}

function evenly(contour: Contour, apartMm: number, spacingMm: Spacing): SlicePoint[] {
  const lengths = lengthsAlong(contour, spacingMm);
  const whole = lengths.at(-1)!;
  const count = Math.max(8, Math.round(whole / apartMm));
  let piece = 0;
  return Array.from({ length: count }, (_, at) => {
    const wanted = (at * whole) / count;
    while (lengths[piece + 1]! < wanted) piece++;
    const [from, to] = [contour[piece]!, contour[(piece + 1) % contour.length]!];
    const part = (wanted - lengths[piece]!) / Math.max(lengths[piece + 1]! - lengths[piece]!, 1e-12);
    return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
  });
}

/** How far along a contour each point lies, mm; and last its whole length. */
function lengthsAlong(contour: Contour, spacingMm: Spacing): number[] {
  const lengths = [0];
  for (const [at, point] of contour.entries())
    lengths.push(lengths.at(-1)! + distanceMm(point, contour[(at + 1) % contour.length]!, spacingMm));
  return lengths;
}

function distanceMm(a: SlicePoint, b: SlicePoint, [sx, sy]: Spacing): number {
  return Math.hypot((a[0] - b[0]) * sx, (a[1] - b[1]) * sy);
}

/** Parts long pieces that were moved in two, so that the next push finds points to move; no line changes by that. */
function withShortPieces(moved: readonly SlicePoint[], before: Contour, spacingMm: Spacing): Contour {
  const longest = longestPiece * Math.min(...spacingMm);
  return moved.flatMap((point, at) => {
    const next = (at + 1) % moved.length;
    const isStill = point === before[at] && moved[next] === before[next];
    if (isStill || distanceMm(point, moved[next]!, spacingMm) <= longest) return [point];
    const parts = Math.ceil(distanceMm(point, moved[next]!, spacingMm) / longest);
    return Array.from({ length: parts }, (_, part): SlicePoint =>
      part === 0
        ? point
        : [point[0] + (part / parts) * (moved[next]![0] - point[0]), point[1] + (part / parts) * (moved[next]![1] - point[1])],
    );
  });
}
