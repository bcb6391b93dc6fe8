import type { VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { Normalise, Skimage, VolumeInput } from "#shared/domain/bundle/input.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { NnunetDataset, NnunetPlans, NnunetResampling } from "./plansFile.ts";
import type { SideFile } from "./sideFile.ts";

/**
 * How images become what an nnU-Net sees: read as its reader does, axes transposed, cropped to what is not 0, normalised, resampled, and padded to the patch.
 * Plans have spacing and patch in transposed order already. Throws PlainError where files do not name the same channels.
 */
export function nnunetInput(plans: NnunetPlans, dataset: NnunetDataset, side: SideFile): VolumeInput {
  const { configuration, reader, transposeForward } = plans;
  const { spacing } = configuration;
  const names = channelNumbers(plans, dataset, side);
  const [first] = names;
  return {
    images: names.map((channel, index) => ({
      ...side.images[channel]!,
      required: true,
      registeredTo: channel === first ? null : side.images[first!]!.name,
      normalise: normaliseOf(plans, index),
    })),
    orientation: reader === "NibabelIOWithReorient" || reader === "SimpleITKIOWithReorient" ? "RAS" : "as stored",
    // Every reader answers arrays in the order z, y, x.
    tensorAxes: transposeForward.map((axis) => "zyx"[axis]).join("") as VolumeInput["tensorAxes"],
    dims: { kind: spacing.length === 3 ? "3d" : "2d" },
    order: ["crop", "normalise", "resample"],
    crop: { kind: "nonzero", marginVoxels: 0 },
    grid: {
      kind: "spacing",
      // A 2D network keeps the distance of its slices.
      mm: (spacing.length === 3 ? spacing : [null, ...spacing]) as [number | null, number, number],
      resample: skimageOf(configuration.resampling_fn_data_kwargs),
    },
    pad: { to: "patch", value: 0, where: "centre" },
  };
}

/** How nnU-Net's predictor runs a network unless told otherwise: patches that overlap by half, weighted by a Gaussian, logits averaged. */
export function nnunetInference({ configuration }: NnunetPlans, { images }: VolumeInput, side: SideFile, folds: string[]): VolumeInference {
  return {
    folds,
    channels: images.map(({ name }) => name),
    patch: configuration.patch_size,
    steps: { rule: "nnU-Net", step: 0.5 },
    blend: { kind: "gaussian", rule: "nnU-Net", sigmaFraction: 0.125 },
    accumulate: "float32",
    mirrorAxes: side.mirroringAxes,
    average: "logits",
    answers: "logits",
  };
}

/** resample_data_or_seg_to_shape. */
export function skimageOf({ order, order_z, force_separate_z, separate_z_anisotropy_threshold }: NnunetResampling): Skimage {
  return {
    method: "skimage",
    order,
    orderZ: order_z,
    separateZ: force_separate_z === null ? "auto" : force_separate_z ? "always" : "never",
    threshold: separate_z_anisotropy_threshold,
  };
}

/** "0", "1", ... as dataset.json, the side file and the plans have them, each the same. */
function channelNumbers({ configuration }: NnunetPlans, { channel_names, modality }: NnunetDataset, side: SideFile): string[] {
  const named = channel_names ?? modality;
  if (!named)
    throw new PlainError("dataset.json has no channel_names. Take the one that lies beside plans.json in the folder of the trained model.");
  const numbers = Object.keys(named);
  const wanted = numbers.map((_, index) => String(index));
  if (numbers.length === 0 || numbers.some((number) => !wanted.includes(number)))
    throw new PlainError(`dataset.json: channel_names must be numbered from 0 on; it has ${numbers.join(", ") || "none"}.`);
  const { length } = configuration.normalization_schemes;
  if (length !== numbers.length)
    throw new PlainError(`plans.json has ${length} normalization_schemes, and dataset.json ${numbers.length} channel_names.`);
  const given = Object.keys(side.images);
  const missing = wanted.filter((number) => !given.includes(number));
  if (missing.length > 0)
    throw new PlainError(
      `The side file names no image for ${missing.map((number) => `channel ${number} ("${named[number]}")`).join(", ")}. Add its name and sequence to images.`,
    );
  const more = given.find((number) => !wanted.includes(number));
  if (more !== undefined)
    throw new PlainError(`The side file names an image "${more}"; dataset.json has the channels ${wanted.join(", ")}.`);
  return wanted;
}

function normaliseOf({ configuration, intensity }: NnunetPlans, channel: number): Normalise {
  switch (configuration.normalization_schemes[channel]!) {
    case "ZScoreNormalization":
      return { kind: "zscore", over: configuration.use_mask_for_norm[channel] ? "nonzeroFilled" : "whole" };
    case "CTNormalization": {
      const { mean, std, percentile_00_5, percentile_99_5 } = intensity.get(String(channel))!;
      return { kind: "ct", low: percentile_00_5, high: percentile_99_5, mean, standardDeviation: std };
    }
    case "NoNormalization":
      return { kind: "none" };
    case "RescaleTo01Normalization":
      return { kind: "minMax" };
  }
}
