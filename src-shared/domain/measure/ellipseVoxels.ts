import { axisOf, dot, minus, patientToVoxel, type Vector3 } from "../geometry.ts";
import type { Volume } from "../volume.ts";
import type { MeasurePlace } from "./measure.ts";
import { measureNormal, planeGrid } from "./measurePlaces.ts";

/** A voxel on the border counts as inside, whatever the last digit is. */
const onBorder = 1 + 1e-9;

type Axis = 0 | 1 | 2;

/**
 * The voxels whose centres lie in an ellipse (border included), by slice: their indices in the slice, i fastest, ascending.
 *
 * In the acquisition plane these are voxels of its slice. In a reformat they are those that the plane meets: along the grid's axis that is nearest
 * to the plane's normal, the voxel whose centre is nearest to the plane, its centre brought onto the plane along the normal. On a grid along the
 * patient's axes that is the row or column of voxels that the plane lies in.
 * @param place an ellipse: centre and the ends of two axes at right angles, LPS, mm
 */
export function ellipseVoxels(volume: Volume, place: MeasurePlace): ReadonlyMap<number, readonly number[]> {
  const [centre, endA, endB] = [place.points[0]!, place.points[1]!, place.points[2]!];
  const isFlat = place.plane === "acquisition";
  const grid = planeGrid(volume, place);
  const normal = measureNormal(volume, place.plane);
  const along = isFlat ? 2 : steepest(volume, normal);
  const [first, second] = ([0, 1, 2] as const).filter((axis) => axis !== along) as [Axis, Axis];
  const at = patientToVoxel(grid, centre);

  /** How a step of one voxel along each axis moves within the ellipse, whose half axes are 1. What lies along the normal has no part in it. */
  const steps = (end: Vector3): Vector3 => {
    const half = minus(end, centre);
    const of = (axis: Axis) => (grid.spacingMm[axis] * dot(axisOf(grid.direction, axis), half)) / dot(half, half);
    return [of(0), of(1), of(2)];
  };
  const [a, b] = [steps(endA), steps(endB)];
  const range = (axis: Axis): readonly [number, number] => {
    const half = Math.hypot(patientToVoxel(grid, endA)[axis] - at[axis], patientToVoxel(grid, endB)[axis] - at[axis]);
    // A centre is brought onto the plane from up to half a voxel away.
    const reach = half + (isFlat ? 1e-6 : (0.5 * grid.spacingMm[along]) / grid.spacingMm[axis] + 1);
    return [Math.max(0, Math.ceil(at[axis] - reach)), Math.min(grid.size[axis] - 1, Math.floor(at[axis] + reach))];
  };
  /** Along the normal, by a step of one voxel along each axis, mm. */
  const rise = ([0, 1, 2] as const).map((axis) => grid.spacingMm[axis] * dot(axisOf(grid.direction, axis), normal));

  const found = new Map<number, number[]>();
  const [[fromFirst, toFirst], [fromSecond, toSecond]] = [range(first), range(second)];
  const index: [number, number, number] = [0, 0, 0];
  for (index[second] = fromSecond; index[second] <= toSecond; index[second]++) {
    for (index[first] = fromFirst; index[first] <= toFirst; index[first]++) {
      const [du, dv] = [index[first] - at[first], index[second] - at[second]];
      const onPlane = at[along] - (du * rise[first]! + dv * rise[second]!) / rise[along]!;
      index[along] = isFlat ? 0 : Math.round(onPlane);
      if (index[along] < 0 || index[along] >= grid.size[along]) continue;
      const dw = index[along] - at[along];
      const [s, t] = [du * a[first] + dv * a[second] + dw * a[along], du * b[first] + dv * b[second] + dw * b[along]];
      if (s * s + t * t > onBorder) continue;
      const sliceIndex = isFlat ? (place.sliceIndex ?? 0) : index[2];
      const inSlice = found.get(sliceIndex) ?? [];
      inSlice.push(index[1] * volume.columns + index[0]);
      found.set(sliceIndex, inSlice);
    }
  }
  return found;
}

/** The axis of a volume's grid that is nearest to a direction. */
function steepest({ direction }: Volume, normal: Vector3): Axis {
  const steepness = ([0, 1, 2] as const).map((axis) => Math.abs(dot(axisOf(direction, axis), normal)));
  return steepness.indexOf(Math.max(...steepness)) as Axis;
}
