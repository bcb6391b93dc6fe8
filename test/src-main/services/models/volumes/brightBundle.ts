import { identityDirection } from "#shared/domain/geometry.ts";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import type { Image } from "#shared/domain/volume.ts";
import { pointwiseNetwork } from "../nnunet/nnunetFolder.ts";
import { segmentationBundle } from "./sampleBundle2.ts";
import { writeBundle2 } from "./writeTestBundles.ts";

const size = [7, 6, 5] as const;

/** Every voxel has its own number, from 1 to 210. */
export const numberedImage: Image = {
  grid: { size, spacingMm: [2, 1, 3], originMm: [5, 6, 7], direction: identityDirection },
  scalarType: "int16",
  voxels: Int16Array.from({ length: 210 }, (_, at) => 1 + ((at * 101) % 210)),
};

/** Writes a bundle whose network draws what is above a value: label 1, "bright". */
export async function writeBrightBundle(folder: string, above: number, changes: Partial<SegmentationBundle> = {}): Promise<string> {
  const base = segmentationBundle();
  const bright = [...numberedImage.voxels].filter((value) => value > above).length;
  return writeBundle2<SegmentationBundle>(
    folder,
    {
      ...base,
      name: "Bright",
      limits: { ...base.limits, patchMb: 2, threads: 1 },
      input: {
        ...base.input,
        images: [{ name: "image", sequence: "any", required: true, registeredTo: null, normalise: { kind: "none" } }],
        orientation: "as stored",
        crop: { kind: "none" },
        grid: { kind: "keep" },
        pad: { to: "patch", value: 0, where: "end" },
      },
      inference: { ...base.inference, channels: ["image"], patch: [4, 4, 4] },
      output: { ...base.output, kind: "labels", channels: [null, 1], labels: [{ value: 1, name: "bright" }] },
      golden: [
        {
          name: "numbered",
          images: { image: "golden/image.nii" },
          tensor: { shape: [1, 5, 6, 7], samples: [{ at: [0, 0, 0, 1], value: 102 }], tolerance: 1e-6 },
          counts: { "1": bright },
          countsPercent: 0,
          logits: [],
          logitsTolerance: 1e-4,
        },
      ],
      ...changes,
    },
    {
      "fold_0.onnx": pointwiseNetwork({ weights: [[0], [1]], bias: [0, -above] }, 3),
      "golden/image.nii": numberedImage,
    },
  );
}
