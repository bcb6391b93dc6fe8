import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { partKey, partsOfRegion, segmentsOfPart, wholeRegion, type FeaturePart } from "#shared/domain/project/featurePart.ts";
import type { LockedDrawing, LockedReading, LockedStudy } from "../projects/index.ts";
import type { ReadingFeatures } from "./readingFeatureTable.ts";

/** A drawing of a locked reading, or a part of one, whose features the protocol asks for. */
export interface DrawingToMeasure {
  readonly reading: LockedReading;
  readonly drawing: LockedDrawing;
  readonly part: FeaturePart;
  readonly settings: ExtractionSettings;
  /** The numbers of its segments; null for all. */
  readonly segments: readonly number[] | null;
  /** From 0; null for all. */
  readonly slices: readonly number[] | null;
}

/** Every drawing on a series for which the protocol has extraction settings, whole and in the parts that the protocol asks for. */
export function drawingsToMeasure({ protocol, readings }: LockedStudy): DrawingToMeasure[] {
  return readings.flatMap((reading) =>
    reading.drawings.flatMap((drawing) => {
      const region = protocol.regions.find(({ id }) => id === drawing.region);
      const settings = region?.roles.find(({ id }) => id === drawing.role)?.extraction;
      if (!region || !settings) return [];
      return [wholeRegion, ...partsOfRegion(region, protocol.agreement.featuresPer ?? [])].map((part) => {
        const levels = drawing.levels.filter(({ level }) => part.level === null || part.level === level);
        const slices = region.levels.length === 0 ? null : levels.map(({ slice }) => slice);
        return { reading, drawing, part, settings, segments: segmentsOfPart(region, part), slices };
      });
    }),
  );
}

/** What features say they are of. */
type Measured = Pick<ReadingFeatures, "drawingHash" | "settingsHash" | "engineVersion" | "slices">;

/** Whether features are those of a drawing as it is locked now, by the settings of the protocol and this engine. */
export function isUpToDate(
  found: Measured | undefined,
  { drawing, slices }: DrawingToMeasure,
  now: Pick<Measured, "settingsHash" | "engineVersion">,
): boolean {
  return (
    found !== undefined &&
    found.drawingHash === drawing.drawingHash &&
    found.settingsHash === now.settingsHash &&
    found.engineVersion === now.engineVersion &&
    JSON.stringify(found.slices) === JSON.stringify(slices)
  );
}

/** The name of a drawing, or of a part of it, among those of all readings. */
export function drawingKey({ readingId, region, role, part }: Pick<ReadingFeatures, "readingId" | "region" | "role" | "part">): string {
  return JSON.stringify([readingId, region, role, part]);
}

/** The row of features that something to be measured has. */
export function rowOf({ reading, drawing, part }: DrawingToMeasure): Pick<ReadingFeatures, "readingId" | "region" | "role" | "part"> {
  return { readingId: reading.readingId, region: drawing.region, role: drawing.role, part: partKey(part) };
}
