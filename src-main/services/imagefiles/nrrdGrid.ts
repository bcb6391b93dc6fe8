import { cross, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { checkedSize, gridFromSteps } from "./gridFromAxes.ts";
import type { NrrdHeader } from "./nrrdHeader.ts";

/** Key/value pairs in which Fascicle keeps spacing and direction apart: their product, which NRRD states, cannot always be taken apart to the last bit. */
export const exactSpacingKey = "FascicleSpacingMm";
export const exactDirectionKey = "FascicleDirection";

/** What turns a space's x and y round to LPS. */
const spaces: ReadonlyMap<string, readonly [number, number]> = new Map(
  (
    [
      [
        ["left-posterior-superior", "lps"],
        [1, 1],
      ],
      [
        ["right-anterior-superior", "ras"],
        [-1, -1],
      ],
      [
        ["left-anterior-superior", "las"],
        [1, -1],
      ],
    ] as const
  ).flatMap(([[long, short], turn]) => [long, short, `${long}-time`, `${short}t`].map((name) => [name, turn] as const)),
);

/**
 * The grid that a NRRD header states, in LPS. Without a space, axes are taken as LPS, as ITK does; without space directions, `spacings` and the identity hold.
 * Axes that are not spatial ("none") must have one element. Throws PlainError with the file's name and the field.
 */
export function gridOfNrrd(fileName: string, header: NrrdHeader): Grid {
  const { grid, channels } = channelsOfNrrd(fileName, header);
  if (channels.count === 1) return grid;
  throw new PlainError(
    `${fileName}: sizes: holds ${channels.count} values a voxel (vectors, colours, times or overlapping segments); one is read. Save one ` +
      `component as a file of its own.`,
  );
}

/**
 * How the values of one voxel lie in a file: how many, how many numbers lie between neighbours, and along which of the file's axes (null
 * where there is one).
 */
export interface NrrdChannels {
  readonly count: number;
  readonly stride: number;
  readonly axis: number | null;
}

/**
 * The same where one axis more may hold channels: how many, and how many numbers lie between neighbours along it. A file of two spatial axes is one slice, 1 mm
 * thick, as a NIfTI file of two dimensions is.
 */
export function channelsOfNrrd(fileName: string, header: NrrdHeader): { grid: Grid; channels: NrrdChannels } {
  const sizes = numbersOf(fileName, header, "sizes");
  const dimension = numbersOf(fileName, header, "dimension")[0];
  if (sizes.length !== dimension) throw new PlainError(`${fileName}: sizes: ${sizes.length} numbers for dimension ${dimension}.`);
  const stated = header.fields.get("space directions");
  const directions = stated === undefined ? undefined : vectorsOf(fileName, "space directions", stated);
  if (directions && directions.length !== sizes.length)
    throw new PlainError(`${fileName}: space directions: ${directions.length} vectors for dimension ${dimension}.`);

  const spatial = sizes.map((_, axis) => axis).filter((axis) => (directions ? directions[axis] !== null : axis < 3 || sizes[axis] !== 1));
  const others = sizes.map((_, axis) => axis).filter((axis) => !spatial.includes(axis) && sizes[axis] !== 1);
  if (others.length > 1) {
    throw new PlainError(
      `${fileName}: sizes: holds ${others.map((axis) => sizes[axis]!).join(" x ")} values a voxel (vectors, colours, times or overlapping ` +
        `segments); one is read. Save one component as a file of its own.`,
    );
  }
  const isPlane = spatial.length === 2;
  if (spatial.length !== 3 && !isPlane)
    throw new PlainError(`${fileName}: dimension: has ${spatial.length} spatial axes; a volume has three, one slice two.`);
  const size = checkedSize(fileName, "sizes", [...spatial.map((axis) => sizes[axis]!), ...(isPlane ? [1] : [])]);

  const turn = turnOf(fileName, header);
  const origin = header.fields.get("space origin");
  const originVector =
    origin === undefined ? ([0, 0, 0] as const) : (vectorsOf(fileName, "space origin", origin)[0] ?? bad(fileName, "space origin", origin));
  const turned = (vector: Vector3): Vector3 => [vector[0] * turn[0], vector[1] * turn[1], vector[2]];
  const inFile = (directions ? spatial.map((axis) => directions[axis]!) : stepsFromSpacings(fileName, header, spatial)).map(turned);
  const steps = (isPlane ? [...inFile, unitNormal(inFile[0]!, inFile[1]!)] : inFile) as unknown as [Vector3, Vector3, Vector3];
  const grid = gridFromSteps(fileName, directions ? "space directions" : "spacings", size, steps, turned(originVector));
  const [other] = others;
  const channels =
    other === undefined
      ? { count: 1, stride: 1, axis: null }
      : {
          count: checkedCount(fileName, sizes[other]!),
          stride: sizes.slice(0, other).reduce((product, length) => product * length, 1),
          axis: other,
        };
  return { grid: exact(grid, steps, header) ?? grid, channels };
}

/** Kinds of an axis whose values are images one by one; "???" and "none" say nothing (format description, "kinds"). */
const imageKinds = new Set(["list", "time", "domain", "point", "???", "none", ""]);

/**
 * The grid of a file that may hold several images along one axis more, how many, and what lies between two of them, ms (null where the file does not say).
 * Throws PlainError where the axis holds the components of vectors, colours or tensors.
 */
export function framesOfNrrd(fileName: string, header: NrrdHeader): { grid: Grid; channels: NrrdChannels; stepMs: number | null } {
  const { grid, channels } = channelsOfNrrd(fileName, header);
  const { axis, count } = channels;
  if (axis === null) return { grid, channels, stepMs: null };
  const wordsOf = (field: string) => header.fields.get(field)?.match(/"[^"]*"|\S+/g) ?? [];
  const kind = wordsOf("kinds")[axis]?.toLowerCase() ?? "";
  if (!imageKinds.has(kind))
    throw new PlainError(
      `${fileName}: kinds: holds ${count} values a voxel of the kind "${kind}" (vectors or colours); one number a voxel is needed. Save ` +
        `one component as a file of its own.`,
    );
  const step = header.fields.has("spacings") ? numbersOf(fileName, header, "spacings")[axis] : undefined;
  const unit = wordsOf("units")[axis]?.replaceAll('"', "");
  const milliseconds = unit === "s" ? 1000 : unit === "ms" ? 1 : undefined;
  return { grid, channels, stepMs: step !== undefined && step > 0 && milliseconds !== undefined ? step * milliseconds : null };
}

function checkedCount(fileName: string, count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > 65_535)
    throw new PlainError(`${fileName}: sizes: ${count} is no number of values a voxel.`);
  return count;
}

function turnOf(fileName: string, header: NrrdHeader): readonly [number, number] {
  const space = header.fields.get("space")?.toLowerCase();
  if (space === undefined) {
    const dimension = header.fields.get("space dimension");
    if (dimension !== undefined && dimension !== "3" && dimension !== "2")
      throw new PlainError(`${fileName}: space dimension: ${dimension}; three are needed, two for one slice.`);
    return [1, 1];
  }
  const turn = spaces.get(space);
  if (!turn)
    throw new PlainError(
      `${fileName}: space: "${space}" says nothing of left, right, front and back. Save it as left-posterior-superior, ` +
        `right-anterior-superior or left-anterior-superior.`,
    );
  return turn;
}

function stepsFromSpacings(fileName: string, header: NrrdHeader, spatial: readonly number[]): Vector3[] {
  const spacings = header.fields.has("spacings") ? numbersOf(fileName, header, "spacings") : undefined;
  return spatial.map((axis, index) => {
    // An axis without a known spacing is written as nan (format description, "spacings").
    const spacing = spacings?.[axis];
    const step = spacing === undefined || Number.isNaN(spacing) ? 1 : Math.abs(spacing);
    return [index === 0 ? step : 0, index === 1 ? step : 0, index === 2 ? step : 0];
  });
}

/** The grid as Fascicle wrote it, where its pairs are there and their product is still, bit for bit, what the file states. */
function exact(grid: Grid, steps: readonly Vector3[], header: NrrdHeader): Grid | undefined {
  const spacing = header.keyValues.get(exactSpacingKey)?.split(" ").map(Number);
  const direction = header.keyValues.get(exactDirectionKey)?.split(" ").map(Number);
  if (spacing?.length !== 3 || direction?.length !== 9) return undefined;
  const agrees = steps.every((step, axis) => step.every((value, row) => value === direction[row * 3 + axis]! * spacing[axis]!));
  return agrees ? { ...grid, spacingMm: spacing as unknown as Vector3, direction: direction as unknown as Direction } : undefined;
}

/** The numbers of a field. */
export function numbersOf(fileName: string, header: NrrdHeader, field: string): number[] {
  const text = header.fields.get(field);
  if (text === undefined) throw new PlainError(`${fileName}: ${field}: is missing from the NRRD header.`);
  const words = text.split(/\s+/).filter((word) => word !== "");
  const numbers = words.map((word) => (/^[-+]?nan$/i.test(word) ? Number.NaN : Number(word)));
  if (numbers.length === 0 || numbers.some((number, index) => Number.isNaN(number) && !/nan/i.test(words[index]!)))
    bad(fileName, field, text);
  return numbers;
}

/** 1 mm at right angles to two steps; where they make no plane, nothing, which gridFromSteps refuses. */
function unitNormal(a: Vector3, b: Vector3): Vector3 {
  const normal = cross(a, b);
  const length = Math.hypot(...normal);
  return length > 0 ? [normal[0] / length, normal[1] / length, normal[2] / length] : normal;
}

/** Vectors of three numbers, or of two in a plane, null for "none" (old writers: all nan). */
function vectorsOf(fileName: string, field: string, text: string): (Vector3 | null)[] {
  const words = text.match(/none|\([^)]*\)|[^\s]+/g) ?? [];
  return words.map((word) => {
    if (word === "none") return null;
    const inside = /^\((.*)\)$/
      .exec(word)?.[1]
      ?.split(",")
      .map((part) => part.trim());
    if (!inside || (inside.length !== 3 && inside.length !== 2) || inside.includes("")) return bad(fileName, field, text);
    if (inside.every((part) => /^[-+]?nan$/i.test(part))) return null;
    const numbers = inside.map(Number);
    if (!numbers.every(Number.isFinite)) return bad(fileName, field, text);
    return [numbers[0]!, numbers[1]!, numbers[2] ?? 0];
  });
}

function bad(fileName: string, field: string, text: string): never {
  throw new PlainError(`${fileName}: ${field}: "${text.slice(0, 80)}" cannot be read.`);
}
