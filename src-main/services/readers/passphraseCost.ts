/** What guessing costs: 128 MB of memory and some tenths of a second for each guess (OWASP, Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1). */
export const cost = { logN: 17, blockSize: 8, parallelization: 1 } as const;
