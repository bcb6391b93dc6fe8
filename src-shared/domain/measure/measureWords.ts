import type { Vector3 } from "../geometry.ts";
import type { GreyUnit, LengthUnit, MeasureValues } from "./measureValues.ts";

const letters = [
  ["R", "L"],
  ["A", "P"],
  ["F", "H"],
] as const;

/** A place in the patient in words: "L 12.3  P 4.0  H 101.5 mm". */
export function placeInWords(patientMm: Vector3): string {
  return `${patientMm.map((value, axis) => `${letters[axis]![value >= 0 ? 1 : 0]} ${Math.abs(value).toFixed(1)}`).join("  ")} mm`;
}

/** A grey value to four figures, whole numbers whole. */
function grey(value: number | null, unit: GreyUnit): string {
  if (value === null) return "–";
  const written = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return unit === null ? written : `${written} ${unit}`;
}

function length(value: number, unit: LengthUnit): string {
  return `${value.toFixed(1)} ${unit}`;
}

/** Square centimetres would hide small ones: mm² below 1 cm², cm² from there on. */
function area(value: number, unit: LengthUnit): string {
  if (unit === "px") return `${value.toFixed(1)} px²`;
  return value < 100 ? `${value.toFixed(1)} mm²` : `${(value / 100).toFixed(2)} cm²`;
}

/** What a measure says, the most important line first: on the image, in the list and in reports. */
export function measureLines(values: MeasureValues): string[] {
  switch (values.kind) {
    case "distance":
      return [length(values.length, values.unit)];
    case "angle":
      return [values.degrees === null ? "–" : `${values.degrees.toFixed(1)}°`];
    case "ellipse":
      return [area(values.area, values.unit), ...statisticsLines(values)];
    case "point":
      return [
        values.values === null ? "No value here" : values.values.map((value) => grey(value, values.greyUnit)).join(", "),
        ...(values.patientMm ? [placeInWords(values.patientMm)] : []),
      ];
  }
}

function statisticsLines({ statistics, greyUnit }: Extract<MeasureValues, { kind: "ellipse" }>): string[] {
  if (!statistics) return [];
  const { n, padded, mean, deviation, minimum, maximum } = statistics;
  if (n === 0) return ["No voxel inside"];
  return [
    `Mean ${grey(mean, greyUnit)}, SD ${grey(deviation, greyUnit)}`,
    `${grey(minimum, null)} to ${grey(maximum, greyUnit)}, n ${n}${padded > 0 ? `, ${padded} left out` : ""}`,
  ];
}
