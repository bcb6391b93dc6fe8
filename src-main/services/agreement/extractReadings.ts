import { availableParallelism } from "node:os";
import { PlainError } from "#shared/domain/plainError.ts";
import type { JobContext } from "../jobs/index.ts";
import { engineVersion, settingsHash, type RadiomicsEngine } from "../radiomics/index.ts";
import type { Author } from "../store/index.ts";
import { rowOf, type DrawingToMeasure } from "./drawingsToMeasure.ts";
import type { ReadingFeatures, ReadingFeatureTable } from "./readingFeatureTable.ts";

/** How many drawings have features now, and of which the engine refused to make any. */
export interface ReadingsExtracted {
  readonly extracted: number;
  readonly refused: readonly {
    readonly caseCode: string;
    readonly readerNumber: number;
    readonly pass: number;
    readonly about: string;
    readonly reason: string;
  }[];
}

interface Parts {
  readonly engine: Pick<RadiomicsEngine, "region">;
  readonly table: ReadingFeatureTable;
  /** The revision that a segmentation has; of a locked reading that is the one that was signed. */
  readonly revisionOf: (segmentationId: string) => number;
}

/**
 * Extracts the features of drawings, as many at once as there are cores, and keeps each as it is there. One that cannot be measured is kept with its reason and
 * does not stop the others. Throws the signal's reason where the job is cancelled; what was kept until then stays.
 */
export async function extractReadings(
  { engine, table, revisionOf }: Parts,
  by: Author,
  drawings: readonly DrawingToMeasure[],
  { signal, cancelFlag, progress }: JobContext,
): Promise<ReadingsExtracted> {
  const refused: ReadingsExtracted["refused"][number][] = [];
  let done = 0;
  progress({ phase: "extracting features", done, total: drawings.length });
  const open = drawings.values();
  const one = async (asked: DrawingToMeasure) => {
    const { reading, drawing, settings, segments, slices } = asked;
    const { segmentationId, drawingHash } = drawing;
    const about = {
      ...rowOf(asked),
      drawingHash,
      slices,
      settingsHash: settingsHash(settings),
      engineVersion: engineVersion(),
    };
    const keep = (rest: Pick<ReadingFeatures, "imageHash" | "maskHash" | "voxels" | "notes" | "refused" | "features">) =>
      table.save(by, { ...about, ...rest });
    try {
      const request = { segmentationId, revision: revisionOf(segmentationId), segments, slices, settings };
      const { features, imageHash, maskHash, voxels, notes } = await engine.region(request, {
        signal,
        cancelFlag,
        progress: () => undefined,
      });
      keep({ features, imageHash, maskHash, voxels, notes, refused: null });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PlainError)) throw error;
      keep({ features: [], imageHash: null, maskHash: null, voxels: null, notes: [], refused: error.message });
      const { caseCode, readerNumber, pass } = reading;
      const words = [about.region, about.role, ...(about.part === "" ? [] : [about.part])].join(", ");
      refused.push({ caseCode, readerNumber, pass, about: words, reason: error.message });
    }
    done += 1;
    progress({ done });
  };
  const lane = async () => {
    for (const each of open) {
      signal.throwIfAborted();
      await one(each);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
  return { extracted: drawings.length - refused.length, refused };
}
