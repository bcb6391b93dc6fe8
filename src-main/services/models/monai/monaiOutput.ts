import type { VolumeInference } from "#shared/domain/bundle/inference.ts";
import type { PostStep, SegmentationOutput } from "#shared/domain/bundle/output.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { Fields, type MonaiPart } from "./monaiConfig.ts";
import { movesData } from "./monaiInput.ts";

/** The inferer of a bundle: which patches the network sees, and how they are blended. Throws PlainError that names what cannot be translated. */
export function monaiInferer(parts: readonly MonaiPart[]): Pick<VolumeInference, "patch" | "steps" | "blend"> {
  const [part] = parts;
  if (part?.name === "SimpleInferer") return { patch: "whole volume", steps: { rule: "MONAI", overlap: 0 }, blend: { kind: "constant" } };
  if (part?.name !== "SlidingWindowInferer")
    throw new PlainError(
      `inference.json: the inferer ${part?.name ?? "that is disabled"} is not known here (known: SlidingWindowInferer, SimpleInferer).`,
    );
  const fields = new Fields(part);
  fields.ignore("sw_batch_size", "sw_device", "device", "progress", "cache_roi_weight_map", "cpu_thresh", "buffer_steps", "buffer_dim");
  const patch = fields.three("roi_size");
  const overlap = fields.number("overlap", 0.25);
  const isGaussian = fields.oneOf("mode", "constant", "gaussian") === "gaussian";
  const sigmaFraction = fields.number("sigma_scale", 0.125);
  fields.oneOf("padding_mode", "constant");
  fields.oneOf("cval", 0);
  fields.oneOf("with_coord", false);
  fields.end();
  return {
    patch,
    steps: { rule: "MONAI", overlap },
    blend: isGaussian ? { kind: "gaussian", rule: "MONAI", sigmaFraction } : { kind: "constant" },
  };
}

/** What postprocessing makes of the network's answer. */
export interface MonaiOutput {
  readonly kind: "labels" | "regions";
  /** Of regions. */
  readonly threshold: number;
  readonly resampleBack: SegmentationOutput["resampleBack"];
  /** Without labels: all of them, where a list is empty. */
  readonly post: readonly PostStep[];
}

/**
 * Translates MONAI's postprocessing; `labels` are all that there are, `isRegridded` whether the answer has to be brought back to another grid. Throws PlainError
 * that names the transform, and the field, that cannot be translated.
 */
export function monaiOutput(parts: readonly MonaiPart[], labels: readonly number[], isRegridded: boolean): MonaiOutput {
  let activation: "softmax" | "sigmoid" | undefined;
  let discrete: { kind: "labels" | "regions"; threshold: number } | undefined;
  let inverted: "logits" | "scores" | undefined;
  const post: PostStep[] = [];
  for (const part of parts) {
    if (movesData(part)) continue;
    const fields = new Fields(part);
    const isLate = () => {
      if (!discrete) throw fields.refusal("its place before AsDiscreted");
    };
    switch (part.name) {
      case "Activationsd": {
        const [softmax, sigmoid] = [fields.oneOf("softmax", false, true), fields.oneOf("sigmoid", false, true)];
        fields.oneOf("other", null);
        if (softmax === sigmoid || activation || discrete)
          throw fields.refusal("neither or both of softmax and sigmoid, or out of its place");
        activation = softmax ? "softmax" : "sigmoid";
        break;
      }
      case "Invertd":
        fields.ignore("transform", "orig_keys", "meta_keys", "orig_meta_keys", "meta_key_postfix", "to_tensor", "device");
        fields.oneOf("nearest_interp", true, false);
        if (discrete || part.fields["nearest_interp"] !== false)
          throw fields.refusal(
            discrete ? "its place after AsDiscreted: labels would be resampled" : "nearest_interp true, which is its default",
            "nearest_interp false",
          );
        inverted = activation ? "scores" : "logits";
        break;
      case "AsDiscreted": {
        const isArgmax = fields.oneOf("argmax", false, true);
        const threshold =
          part.fields["threshold"] === undefined || part.fields["threshold"] === null ? undefined : fields.number("threshold");
        fields.ignore("threshold");
        for (const name of ["to_onehot", "rounding"] as const) fields.oneOf(name, null, false);
        if (discrete || isArgmax === (threshold !== undefined))
          throw fields.refusal("neither or both of argmax and threshold, or a second time");
        if (isArgmax && activation === "sigmoid") throw fields.refusal("argmax after a sigmoid");
        if (!isArgmax && activation !== "sigmoid") throw fields.refusal("threshold without a sigmoid before it");
        discrete = isArgmax ? { kind: "labels", threshold: 0.5 } : { kind: "regions", threshold: threshold! };
        break;
      }
      case "KeepLargestConnectedComponentd": {
        isLate();
        const which = fields.integers("applied_labels") ?? labels;
        const together = !fields.oneOf("independent", true, false);
        fields.oneOf("num_components", 1);
        fields.oneOf("is_onehot", null, false);
        post.push({ kind: "largestComponent", labels: [...which], together, connectivity: connectivityOf(fields, null) });
        break;
      }
      case "FillHolesd": {
        isLate();
        const which = fields.integers("applied_labels") ?? labels;
        // Without it diagonal paths lead out of a hole, too.
        if (fields.integers("connectivity")?.[0] !== 1) throw fields.refusal("a connectivity that is not 1", "1");
        post.push({ kind: "fillHoles", labels: [...which] });
        break;
      }
      case "RemoveSmallObjectsd": {
        isLate();
        fields.oneOf("by_measure", true);
        if (part.fields["by_measure"] !== true) throw fields.refusal("by_measure false, which is its default: it counts voxels", "true");
        fields.oneOf("pixdim", null);
        fields.oneOf("independent_channels", true);
        post.push({
          kind: "minimumVolume",
          labels: [...labels],
          mm3: fields.number("min_size", 64),
          connectivity: connectivityOf(fields, 1),
        });
        break;
      }
      default:
        throw new PlainError(
          `inference.json: the transform ${part.name} of postprocessing is not known here. docs/model-bundle.md lists those that are. Nothing is guessed.`,
        );
    }
    fields.ignore("keys", "allow_missing_keys");
    fields.end();
  }
  if (!discrete) throw new PlainError("inference.json: postprocessing has no AsDiscreted: it is not said how scores become labels.");
  if (!inverted && isRegridded)
    throw new PlainError(
      "inference.json: postprocessing has no Invertd, although images are resampled: it is not said how the answer comes back.",
    );
  return { ...discrete, resampleBack: { of: inverted ?? (activation ? "scores" : "logits"), resample: { method: "inverse" } }, post };
}

function connectivityOf(fields: Fields, fallback: 1 | null): 6 | 26 {
  return fields.oneOf("connectivity", fallback, 1, 3, null) === 1 ? 6 : 26;
}
