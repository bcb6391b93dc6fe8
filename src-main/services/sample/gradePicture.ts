import { drawLimbSlice, muscleLabel, type Leg, type SliceGrid } from "./limbImage.ts";
import type { MercuriGrade } from "./muscleTexture.ts";
import { hashSeed } from "./random.ts";

/** The muscle that is shown: large, and whole in the thigh's section. */
const muscle = "VLA";
/** Middle of the shaft, above the region's most distal level. */
const heightMm = 150;
const spacingMm = 0.5;

/** An example of a grade: T1-weighted, the vastus lateralis infiltrated to the middle of the grade's range, all other muscles normal. */
export interface GradePicture {
  readonly columns: number;
  readonly rows: number;
  /** Grey, 0 to 255, row by row. */
  readonly pixels: Uint8Array;
  /** 1 within the muscle. */
  readonly inside: Uint8Array;
  /** T1 signal, arbitrary units. */
  readonly t1: Float32Array;
}

/** Draws the example of a grade of the modified Mercuri score, the same to the last bit each time. */
export function drawGradePicture(grade: MercuriGrade): GradePicture {
  const leg: Leg = {
    side: "right",
    seed: hashSeed(0x6d, "grade pictures"),
    centreMm: [0, 0],
    scale: 1,
    turn: 0,
    conditionOf: (code) => ({ grade: code === muscle ? grade : 0, oedema: 0 }),
  };
  const label = muscleLabel(muscle, "right");
  // Where the muscle lies, on a coarse grid; a fatty muscle is smaller, so that of a normal one is taken.
  const coarse: SliceGrid = { columns: 110, rows: 110, spacingMm: 2, originMm: [-110, -110] };
  const normal = drawLimbSlice("thigh", [{ ...leg, conditionOf: () => ({ grade: 0, oedema: 0 }) }], heightMm, coarse);
  const places = [...normal.labels.entries()].filter(([, value]) => value === label).map(([at]) => at);
  const middle = (of: readonly number[]) => (Math.min(...of) + Math.max(...of)) / 2;
  const [i, j] = [middle(places.map((at) => at % 110)), middle(places.map((at) => Math.floor(at / 110)))];
  const [columns, rows] = [144, 108];
  const originMm = [-110 + 2 * i - (columns / 2) * spacingMm, -110 + 2 * j - (rows / 2) * spacingMm] as const;
  const { t1, labels } = drawLimbSlice("thigh", [leg], heightMm, { columns, rows, spacingMm, originMm });
  return {
    columns,
    rows,
    pixels: Uint8Array.from(t1, (value) => Math.round(Math.min(255, Math.max(0, value / 4.2)))),
    inside: labels.map((value) => (value === label ? 1 : 0)),
    t1,
  };
}
