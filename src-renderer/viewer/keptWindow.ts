import type { KeptWindow } from "#shared/api/arrangement.ts";
import { windowBetween, type GreyWindow } from "./window.ts";

/** Ends of a range of grey values. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * A window as it is remembered for volumes of one kind. Values of MR have no unit: what is remembered is where the window lies in the volume's range, to a ten
 * thousandth. Null where that range is not known, or has no width.
 */
export function keptWindow({ center, width }: GreyWindow, modality: string, range: Range | null): KeptWindow | null {
  const [low, high] = [center - width / 2, center + width / 2];
  if (modality === "CT") return { unit: "hounsfield", low, high };
  if (!range || !(range.high > range.low)) return null;
  const share = (value: number) => Math.round(((value - range.low) / (range.high - range.low)) * 1e4) / 1e4;
  return { unit: "share", low: share(low), high: share(high) };
}

/** A remembered window in the values of a volume. Null where its range is not known. */
export function windowOfKept({ unit, low, high }: KeptWindow, range: Range | null): GreyWindow | null {
  if (unit === "hounsfield") return windowBetween(low, high);
  return range && windowBetween(range.low + low * (range.high - range.low), range.low + high * (range.high - range.low));
}
