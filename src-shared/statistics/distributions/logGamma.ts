/** Half the logarithm of 2 pi. */
const halfLogTwoPi = 0.9189385332046728;

/** Bernoulli terms of Stirling's series, B(2k) / (2k (2k - 1)); Abramowitz & Stegun 6.1.41. */
const stirling = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360_360,
  1 / 156,
  -3617 / 122_400,
  43_867 / 244_188,
  -174_611 / 125_400,
];

/** From here on ten terms of Stirling's series are exact to double precision. */
const stirlingFrom = 10;

/** The natural logarithm of the gamma function of a positive number, to about 1e-15 of it. Below 10 by the recurrence, above by Stirling's series. */
export function logGamma(z: number): number {
  if (!(z > 0)) return Number.NaN;
  let product = 1;
  let shifted = z;
  while (shifted < stirlingFrom) {
    product *= shifted;
    shifted += 1;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + series(shifted) - Math.log(product);
}

/**
 * The error of Stirling's formula: logGamma(z) - ((z - 1/2) log z - z + log(2 pi) / 2), z positive. In terms of it densities of the beta and the gamma
 * distribution are computed without the difference of large logarithms (C. Loader, Fast and accurate computation of binomial probabilities, 2000).
 */
export function stirlingError(z: number): number {
  if (z >= stirlingFrom) return series(z);
  return logGamma(z) - ((z - 0.5) * Math.log(z) - z + halfLogTwoPi);
}

/** Loader's deviance x log(x / mean) + mean - x, exact also where x is near to the mean. Both positive. */
export function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const v = (x - mean) / (x + mean);
  let sum = (x - mean) * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

function series(z: number): number {
  const inverseSquare = 1 / (z * z);
  let sum = 0;
  for (let k = stirling.length - 1; k >= 0; k--) sum = sum * inverseSquare + stirling[k]!;
  return sum / z;
}
