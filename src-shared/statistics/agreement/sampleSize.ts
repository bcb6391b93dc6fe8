import { chiSquaredQuantile } from "../distributions/chiSquared.ts";
import { normalQuantile } from "../distributions/normalQuantile.ts";
import { linearProgram } from "./linearProgram.ts";

/** What a test is to be able to show. */
export interface Power {
  /** Error of the first kind; 0.05 where it is left out. */
  readonly alpha?: number;
  /** 0.8 where it is left out. */
  readonly power?: number;
  /** True where it is left out. */
  readonly twoSided?: boolean;
}

/** A study of `readers` readers that is to tell an ICC from a smaller one, both in [0, 1). */
export interface IccHypothesis extends Power {
  readonly icc: number;
  readonly iccToExceed: number;
  readonly readers: number;
}

/** Subjects for that (Walter, Eliasziw & Donner 1998, in the form of R's ICC.Sample.Size): 1 + 2 k (za + zb)^2 / ((k - 1) ln(F1 / F0)^2), rounded up. */
export function subjectsForIcc({ icc, iccToExceed, readers, ...power }: IccHypothesis): number {
  const ratio = (value: number) => (1 + (readers - 1) * value) / (1 - value);
  const { za, zb } = quantilesOf(power);
  return Math.ceil(1 + (2 * readers * (za + zb) ** 2) / ((readers - 1) * Math.log(ratio(icc) / ratio(iccToExceed)) ** 2));
}

/** Subjects for a 95 % interval of an ICC that is `width` wide (Bonett 2002; 5 icc more for two readers and an ICC of .7 or more), rounded up. */
export function subjectsForIccWidth(icc: number, readers: number, width: number): number {
  const n = 1 + (2 * spreadOf(icc, readers)) / width ** 2;
  return Math.ceil(n + smallTerm(icc, readers));
}

/** The width of a 95 % interval of an ICC of so many subjects, by the same formula. */
export function iccWidthOf(icc: number, readers: number, subjects: number): number {
  return Math.sqrt((2 * spreadOf(icc, readers)) / (subjects - 1 - smallTerm(icc, readers)));
}

function spreadOf(icc: number, readers: number): number {
  const z = normalQuantile(0.975);
  return (4 * z * z * (1 - icc) ** 2 * (1 + (readers - 1) * icc) ** 2) / (readers * (readers - 1));
}

function smallTerm(icc: number, readers: number): number {
  return readers === 2 && icc >= 0.7 ? 5 * icc : 0;
}

/** Two readers who are to show a kappa other than `kappaNull`. */
export interface KappaHypothesis extends Power {
  readonly kappa: number;
  readonly kappaNull: number;
}

/**
 * Subjects for that with two grades, of which the readers give the first with probabilities `rates` (Cantor 1996; R's irr::N.cohen.kappa).
 */
export function subjectsForBinaryKappa({ kappa, kappaNull, ...power }: KappaHypothesis, rates: readonly [number, number]): number {
  const [a, b] = rates;
  const chance = a * b + (1 - a) * (1 - b);
  const variance = (value: number) => {
    const same = value * (1 - chance) + chance;
    const p22 = (same - a + (1 - b)) / 2;
    const p11 = same - p22;
    const [p12, p21] = [a - p11, b - p11];
    return (
      (p11 * (1 - chance - (b + a) * (1 - same)) ** 2 +
        p22 * (1 - chance - (2 - a - b) * (1 - same)) ** 2 +
        (1 - same) ** 2 * (p12 * (b + 1 - a) ** 2 + p21 * (1 - b + a) ** 2) -
        (same * chance - 2 * chance + same) ** 2) /
      (1 - chance) ** 4
    );
  };
  return subjectsFor(kappa, kappaNull, Math.sqrt(variance(kappa)), Math.sqrt(variance(kappaNull)), power);
}

/**
 * The same with several grades, which both readers give with the probabilities `shares`, at the largest standard error that a table with these margins and
 * that kappa can have (Flack, Afifi, Lachenbruch & Schouten 1988; R's irr::N2.cohen.kappa). Throws RangeError where there is no such table.
 */
export function subjectsForKappa({ kappa, kappaNull, ...power }: KappaHypothesis, shares: readonly number[]): number {
  return subjectsFor(kappa, kappaNull, largestError(kappa, shares), largestError(kappaNull, shares), power);
}

function largestError(kappa: number, shares: readonly number[]): number {
  const c = shares.length;
  const chance = shares.reduce((sum, share) => sum + share * share, 0);
  const same = kappa + chance * (1 - kappa);
  const cells = Array.from({ length: c * c }, (_, at) => [Math.floor(at / c), at % c] as const);
  const objective = cells.map(([i, j]) => {
    const both = shares[i]! + shares[j]!;
    return i === j ? -(1 - same) * both * (2 * (1 - chance) - (1 - same) * both) : (1 - same) ** 2 * both ** 2;
  });
  const rows = [
    ...shares.map((_, row) => cells.map(([i]) => (i === row ? 1 : 0))),
    ...shares.map((_, column) => cells.map(([, j]) => (j === column ? 1 : 0))),
    cells.map(([i, j]) => (i === j ? 1 : 0)),
  ];
  const largest = linearProgram(objective, rows, [...shares, ...shares, same]);
  if (largest === null) throw new RangeError(`no table has the shares ${shares.join(", ")} and a kappa of ${kappa}`);
  return Math.sqrt(same * (1 - chance) ** 2 + largest - (same * chance - 2 * chance + same) ** 2) / (1 - chance) ** 2;
}

function subjectsFor(kappa: number, kappaNull: number, error: number, errorNull: number, power: Power): number {
  const { za, zb } = quantilesOf(power);
  return Math.ceil(((za * errorNull + zb * error) / (kappa - kappaNull)) ** 2);
}

function quantilesOf({ alpha = 0.05, power = 0.8, twoSided = true }: Power): { za: number; zb: number } {
  return { za: normalQuantile(1 - alpha / (twoSided ? 2 : 1)), zb: normalQuantile(power) };
}

/** From here on the program that is followed begins to count. */
const fewestSubjects = 11;

/**
 * Subjects for a one-sided lower limit of at least `lower` at a kappa of `kappa`, for two grades of which the first is given with probability `share`, and
 * two readers or more: Donner & Eliasziw's goodness of fit of the common correlation model (1992; R's kappaSize::CIBinary, its 0.001 included).
 */
export function subjectsForKappaLimit({
  kappa,
  lower,
  share,
  readers = 2,
  alpha = 0.05,
}: {
  readonly kappa: number;
  readonly lower: number;
  readonly share: number;
  readonly readers?: number;
  readonly alpha?: number;
}): number {
  let perSubject = 0;
  let ways = 1;
  for (let votes = 0; votes <= readers; votes++) {
    const independent = ways * share ** votes * (1 - share) ** (readers - votes);
    const together = votes === 0 ? 1 - share : votes === readers ? share : 0;
    const at = (rho: number) => (1 - rho) * independent + rho * together;
    perSubject += (at(kappa) - at(lower)) ** 2 / at(lower);
    ways *= (readers - votes) / (votes + 1);
  }
  return Math.max(fewestSubjects, Math.ceil((chiSquaredQuantile(1 - 2 * alpha, 1) + 0.001) / perSubject));
}
