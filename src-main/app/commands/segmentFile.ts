import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { imageFileFormatOf, writeImageFile } from "../../services/imagefiles/index.ts";
import { narrowedLabels, runBundle2, segmentOfLabel } from "../../services/models/index.ts";
import { readBundleImages, withBundle } from "./bundleFolder.ts";
import { refuseInput } from "./refuseInput.ts";

export interface SegmentRequest {
  /** The folder of a bundle that draws. */
  readonly bundlePath: string;
  /** The image of a bundle that takes one. */
  readonly only?: string | undefined;
  /** Files by the names of the bundle's images. */
  readonly roles: ReadonlyMap<string, string>;
  readonly outPath: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a network drew. */
export interface FileSegmentation {
  readonly notice: string;
  readonly model: {
    readonly name: string;
    readonly version: string;
    readonly authors: readonly string[];
    readonly licenceOfWeights: string;
  };
  readonly labels: ReadonlyArray<{ readonly value: number; readonly name: string; readonly voxels: number; readonly ml: number }>;
  /** What to be careful of: files, and what lies outside of the training data. */
  readonly notes: readonly string[];
  readonly memory: { readonly estimatedBytes: number; readonly peakBytes: number };
}

/**
 * Runs a network on image files and writes its label map, on the grid of the image that counts; NRRD names the labels. A file is written whole or not at
 * all. Throws PlainError, naming the file or the field, where anything does not fit.
 */
export async function segmentFile({ bundlePath, only, roles, outPath, onProgress }: SegmentRequest): Promise<FileSegmentation> {
  imageFileFormatOf(outPath);
  await refuseInput(outPath, [only, ...roles.values()]);
  return withBundle(bundlePath, async ({ bundle, folder, inference, workFolder }) => {
    if (bundle.kind !== "segmentation")
      throw new PlainError(`${bundle.name} draws nothing: it is of the kind "${bundle.kind}". Run it with fascicle predict.`);
    const { images, notes } = await readBundleImages(bundle, { only, roles });
    const outcome = await runBundle2(inference, { bundle, folder }, { images, workFolder }, { onProgress });
    const labels = outcome.labels!;
    await writeImageFile(outPath, narrowedLabels(labels), { segments: bundle.output.labels.map(segmentOfLabel) });
    const voxelMl = labels.grid.spacingMm.reduce((product, mm) => product * mm, 1) / 1000;
    return {
      notice: researchUseNotice,
      model: {
        name: bundle.name,
        version: bundle.version,
        authors: bundle.authors,
        licenceOfWeights: bundle.provenance.licenceOfWeights,
      },
      labels: bundle.output.labels.map(({ value, name }) => {
        const voxels = outcome.counts![String(value)]!;
        return { value, name, voxels, ml: voxels * voxelMl };
      }),
      notes: [...notes, ...outcome.notes],
      memory: { estimatedBytes: outcome.memory.estimatedBytes, peakBytes: outcome.memory.peakBytes },
    };
  });
}
