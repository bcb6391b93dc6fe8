import { createHash } from "node:crypto";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Diagnostics, DiagnosticValue } from "#shared/domain/featureSet.ts";
import type { Image, VoxelArray } from "#shared/domain/volume.ts";
import type { NativeStep } from "./nativeEngine.ts";
import { yieldThread } from "../system/index.ts";

const chunkVoxels = 1 << 20; // some milliseconds of hashing: the thread that answers the door stays free

/**
 * sha1, hex, over the bytes of an image's voxels, as PyRadiomics (SimpleITK) states it; those of a mask are taken as uint32, as there.
 */
export async function voxelHash({ voxels }: Image, as: "image" | "mask"): Promise<string> {
  const hash = createHash("sha1");
  const add = (part: VoxelArray) => hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  for (let start = 0; start < voxels.length; start += chunkVoxels) {
    if (start > 0) await yieldThread();
    const part = voxels.subarray(start, start + chunkVoxels);
    if (as === "image" || part instanceof Uint32Array) add(part);
    else addWidened(part, add);
  }
  return hash.digest("hex");
}

const widened = new Uint32Array(1 << 14);

/** Hands over voxels as uint32, some at a time, in one small buffer: a copy of every mask of a batch would keep the garbage collector busy. */
function addWidened(voxels: VoxelArray, add: (part: Uint32Array) => void): void {
  for (let start = 0; start < voxels.length; start += widened.length) {
    const part = voxels.subarray(start, start + widened.length);
    widened.set(part);
    add(widened.subarray(0, part.length));
  }
}

/**
 * PyRadiomics' columns "diagnostics_..." of one region, in its order, without the versions of programs that are not used here.
 * Indices and sizes are x, y, z; mm in LPS.
 */
export function diagnosticsOf(
  steps: readonly NativeStep[],
  settings: ExtractionSettings,
  hashes: { image: string; mask: string },
): Diagnostics {
  const { imageType, featureClass: _featureClass, voxelSetting: _voxelSetting, profile: _profile, ...setting } = settings;
  const out: Record<string, DiagnosticValue> = {
    Configuration_Settings: setting,
    Configuration_EnabledImageTypes: imageType ?? { Original: {} },
  };
  for (const { step, image, mask } of steps) {
    if (image) {
      if (step === "original") Object.assign(out, { "Image-original_Hash": hashes.image, "Image-original_Dimensionality": "3D" });
      Object.assign(
        out,
        prefixed(`Image-${step}_`, {
          Spacing: image.spacingMm,
          Size: image.size,
          Mean: image.mean,
          Minimum: image.minimum,
          Maximum: image.maximum,
        }),
      );
    }
    if (step === "original") out["Mask-original_Hash"] = hashes.mask;
    Object.assign(
      out,
      prefixed(`Mask-${step}_`, {
        Spacing: mask.spacingMm,
        Size: mask.size,
        BoundingBox: [...mask.lower, ...mask.boxSize],
        VoxelNum: mask.voxels,
        VolumeNum: mask.volumes,
        CenterOfMassIndex: mask.centreIndex,
        CenterOfMass: mask.centreMm,
        ...(mask.mean === undefined ? {} : { Mean: mask.mean, Minimum: mask.minimum!, Maximum: mask.maximum! }),
      }),
    );
  }
  return prefixed("diagnostics_", out);
}

function prefixed(prefix: string, values: Record<string, DiagnosticValue>): Record<string, DiagnosticValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
