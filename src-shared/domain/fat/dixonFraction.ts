/**
 * The signal fat fraction of one voxel, from fat-only and water-only images: fat / (fat + water) (W. T. Dixon, Simple proton spectroscopic imaging, Radiology
 * 153 (1984) 189-194). 0 to 1 where both are magnitudes.
 *
 * It is the fraction of *signal*, not of protons: T1 weighting, T2* decay, the several peaks of fat and noise bias are not corrected for, and
 * the proton density fat fraction (PDFF) is what is left where they are (S. B. Reeder, H. H. Hu, C. B. Sirlin, Proton density fat-fraction, J. Magn. Reson.
 * Imaging 36 (2012) 1011-1014).
 */
export function fractionOfFatAndWater(fat: number, water: number): number {
  return fat / (fat + water);
}

/**
 * The signal fat fraction of one voxel, from magnitudes in and opposed phase: IP = water + fat and OP = |water - fat|, so that
 * (IP - OP) / (2 IP) is fat / (water + fat) as long as there is no more fat than water, and water / (water + fat) above: at 80 % it says 20 % (Dixon 1984).
 * No answer exceeds 50 % unless a signal is negative; below 0 is noise, or decay between the two echoes.
 */
export function fractionOfPhases(inPhase: number, opposedPhase: number): number {
  return (inPhase - opposedPhase) / (2 * inPhase);
}

/** Signal under this many deviations of the noise is none: our choice, the usual bound for magnitudes to be free of Rician bias. */
export const leastSignalToNoise = 5;

/**
 * The deviation of the noise in a magnitude image, from its background: where nothing gives signal, magnitudes follow Rayleigh's distribution, whose
 * median is sqrt(2 ln 2) deviations (H. Gudbjartsson, S. Patz, Magn. Reson. Med. 34 (1995) 910-914).
 */
export function noiseOfBackground(medianOfBackground: number): number {
  return medianOfBackground / Math.sqrt(2 * Math.LN2);
}

/**
 * The median of the background of a slice: of its four corners (a sixteenth of its sides, at least 4 pixels) the one with the lowest median, as the body may
 * reach into the others. NaN where no corner has values; voxels that are NaN do not count.
 */
export function backgroundMedian(slice: ArrayLike<number>, columns: number, rows: number): number {
  const [width, height] = [columns, rows].map((length) => Math.min(length, Math.max(4, Math.floor(length / 16)))) as [number, number];
  const medians = [0, columns - width].flatMap((left) =>
    [0, rows - height].flatMap((top) => {
      const values: number[] = [];
      for (let j = top; j < top + height; j++) {
        for (let i = left; i < left + width; i++) if (!Number.isNaN(slice[j * columns + i]!)) values.push(slice[j * columns + i]!);
      }
      return values.length === 0 ? [] : [medianOf(values)];
    }),
  );
  return medians.length === 0 ? Number.NaN : Math.min(...medians);
}

/** The median of values in any order; NaN where there are none. */
export function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
