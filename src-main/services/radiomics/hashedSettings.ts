import type { ImageTypeSettings } from "./settings.ts";

/** Those fields whose values are others than in `than`. */
export function differing(fields: object, than: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify((than as Record<string, unknown>)[key])),
  );
}

/** An image type with its sigmas in rising order: their order is that of the columns only. */
export function withSortedSigmas(own: ImageTypeSettings): ImageTypeSettings {
  return {
    ...own,
    sigma: own.sigma.toSorted((a, b) => Number(a) - Number(b) || Number(typeof a === "string") - Number(typeof b === "string")),
  };
}
