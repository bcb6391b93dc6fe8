/** A probability with three decimals, without claiming a certain 0 or 1 where it is not: "0.500", "< 0.001", "> 0.999". */
export function formatProbability(probability: number): string {
  if (probability > 0 && probability < 0.0005) return "< 0.001";
  if (probability < 1 && probability >= 0.9995) return "> 0.999";
  return probability.toFixed(3);
}
