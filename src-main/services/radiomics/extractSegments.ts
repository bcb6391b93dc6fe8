import { randomUUID } from "node:crypto";
import type { ExtractionResult, Measurement } from "#shared/api/featureSet.ts";
import { damagedSlicesWords } from "#shared/domain/damagedSlice.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import { whyDamaged } from "./damagedSlices.ts";
import { extractLabels } from "./extractFeatures.ts";
import type { ComputedSet } from "./featureSetTable.ts";
import { gapsBetweenSlices } from "./gapsBetweenSlices.ts";
import { imageHash } from "../imagefiles/index.ts";
import { nativeEngine } from "./nativeEngine.ts";
import type { WorkContext } from "./workContext.ts";
import { readMeasured, whyAbsent, type Asked, type ImageSource, type LabelMapSource } from "./readMeasured.ts";
import { settingsHash } from "./settingsHash.ts";
import { yieldThread } from "../system/index.ts";

/** A segment whose volume changes by more than this by resampling is told of. */
const tolerableChange = 0.02;

/**
 * The work of one extraction job: a feature set for each segment, kept as soon as it is there. A segment that cannot be measured does not
 * stop the others. Throws PlainError where none can.
 */
export async function extractSegments(
  sources: { volumes: ImageSource; segmentations: LabelMapSource },
  keep: (set: ComputedSet, drawnOn: string) => void,
  { settings: asked, reader, ...measurement }: Measurement & Asked,
  { progress, cancelFlag, signal, threads }: WorkContext,
): Promise<ExtractionResult> {
  progress({ phase: "reading the images" });
  const measured = await readMeasured(sources, measurement, { signal, onProgress: (done, total) => progress({ done, total }) });
  const { segmentation, volumeId, image, mask, moved, isResampled } = measured;
  // The segment drawn is the label measured, whatever label the settings were written for.
  const { label: _label, ...rest } = asked;
  const settings: ExtractionSettings = isResampled ? { ...rest, correctMask: true } : rest;
  const hashes = {
    settingsHash: settingsHash(settings),
    imageHash: await imageHash(image, signal),
    maskHash: await imageHash(mask, signal),
  };
  const failures: Array<{ segmentNumber: number; segmentName: string; reason: string }> = [];
  const gaps = gapsBetweenSlices(settings, sources.volumes.describe(volumeId));
  const notes: string[] = [...measured.notes, ...(gaps === undefined ? [] : [gaps])];
  const featureSetIds: string[] = [];
  const segmentOf = (segmentNumber: number) => segmentation.segments.find(({ number }) => number === segmentNumber);
  const [present, gone] = [measurement.segmentNumbers.filter(segmentOf), measurement.segmentNumbers.filter((number) => !segmentOf(number))];
  for (const segmentNumber of gone) {
    failures.push({
      segmentNumber,
      segmentName: `number ${segmentNumber}`,
      reason: "This segment is no longer part of the segmentation. Choose another one.",
    });
  }
  const sound = present.filter((segmentNumber) => {
    const reason = whyDamaged(measured.damaged, mask, segmentNumber, settings);
    if (reason !== undefined) failures.push({ segmentNumber, segmentName: segmentOf(segmentNumber)!.name, reason });
    return reason === undefined;
  });
  if (measured.damaged.length > 0)
    notes.push(
      `${damagedSlicesWords(measured.damaged)} What was measured does not touch ${measured.damaged.length === 1 ? "it" : "them"}.`,
    );
  const results =
    sound.length === 0
      ? []
      : await extractLabels(image, mask, settings, sound, {
          cancelFlag,
          threads,
          onProgress: (done, total, phase) => progress({ done, total, phase }),
        });
  progress({ phase: "keeping the features" });
  for (const result of results) {
    const { label: segmentNumber } = result;
    const { name } = segmentOf(segmentNumber)!;
    if ("refused" in result) {
      failures.push({ segmentNumber, segmentName: name, reason: whyAbsent(measured, segmentNumber) ?? result.refused.message });
      continue;
    }
    // Keeping thousands of values is some milliseconds of writing and syncing: the door's thread answers others in between.
    await yieldThread();
    signal.throwIfAborted();
    notes.push(...result.extraction.warnings.filter((warning) => !notes.includes(warning)));
    if (moved) notes.push(...whatMovingChanged(name, moved.drawnMm3[segmentNumber]!, moved.mm3[segmentNumber]!, isResampled));
    const set: ComputedSet = {
      id: randomUUID(),
      volumeId,
      segmentationId: segmentation.id,
      segmentationRevision: segmentation.revision,
      segmentNumber,
      segmentName: name,
      settings,
      engineVersion: nativeEngine().engineVersion,
      ...hashes,
      reader,
      features: result.extraction.features,
      diagnostics: measured.damaged.length > 0 ? withoutWholeImage(result.extraction.diagnostics) : result.extraction.diagnostics,
    };
    keep(set, segmentation.volumeId);
    featureSetIds.push(set.id);
  }
  if (featureSetIds.length === 0)
    throw new PlainError(failures.map(({ segmentName, reason }) => `Segment "${segmentName}": ${reason}`).join("\n"));
  const place = ({ segmentNumber }: { segmentNumber: number }) => measurement.segmentNumbers.indexOf(segmentNumber);
  failures.sort((a, b) => place(a) - place(b));
  return { featureSetIds, failures: failures.map(({ segmentNumber, reason }) => ({ segmentNumber, reason })), notes };
}

/** PyRadiomics' diagnostics without those that are made of every voxel of the image: some of it could not be decoded. */
function withoutWholeImage(diagnostics: FeatureSet["diagnostics"]): FeatureSet["diagnostics"] {
  return Object.fromEntries(
    Object.entries(diagnostics).filter(([name]) => !/^diagnostics_Image-original_(Hash|Mean|Minimum|Maximum)$/.test(name)),
  );
}

/** How the volume of a segment changed when its mask was brought onto another grid, in a sentence; nothing where it hardly did. */
function whatMovingChanged(name: string, before: number, after: number, isResampled: boolean): string[] {
  const change = after / before - 1;
  // Put in its place a mask loses nothing but what lies outside; volumes of equal voxels may still differ by rounding.
  if (Math.abs(change) <= (isResampled ? tolerableChange : 1e-3 / before)) return [];
  const millilitres = (mm3: number) => Number((mm3 / 1000).toPrecision(4));
  const why = isResampled ? "its voxels are of another size, or a part lies outside the series" : "a part lies outside the series";
  return [
    `"${name}" has ${millilitres(after)} ml on this series, ${millilitres(before)} ml as drawn ` +
      `(${change > 0 ? "+" : "−"}${Math.abs(100 * change).toFixed(1)} %): ${why}.`,
  ];
}
