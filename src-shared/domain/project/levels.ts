import { axisOf, dot, voxelToPatient, type Grid, type Vector3 } from "../geometry.ts";
import { isSameSpace } from "../sameSpace.ts";
import type { Volume } from "../volume.ts";
import type { Region, Role } from "./region.ts";

/** What is read of a volume to tell where its slices lie. */
export type PlacedVolume = Pick<
  Volume,
  | "id"
  | "studyInstanceUid"
  | "seriesInstanceUid"
  | "frameOfReferenceUid"
  | "columns"
  | "rows"
  | "slices"
  | "hasPatientGeometry"
  | "isRegular"
> &
  Omit<Grid, "size"> & { readonly slicePositionsMm?: readonly number[] | null };

/** Slices tilted against each other by more than this, in degrees, show no place alike. */
const mostTiltDegrees = 10;
/** Distances up to this, mm, are rounding. */
const roundingMm = 1e-3;
/** Two lone slices, of which no distance to a neighbour is known, show one place up to this distance, mm. */
const loneSlicesMm = 0.1;

/** The role whose slices are the levels of a region: the one that is drawn on; where nothing is drawn, the first one. */
export function levelRole({ roles }: Region): Role {
  return roles.find(({ use }) => use === "drawn on") ?? roles[0]!;
}

/**
 * The centre of slice `k` (from 0) of a volume: LPS, mm, from the positions of the slices and never from their thickness. Null where the files do not say
 * where it lies, or there is no such slice.
 */
export function sliceCentreMm(volume: PlacedVolume, k: number): Vector3 | null {
  const along = placesAlong(volume)?.[k];
  if (along === undefined) return null;
  const grid: Grid = { ...volume, size: [volume.columns, volume.rows, volume.slices] };
  const [x, y, z] = voxelToPatient(grid, [(volume.columns - 1) / 2, (volume.rows - 1) / 2, 0]);
  const normal = axisOf(volume.direction, 2);
  return [x + normal[0] * along, y + normal[1] * along, z + normal[2] * along];
}

/** Where a level lies on another series: its slice, from 0; or why none shows it, in words. */
export type PlaceOnSeries = { readonly sliceIndex: number; readonly why: null } | { readonly sliceIndex: null; readonly why: string };

/**
 * The slice of `other` that shows the place `centreMm`, the centre of a slice of `volume`: the one whose centre is nearest along the normal of `other`, where
 * it lies within half a slice distance, of the two series the smaller one: then each of the two slices is the nearest to the other. Of slices that
 * are equally near it is the first. Positions of another frame of reference, or of slices that are tilted by more than 10 degrees, are no place alike.
 */
export function placeOnSeries(volume: PlacedVolume, centreMm: Vector3, other: PlacedVolume): PlaceOnSeries {
  const nowhere = (why: string): PlaceOnSeries => ({ sliceIndex: null, why });
  const places = placesAlong(other);
  if (!places) return nowhere("its files do not say where its slices lie");
  if (!isSameSpace(volume, other)) return nowhere("it has another frame of reference");
  const normal = axisOf(other.direction, 2);
  const tilt = degrees(Math.abs(dot(axisOf(volume.direction, 2), normal)));
  if (tilt > mostTiltDegrees) return nowhere(`its slices are tilted by ${Math.round(tilt)} degrees against those of the level`);
  const along = dot(centreMm, normal) - dot(other.originMm, normal);
  const distance = (k: number) => Math.abs(places[k]! - along);
  let nearest = 0;
  for (let k = 1; k < places.length; k++) if (distance(k) < distance(nearest) - roundingMm) nearest = k;
  const steps = [volume, other].flatMap((each) => stepOf(placesAlong(each) ?? []) ?? []);
  const most = steps.length === 0 ? loneSlicesMm : Math.min(...steps) / 2;
  if (distance(nearest) > most + roundingMm)
    return nowhere(`not there: the nearest slice is ${Number(distance(nearest).toPrecision(3))} mm away`);
  return { sliceIndex: nearest, why: null };
}

/** What to look at again, in words: three slices or more, in the order of the protocol's levels, that do not run in one direction along the series. */
export function levelOrderNote({ levels }: Pick<Region, "levels">, sliceOf: ReadonlyMap<string, number>): string | null {
  const chosen = levels.flatMap(({ id }) => (sliceOf.has(id) ? [{ id, k: sliceOf.get(id)! }] : []));
  if (chosen.length < 3) return null;
  const steps = chosen.slice(1).map(({ k }, at) => Math.sign(k - chosen[at]!.k));
  if (steps.every((step) => step === steps[0])) return null;
  return (
    `the slices of ${chosen.map(({ id, k }) => `${id} (${k + 1})`).join(", ")} do not run in one direction along the series, as the levels of the ` +
    "protocol do. Look whether one was taken for another"
  );
}

/** Where each slice lies along the normal, mm from the first; null where the files do not say. */
function placesAlong({ hasPatientGeometry, isRegular, slices, spacingMm, slicePositionsMm }: PlacedVolume): readonly number[] | null {
  if (!hasPatientGeometry) return null;
  return slicePositionsMm ?? (isRegular ? Array.from({ length: slices }, (_, k) => k * spacingMm[2]) : null);
}

/** The usual distance of neighbouring slices, mm; null where there are no two places. */
function stepOf(places: readonly number[]): number | null {
  const steps = places.slice(1).map((place, at) => Math.abs(place - places[at]!));
  const real = steps.filter((step) => step > roundingMm).toSorted((a, b) => a - b);
  return real[Math.floor((real.length - 1) / 2)] ?? null;
}

const degrees = (cosine: number): number => (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
