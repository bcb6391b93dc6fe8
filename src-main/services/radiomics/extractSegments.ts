import { randomUUID } from "node:crypto";
import type { ExtractionResult, Measurement } from "#shared/api/featureSet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { JobContext } from "../jobs/index.ts";
import { extractLabels } from "./extractFeatures.ts";
import { imageHash } from "./imageHash.ts";
import { nativeEngine } from "./nativeEngine.ts";
import { readMeasured, whyAbsent, type ImageSource, type LabelMapSource } from "./readMeasured.ts";
import { settingsHash } from "./settingsHash.ts";

/** A segment whose volume changes by more than this on another grid is told of. */
const tolerableChange = 0.02;

/** The work of one extraction job: a feature set for each segment, kept as soon as it is there. A segment that cannot be measured does not stop the others. Throws PlainError where none can. */
export async function extractSegments(
  sources: { volumes: ImageSource; segmentations: LabelMapSource }, keep: (set: FeatureSet) => void,
  { settings: asked, reader, ...measurement }: Measurement & { reader: string }, { progress, cancelFlag, signal }: JobContext,
): Promise<ExtractionResult> {
  progress({ phase: "reading the images" });
  const measured = await readMeasured(sources, measurement, { signal, onProgress: (done, total) => progress({ done, total }) });
  const { segmentation, volumeId, image, mask, resampled } = measured;
  // The segment drawn is the label measured, whatever label the settings were written for.
  const { label: _label, ...rest } = asked;
  const settings: ExtractionSettings = resampled ? { ...rest, correctMask: true } : rest;
  const hashes = { settingsHash: settingsHash(settings), imageHash: await imageHash(image, signal), maskHash: await imageHash(mask, signal) };
  const failures: Array<{ segmentNumber: number; segmentName: string; reason: string }> = [];
  const notes: string[] = [];
  const featureSetIds: string[] = [];
  const segmentOf = (segmentNumber: number) => segmentation.segments.find(({ number }) => number === segmentNumber);
  const [present, gone] = [measurement.segmentNumbers.filter(segmentOf), measurement.segmentNumbers.filter((number) => !segmentOf(number))];
  for (const segmentNumber of gone) {
    failures.push({ segmentNumber, segmentName: `number ${segmentNumber}`, reason: "This segment is no longer part of the segmentation. Choose another one." });
  }
  const results = present.length === 0 ? [] : await extractLabels(image, mask, settings, present, { cancelFlag, onProgress: (done, total, phase) => progress({ done, total, phase }) });
  progress({ phase: "keeping the features" });
  for (const result of results) {
    const { label: segmentNumber } = result;
    const { name } = segmentOf(segmentNumber)!;
    if ("refused" in result) {
      failures.push({ segmentNumber, segmentName: name, reason: whyAbsent(measured, segmentNumber) ?? result.refused.message });
      continue;
    }
    // Keeping thousands of values is some milliseconds of writing and syncing: the door's thread answers others in between.
    await new Promise(setImmediate);
    signal.throwIfAborted();
    notes.push(...result.extraction.warnings.filter((warning) => !notes.includes(warning)));
    if (resampled) notes.push(...whatResamplingChanged(name, resampled.drawnMm3[segmentNumber]!, resampled.mm3[segmentNumber]!));
    const set: FeatureSet = {
      id: randomUUID(), volumeId, segmentationId: segmentation.id, segmentationRevision: segmentation.revision, segmentNumber, segmentName: name,
      settings, engineVersion: nativeEngine().engineVersion, ...hashes, reader, createdAt: new Date().toISOString(),
      features: result.extraction.features, diagnostics: result.extraction.diagnostics,
    };
    keep(set);
    featureSetIds.push(set.id);
  }
  if (featureSetIds.length === 0) throw new PlainError(failures.map(({ segmentName, reason }) => `Segment "${segmentName}": ${reason}`).join("\n"));
  const place = ({ segmentNumber }: { segmentNumber: number }) => measurement.segmentNumbers.indexOf(segmentNumber);
  failures.sort((a, b) => place(a) - place(b));
  return { featureSetIds, failures: failures.map(({ segmentNumber, reason }) => ({ segmentNumber, reason })), notes };
}

/** How the volume of a segment changed when its mask was brought onto another grid, in a sentence; nothing where it hardly did. */
function whatResamplingChanged(name: string, before: number, after: number): string[] {
  const change = after / before - 1;
  if (Math.abs(change) <= tolerableChange) return [];
  const millilitres = (mm3: number) => Number((mm3 / 1000).toPrecision(4));
  return [`"${name}" has ${millilitres(after)} ml on this series, ${millilitres(before)} ml as drawn (${change > 0 ? "+" : "−"}${Math.abs(100 * change).toFixed(1)} %): its voxels are of another size, or a part lies outside the series.`];
}
