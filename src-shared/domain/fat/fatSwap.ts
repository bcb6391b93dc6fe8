import { medianOf } from "./dixonFraction.ts";

/** The halves of an image, as its columns run: of axial images of a patient on the back, "left" is the patient's right. */
export const halves = ["left", "right"] as const;
export type Half = (typeof halves)[number];

/** One half of one slice: the fat fractions under its skin, and the median of what was drawn there; null where nothing was. */
export interface RimOfHalf {
  readonly sliceIndex: number;
  readonly half: Half;
  readonly rim: readonly number[];
  readonly drawn: number | null;
}

/** The rim is looked for so far inside the outermost tissue, mm: behind the skin, within most subcutaneous fat. */
const rimMm = { from: 3, to: 7 } as const;
/** A body is at least so wide, mm: what is narrower is noise. */
const leastBodyMm = 15;
/** Fewer voxels than these are no rim. */
const leastRim = 20;

/**
 * The voxels of the rim of a slice, by the half of the image from which they are reached: along each row, 3 to 7 mm inside the first run of tissue (signal at
 * `leastSignal` or above) of at least 15 mm, from the left and from the right.
 */
export function rimOf(
  signal: ArrayLike<number>,
  { columns, rows, columnMm }: { readonly columns: number; readonly rows: number; readonly columnMm: number },
  leastSignal: number,
): Record<Half, number[]> {
  const rim: Record<Half, number[]> = { left: [], right: [] };
  const [from, to] = [Math.ceil(rimMm.from / columnMm), Math.max(1, Math.floor(rimMm.to / columnMm))];
  const least = Math.ceil(leastBodyMm / columnMm);
  for (let row = 0; row < rows; row++) {
    for (const half of halves) {
      const place = (step: number) => row * columns + (half === "left" ? step : columns - 1 - step);
      let run = 0;
      for (let step = 0; step < columns / 2 && run < least; step++) {
        run = signal[place(step)]! >= leastSignal ? run + 1 : 0;
        if (run < least) continue;
        for (let inside = from; inside <= to; inside++) rim[half].push(place(step - least + 1 + inside));
      }
    }
  }
  return rim;
}

/** What is suspected of fat and water: where they may be exchanged, and where the rim under the skin is no fat, so that it cannot be told. */
export interface SwapJudgement {
  readonly suspected: ReadonlyArray<Pick<RimOfHalf, "sliceIndex" | "half">>;
  readonly unclear: ReadonlyArray<Pick<RimOfHalf, "sliceIndex" | "half">>;
  readonly judged: number;
}

/**
 * Looks for fat and water that were exchanged by the scanner's reconstruction, in halves of slices: what lies right under the skin is fat in nearly every limb
 * and trunk. Where its median fraction is below a half, fat and water are suspected to be exchanged if what was drawn there has more fat than the rim (by a
 * tenth and more), or nothing was drawn there; else it cannot be told. A muscle that is all fat under a rim of fat raises no suspicion. Our rule; it judges,
 * and changes nothing.
 */
export function judgeSwap(rims: readonly RimOfHalf[]): SwapJudgement {
  const judged = rims.filter(({ rim }) => rim.length >= leastRim);
  const inverted = judged
    .map(({ rim, drawn, sliceIndex, half }) => ({ sliceIndex, half, drawn, median: medianOf(rim) }))
    .filter(({ median }) => median < 0.5);
  const isSwapped = ({ drawn, median }: (typeof inverted)[number]) => drawn === null || drawn > median + 0.1;
  return {
    suspected: inverted.filter(isSwapped).map(({ sliceIndex, half }) => ({ sliceIndex, half })),
    unclear: inverted.filter((each) => !isSwapped(each)).map(({ sliceIndex, half }) => ({ sliceIndex, half })),
    judged: judged.length,
  };
}

/** A judgement in sentences; none where there is nothing to say. */
export function swapInWords({ suspected, unclear, judged }: SwapJudgement): string[] {
  if (judged === 0) return ["No rim of tissue was found under the skin: whether fat and water are exchanged was not checked."];
  const words: string[] = [];
  if (suspected.length > 0) {
    words.push(
      `Fat and water may be exchanged${suspected.length === judged ? "" : ` on ${placesInWords(suspected)}`}: right under the skin, where fat lies, the ` +
        "median fat fraction is below 50 %, and what is drawn has more. Look at both series; exchange them above if it is so.",
    );
  }
  if (unclear.length > 0) {
    words.push(
      `Right under the skin the median fat fraction is below 50 %${unclear.length === judged ? "" : ` on ${placesInWords(unclear)}`}, and so it is in what is ` +
        "drawn: whether fat and water are exchanged cannot be told there. Look at both series.",
    );
  }
  return words;
}

function placesInWords(places: ReadonlyArray<Pick<RimOfHalf, "sliceIndex" | "half">>): string {
  return halves
    .flatMap((half) => {
      const slices = places.filter((place) => place.half === half).map(({ sliceIndex }) => sliceIndex + 1);
      return slices.length === 0 ? [] : [`the image's ${half} half (slice ${slices.join(", ")})`];
    })
    .join(" and ");
}
