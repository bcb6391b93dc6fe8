import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings, FeatureClass } from "#shared/domain/extractionSettings.ts";
import type { Extraction, FeatureValue } from "#shared/domain/featureSet.ts";
import type { Image } from "#shared/domain/volume.ts";
import { scalarTypeOf } from "#shared/domain/volume.ts";
import { diagnosticsOf, voxelHash } from "./diagnostics.ts";
import { columnName, featureDocumentation } from "./featureDocumentation.ts";
import { lossOf, maskOnGrid } from "./maskOnGrid.ts";
import { nativeEngine, type NativeInput, type NativeMatrices, type NativeResult } from "./nativeEngine.ts";
import { nativeInput } from "./nativeInput.ts";
import { type CompleteSettings, completeSettings } from "./settings.ts";

export interface ExtractionOptions {
  /** One 32-bit flag, polled by the engine: non-zero cancels. */
  readonly cancelFlag?: SharedArrayBuffer;
  readonly onProgress?: (done: number, total: number, phase: string) => void;
  /** Threads to use; one for each core where absent. The result does not depend on it. */
  readonly threads?: number;
}

/** Thrown where the reader cancelled. */
export class ExtractionCancelled extends Error {
  override readonly name = "ExtractionCancelled";
}

/** One label of several: measured, or refused in words. */
export type LabelExtraction =
  | { readonly label: number; readonly extraction: Extraction }
  | { readonly label: number; readonly refused: PlainError };

/**
 * Computes PyRadiomics' features of one label of a mask on an image, off JavaScript's thread: every step and image type of the settings. The
 * voxels are read in place: leave them alone until the promise has settled. Answers PyRadiomics' names in its order; null, with the reason,
 * where a feature is undefined; and PyRadiomics' diagnostics where the settings ask for them (additionalInfo).
 * Throws PlainError where the settings cannot be used, the mask lies on another grid, the label is absent, the region is too small for the
 * settings, or an intensity is not finite; ExtractionCancelled where the flag was set.
 */
export async function extractFeatures(
  image: Image,
  mask: Image,
  settings: ExtractionSettings,
  options: ExtractionOptions = {},
): Promise<Extraction> {
  const [only] = await extractLabels(image, mask, settings, [completeSettings(settings).label], options);
  if ("refused" in only!) throw only.refused;
  return only!.extraction;
}

/**
 * The same for several labels of a label map in one pass: what does not depend on the label is computed once. A label that cannot be measured
 * says so and does not stop the others; what concerns them all (settings, grid) throws as in `extractFeatures`.
 */
export async function extractLabels(
  image: Image,
  mask: Image,
  settings: ExtractionSettings,
  labels: readonly number[],
  options: ExtractionOptions = {},
): Promise<LabelExtraction[]> {
  const complete = measured(settings);
  const placed = await maskOnGrid(image, mask, complete);
  const results = await run(nativeInput(image, placed, complete, labels), { withDiagnostics: complete.additionalInfo }, options);
  const hashes = complete.additionalInfo
    ? { image: await voxelHash(image, "image"), mask: await voxelHash(placed.mask, "mask") }
    : { image: "", mask: "" };
  const order = new FeatureOrder(complete);
  return results.map((result): LabelExtraction => {
    const { label } = result;
    const loss = lossOf(placed, label);
    if (loss?.isWhole || result.refused !== "") return { label, refused: new PlainError(loss?.isWhole ? loss.words : result.refused) };
    const diagnostics = complete.additionalInfo ? diagnosticsOf(result.diagnostics, { ...settings, label }, hashes) : {};
    return {
      label,
      extraction: {
        label,
        features: order.features(result),
        diagnostics,
        warnings: [...placed.notes, ...(loss ? [loss.words] : []), ...result.warnings],
      },
    };
  });
}

/** The matrices behind the features of one label on the original image. Throws as `extractFeatures`. */
export async function extractMatrices(
  image: Image,
  mask: Image,
  settings: ExtractionSettings,
  options: ExtractionOptions = {},
): Promise<NativeMatrices> {
  const result = await runOne(image, mask, settings, { withMatrices: true }, options);
  return result.images[0]!.matrices!;
}

/** The images that the features of one label are computed of, cut to the box around it, under PyRadiomics' names. Throws as `extractFeatures`. */
export async function deriveImages(
  image: Image,
  mask: Image,
  settings: ExtractionSettings,
  options: ExtractionOptions = {},
): Promise<Array<{ name: string; image: Image }>> {
  const result = await runOne(image, mask, settings, { withImages: true, classes: [] }, options);
  return result.images.map(({ name, image: derived }) => ({ name, image: { ...derived!, scalarType: scalarTypeOf(derived!.voxels) } }));
}

/** The settings completed; without force2D there is no plane, and PyRadiomics leaves shape2D out (settingsWarnings says so). */
function measured(settings: ExtractionSettings): CompleteSettings {
  const complete = completeSettings(settings);
  return complete.force2D ? complete : { ...complete, featureClass: complete.featureClass.filter(([name]) => name !== "shape2D") };
}

async function runOne(
  image: Image,
  mask: Image,
  settings: ExtractionSettings,
  wanted: Partial<NativeInput>,
  options: ExtractionOptions,
): Promise<NativeResult> {
  const complete = measured(settings);
  const [result] = await run(nativeInput(image, await maskOnGrid(image, mask, complete), complete, [complete.label]), wanted, options);
  if (result!.refused !== "") throw new PlainError(result!.refused);
  return result!;
}

async function run(
  input: ReturnType<typeof nativeInput>,
  wanted: Partial<NativeInput>,
  options: ExtractionOptions,
): Promise<NativeResult[]> {
  return nativeEngine()
    .extract(
      {
        ...input,
        withDiagnostics: false,
        withMatrices: false,
        withImages: false,
        ...wanted,
        threads: options.threads ?? 0,
        cancelFlag: options.cancelFlag && new Int32Array(options.cancelFlag, 0, 1),
      },
      options.onProgress,
    )
    .catch(throwInWords);
}

/** Where the engine's values stand, and the order in which they are given. */
class FeatureOrder {
  private readonly shape: readonly Place[];
  private readonly texture: readonly Place[];

  constructor({ featureClass }: CompleteSettings) {
    const asked = new Set(featureClass.map(([name]) => name));
    const isShape = (name: FeatureClass) => name.startsWith("shape");
    const places = (ofShape: boolean) => {
      const documented = featureDocumentation().filter(
        (feature) => asked.has(feature.featureClass) && isShape(feature.featureClass) === ofShape,
      );
      const at = new Map(documented.map((feature, index) => [feature.name, { index, reason: feature.undefinedWhen }]));
      return featureClass
        .filter(([name]) => isShape(name) === ofShape)
        .flatMap(([className, names]) =>
          names.map((name): Place => ({ featureClass: className, name, ...at.get(columnName("original", className, name))! })),
        );
    };
    this.shape = places(true);
    this.texture = places(false);
  }

  features({ shape, images }: NativeResult): FeatureValue[] {
    const of = (places: readonly Place[], imageName: string, values: Float64Array) =>
      places.map(({ featureClass, name, index, reason }): FeatureValue => {
        const column = columnName(imageName, featureClass, name);
        const value = values[index]!;
        return Number.isNaN(value)
          ? { name: column, value: null, reason: reason || "it divides by zero for this region" }
          : { name: column, value };
      });
    return [...of(this.shape, "original", shape), ...images.flatMap(({ name, values }) => of(this.texture, name, values))];
  }
}

interface Place {
  readonly featureClass: FeatureClass;
  readonly name: string;
  readonly index: number;
  readonly reason: string;
}

/** An error of the engine in the words meant for the reader. */
export function throwInWords(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "REFUSED") throw new PlainError(message, { cause: error });
  if (code === "CANCELLED") throw new ExtractionCancelled(message, { cause: error });
  throw error;
}
