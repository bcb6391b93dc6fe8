/**
 * The longest scale bar of 1, 2 or 5 times a power of ten millimetres that is no longer than `longestMm`, and its label: millimetres below
 * 1 cm, else centimetres.
 * Null where the length is not a positive number.
 */
export function scaleBar(longestMm: number): { lengthMm: number; label: string } | null {
  if (!(longestMm > 0) || !Number.isFinite(longestMm)) return null;
  const power = 10 ** Math.floor(Math.log10(longestMm));
  const lengthMm = [5, 2, 1].map((step) => step * power).find((length) => length <= longestMm * (1 + 1e-9)) ?? power;
  const tidy = Number(lengthMm.toPrecision(3));
  return { lengthMm: tidy, label: tidy < 10 ? `${tidy} mm` : `${tidy / 10} cm` };
}
