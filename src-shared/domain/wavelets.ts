const numbered = (family: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, step) => `${family}${first + step}`);

/** Vanishing moments of the biorthogonal families: reconstruction, decomposition. */
const biorthogonal = ["1.1", "1.3", "1.5", "2.2", "2.4", "2.6", "2.8", "3.1", "3.3", "3.5", "3.7", "3.9", "4.4", "5.5", "6.8"];

/** The discrete wavelets of PyWavelets by name: those that PyRadiomics can filter with. */
export const discreteWavelets: readonly string[] = [
  "haar",
  ...numbered("db", 1, 38),
  ...numbered("sym", 2, 20),
  ...numbered("coif", 1, 17),
  ...biorthogonal.map((moments) => `bior${moments}`),
  ...biorthogonal.map((moments) => `rbio${moments}`),
  "dmey",
];
