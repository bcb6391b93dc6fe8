import { cross, dot, minus, type Vector3 } from "#shared/domain/geometry.ts";
import type { MeasurePlace } from "#shared/domain/measure/measure.ts";
import { measureNormal, measureVoxel } from "#shared/domain/measure/measurePlaces.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { ImageViewport } from "../../viewer/imageViewport.ts";
import { distanceAlong } from "../../viewer/planes.ts";
import type { ViewState } from "../../viewer/viewState.ts";

type Spot = readonly [number, number];
type Points = MeasurePlace["points"];

/** A measure as it lies on the screen, pixels from the viewport's top left. */
export interface MeasureShape {
  /** What is drawn: lines through these. */
  readonly line: readonly Spot[];
  /** Places that can be taken hold of: of an ellipse the centre, both ends of the first and both of the second axis. */
  readonly handles: readonly Spot[];
}

const plus = (a: Vector3, b: Vector3, times = 1): [number, number, number] => [
  a[0] + times * b[0],
  a[1] + times * b[1],
  a[2] + times * b[2],
];

/** Corners of an outline. */
const corners = 72;

/** Whether a measure is shown: in its volume, on its own slice, or where all of it lies within half a slice of the plane on show. */
export function isMeasureShown(view: ViewState, place: MeasurePlace): boolean {
  if (view.volume?.id !== place.volumeId || !view.isRendered) return false;
  if (view.plane === "acquisition" && place.plane === "acquisition") return view.sliceIndex === place.sliceIndex;
  const { planeInSpace, sliceSpacingMm } = view;
  if (!planeInSpace) return false;
  return place.points.every((point) => Math.abs(distanceAlong(planeInSpace, point)) <= sliceSpacingMm / 2 + 1e-3);
}

/** Where a measure lies on the screen; null where nothing is shown. An unfinished one has fewer points than its kind. */
export function measureShape(viewport: ImageViewport, volume: Volume, place: MeasurePlace): MeasureShape | null {
  const spot = (point: Vector3) => viewport.voxelToCanvas(measureVoxel(volume, place, point));
  const handles = handlePoints(place).map(spot);
  const line = linePoints(place).map(spot);
  return [...handles, ...line].includes(null) ? null : { handles: handles as Spot[], line: line as Spot[] };
}

function handlePoints({ kind, points }: MeasurePlace): readonly Vector3[] {
  const [centre, a, b] = points;
  if (kind !== "ellipse" || !centre || !a || !b) return points;
  return [centre, a, plus(centre, minus(a, centre), -1), b, plus(centre, minus(b, centre), -1)];
}

function linePoints({ kind, points }: MeasurePlace): readonly Vector3[] {
  const [centre, endA, endB] = points;
  if (kind === "point") return [];
  if (kind !== "ellipse" || !centre || !endA || !endB) return points;
  const [a, b] = [minus(endA, centre), minus(endB, centre)];
  return Array.from({ length: corners + 1 }, (_, at) => {
    const angle = (2 * Math.PI * at) / corners;
    return plus(plus(centre, a, Math.cos(angle)), b, Math.sin(angle));
  });
}

/** The points of an ellipse: its centre, and an end of each of two axes that are exactly at right angles. */
export function ellipsePoints(centre: Vector3, endA: Vector3, endB: Vector3): Points {
  const [a, b] = [minus(endA, centre), minus(endB, centre)];
  return [plus(centre, [0, 0, 0]), plus(centre, a), plus(plus(centre, b), a, -dot(a, b) / dot(a, a))];
}

/** A place brought into the plane of a measure, along its normal. */
export function ontoPlane(
  volume: Volume,
  { plane, points }: Pick<MeasurePlace, "plane" | "points">,
  pointMm: Vector3,
): [number, number, number] {
  const normal = measureNormal(volume, plane);
  return plus(pointMm, normal, -dot(minus(pointMm, points[0]!), normal));
}

/**
 * The points of a measure of which one handle was dragged to a place in its plane, or all of it by a way.
 * @param handle as measureShape numbers them, or "whole"
 */
export function draggedPoints(volume: Volume, place: MeasurePlace, handle: number | "whole", from: Vector3, to: Vector3): Points {
  const { kind, points, plane } = place;
  if (handle === "whole" || (kind === "ellipse" && handle === 0)) return points.map((point) => plus(point, minus(to, from)));
  if (kind !== "ellipse") return points.map((point, at) => (at === handle ? plus(to, [0, 0, 0]) : point));
  const centre = points[0]!;
  const sign = handle % 2 === 1 ? 1 : -1;
  const held = minus(plus(centre, minus(to, centre), sign), centre);
  const length = Math.hypot(...held);
  if (length === 0) return points;
  const [isFirst, other] = handle <= 2 ? [true, minus(points[2]!, centre)] : [false, minus(points[1]!, centre)];
  // The other axis keeps its length and its side, and turns along.
  const square = cross(measureNormal(volume, plane), held);
  const side = Math.sign(dot(cross(measureNormal(volume, plane), minus(points[isFirst ? 1 : 2]!, centre)), other)) || 1;
  const turned = plus(centre, square, (side * Math.hypot(...other)) / length);
  return isFirst ? [centre, plus(centre, held), turned] : [centre, turned, plus(centre, held)];
}

/** A press this near to a handle, or to a line, takes hold of it; pixels. */
const [handlePixels, linePixels] = [10, 6];

/** What of a measure is under a place of the screen; null where nothing is. */
export function holdAt({ handles, line }: MeasureShape, [x, y]: Spot): number | "whole" | null {
  const distances = handles.map(([a, b]) => Math.hypot(a - x, b - y));
  const nearest = Math.min(...distances);
  if (nearest <= handlePixels) return distances.indexOf(nearest);
  return line.some((end, at) => at > 0 && distanceToLine([x, y], line[at - 1]!, end) <= linePixels) ? "whole" : null;
}

function distanceToLine([x, y]: Spot, [ax, ay]: Spot, [bx, by]: Spot): number {
  const squared = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared));
  return Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y);
}
