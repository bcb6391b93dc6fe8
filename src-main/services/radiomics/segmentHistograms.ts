import type { Histogram, Measurement, SegmentHistogram } from "#shared/api/featureSet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { originalImageSettings, type ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Image } from "#shared/domain/volume.ts";
import { binEdges, binOf } from "#shared/statistics/binEdges.ts";
import { whyDamaged } from "./damagedSlices.ts";
import { extractFeatures } from "./extractFeatures.ts";
import { readMeasured, whyAbsent, type ImageSource, type LabelMapSource } from "./readMeasured.ts";
import { yieldThread } from "../system/index.ts";

/** More bars than this cannot be told apart on a screen. */
const mostBars = 512;

/** The door's thread answers others after so many voxels, a few ms. */
const voxelsAtATime = 1 << 19;

const marks = ["Minimum", "Maximum", "Mean", "Median", "10Percentile", "90Percentile"] as const;

/**
 * The grey values of segments as the volume has them, counted in the bins of the original image. A segment that cannot be measured is named with the reason.
 * Throws PlainError where nothing can be measured on this volume.
 */
export async function segmentHistograms(
  sources: { volumes: ImageSource; segmentations: LabelMapSource },
  measurement: Measurement,
  signal?: AbortSignal,
): Promise<Histogram> {
  const measured = await readMeasured(sources, measurement, { ...(signal && { signal }) });
  const { image, mask } = measured;
  const binning = originalImageSettings(measurement.settings);
  const segments: SegmentHistogram[] = [];
  const failures: Array<{ segmentNumber: number; reason: string }> = [];
  for (const segmentNumber of measurement.segmentNumbers) {
    signal?.throwIfAborted();
    try {
      const absent = whyAbsent(measured, segmentNumber);
      if (absent !== undefined) throw new PlainError(absent);
      const damaged = whyDamaged(measured.damaged, mask, segmentNumber, {});
      if (damaged !== undefined) throw new PlainError(damaged);
      const found = await marksOf(image, mask, segmentNumber);
      const edges = binEdges(binning, found.Minimum, found.Maximum, image.scalarType === "float32");
      if (!edges) throw new PlainError("Its grey values fall into more than 65,535 bins. Choose a larger bin width.");
      const joinedBins = Math.ceil((edges.length - 1) / mostBars);
      const joined = Float64Array.from([...edges.subarray(0, -1).filter((_, index) => index % joinedBins === 0), edges.at(-1)!]);
      const counts = await countInBins(image, mask, segmentNumber, joined);
      segments.push({
        segmentNumber,
        voxels: counts.reduce((sum, count) => sum + count, 0),
        edges: binning.binCount ? [...joined.subarray(0, -1), topOf(found)] : [...joined],
        counts,
        joinedBins,
        mean: found.Mean,
        median: found.Median,
        percentile10: found["10Percentile"],
        percentile90: found["90Percentile"],
      });
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      failures.push({ segmentNumber, reason: error.message });
    }
  }
  return { segments, failures };
}

/** Where the last of a number of bins ends to the eye: PyRadiomics has it go on by 1, which beside values from 0 to 1 would be most of the picture. */
function topOf({ Minimum, Maximum }: { Minimum: number; Maximum: number }): number {
  return Minimum === Maximum ? Maximum + 0.5 : Maximum;
}

/** Where the values of a label lie: what the engine itself says, off this thread. */
async function marksOf(image: Image, mask: Image, label: number): Promise<Record<(typeof marks)[number], number>> {
  const settings: ExtractionSettings = {
    label,
    additionalInfo: false,
    minimumROIDimensions: 1,
    binCount: 1,
    featureClass: { firstorder: [...marks] },
  };
  const { features } = await extractFeatures(image, mask, settings);
  return Object.fromEntries(features.map(({ name, value }) => [name.replace("original_firstorder_", ""), value ?? Number.NaN])) as Record<
    (typeof marks)[number],
    number
  >;
}

async function countInBins(image: Image, mask: Image, label: number, edges: Float64Array): Promise<number[]> {
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  const { voxels: labels } = mask;
  for (let start = 0; start < labels.length; start += voxelsAtATime) {
    const end = Math.min(labels.length, start + voxelsAtATime);
    for (let index = start; index < end; index++) if (labels[index] === label) counts[binOf(edges, image.voxels[index]!)]! += 1;
    await yieldThread();
  }
  return counts;
}
