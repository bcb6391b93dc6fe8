import { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { plainWords } from "../fieldProblems.ts";

/** What is known of nnU-Net v2 here, by its own names; the version that was read is commit 0e495086 of its repository. */
const known = {
  preprocessor: ["DefaultPreprocessor"],
  labelManager: ["LabelManager"],
  reader: ["SimpleITKIO", "SimpleITKIOWithReorient", "NibabelIO", "NibabelIOWithReorient"],
  normalisation: ["ZScoreNormalization", "CTNormalization", "NoNormalization", "RescaleTo01Normalization"],
  resampling: ["resample_data_or_seg_to_shape"],
} as const;

const oneOf = <Name extends string>(what: string, names: readonly Name[]) =>
  z.custom<Name>((value) => names.some((name) => name === value), {
    error: ({ input }) =>
      input === undefined
        ? `is missing (${names.join(", ")})`
        : `the ${what} ${JSON.stringify(input)} is not known here; known: ${names.join(", ")}`,
  });

/** Parameters of resample_data_or_seg_to_shape; those that are left out have the values that nnU-Net's source gives them. */
const resamplingSchema = z.strictObject({
  is_seg: z.literal(false).default(false),
  order: z.literal([0, 1, 3]).default(3),
  order_z: z.literal([0, 1, 3]).default(0),
  force_separate_z: z.boolean().nullable().default(false),
  separate_z_anisotropy_threshold: z.number().positive().default(3),
});
export type NnunetResampling = z.infer<typeof resamplingSchema>;

const ignored = z.unknown().optional();
/** Fields that say nothing about how the network is run; the last ones are of the architecture, in plans of before 2.2. */
const unused = {
  inherits_from: ignored,
  next_stage: ignored,
  data_identifier: ignored,
  batch_size: ignored,
  batch_dice: ignored,
  median_image_size_in_voxels: ignored,
  architecture: ignored,
  resampling_fn_seg: ignored,
  resampling_fn_seg_kwargs: ignored,
  UNet_class_name: ignored,
  UNet_base_num_features: ignored,
  n_conv_per_stage_encoder: ignored,
  n_conv_per_stage_decoder: ignored,
  num_pool_per_axis: ignored,
  pool_op_kernel_sizes: ignored,
  conv_kernel_sizes: ignored,
  unet_max_num_features: ignored,
};

const configurationSchema = z.strictObject({
  ...unused,
  preprocessor_name: oneOf("preprocessor", known.preprocessor),
  /** Two lengths for a 2D network, three else, in transposed order; so is spacing, mm. */
  patch_size: z.array(z.int().min(1)).min(2).max(3),
  spacing: z.array(z.number().positive()).min(2).max(3),
  normalization_schemes: z.array(oneOf("normalisation scheme", known.normalisation)).min(1),
  use_mask_for_norm: z.array(z.boolean()).min(1),
  resampling_fn_data: oneOf("resampling function", known.resampling),
  resampling_fn_data_kwargs: resamplingSchema,
  resampling_fn_probabilities: oneOf("resampling function", known.resampling),
  resampling_fn_probabilities_kwargs: resamplingSchema,
});
export type NnunetConfiguration = z.infer<typeof configurationSchema>;

const intensitySchema = z.looseObject({
  mean: z.number(),
  std: z.number().positive(),
  percentile_00_5: z.number(),
  percentile_99_5: z.number(),
});

const plansSchema = z.looseObject({
  dataset_name: z.string().min(1),
  image_reader_writer: oneOf("reader", known.reader),
  transpose_forward: z.tuple([z.int(), z.int(), z.int()]).refine((axes) => axes.toSorted((a, b) => a - b).join() === "0,1,2", {
    error: "must have 0, 1 and 2, each once",
  }),
  label_manager: oneOf("label manager", known.labelManager).default("LabelManager"),
  configurations: z.record(z.string(), z.record(z.string(), z.unknown())),
  foreground_intensity_properties_per_channel: z.record(z.string(), z.unknown()).optional(),
  /** The same, in plans of the first versions. */
  foreground_intensity_properties_by_modality: z.record(z.string(), z.unknown()).optional(),
});

const datasetSchema = z.looseObject({
  channel_names: z.record(z.string(), z.string()).optional(),
  /** The same, in the first versions. */
  modality: z.record(z.string(), z.string()).optional(),
  labels: z.record(z.string(), z.union([z.int().min(0), z.array(z.int().min(0)).min(1)], "must be a number, or a list of numbers")),
  regions_class_order: z.array(z.int().min(1)).optional(),
});
export type NnunetDataset = z.infer<typeof datasetSchema>;

/** plans.json, with one configuration of it. */
export interface NnunetPlans {
  readonly datasetName: string;
  readonly reader: (typeof known.reader)[number];
  readonly transposeForward: readonly [number, number, number];
  readonly configuration: NnunetConfiguration;
  /** Of the training data's foreground, by the number of the channel: only where CTNormalization asks for it. */
  readonly intensity: ReadonlyMap<string, z.infer<typeof intensitySchema>>;
}

/** Reads plans.json. Throws PlainError that names what is missing, wrong or not known, and where the configuration is a cascade or is not there. */
export function readPlans(text: string, name: string): NnunetPlans {
  const plans = parsed("plans.json", plansSchema, jsonOf("plans.json", text));
  const content = inherited(plans.configurations, name);
  if (content["previous_stage"] !== undefined && content["previous_stage"] !== null)
    throw new PlainError(
      `The configuration ${name} is a cascade: it needs the answer of ${JSON.stringify(content["previous_stage"])} as further channels, which is not known here. Choose another one.`,
    );
  const { previous_stage: _none, ...own } = content;
  const configuration = parsed("plans.json", configurationSchema, own, ["configurations", name]);
  const { patch_size: patch, spacing, normalization_schemes: schemes, use_mask_for_norm: masks } = configuration;
  if (patch.length !== spacing.length)
    throw new PlainError(
      `plans.json: configurations.${name} has a patch_size of ${patch.length} lengths and a spacing of ${spacing.length}.`,
    );
  if (schemes.length !== masks.length)
    throw new PlainError(
      `plans.json: configurations.${name} has ${schemes.length} normalization_schemes and ${masks.length} use_mask_for_norm.`,
    );
  const stored = plans.foreground_intensity_properties_per_channel ?? plans.foreground_intensity_properties_by_modality ?? {};
  const measured = schemes.flatMap((scheme, channel) => (scheme === "CTNormalization" ? [String(channel)] : []));
  return {
    datasetName: plans.dataset_name,
    reader: plans.image_reader_writer,
    transposeForward: plans.transpose_forward,
    configuration,
    intensity: new Map(
      measured.map((channel) => [
        channel,
        parsed("plans.json", intensitySchema, stored[channel], ["foreground_intensity_properties_per_channel", channel]),
      ]),
    ),
  };
}

/** Reads dataset.json. Throws PlainError that names what is missing or wrong. */
export function readDataset(text: string): NnunetDataset {
  return parsed("dataset.json", datasetSchema, jsonOf("dataset.json", text));
}

/** A configuration with what it takes over from others. */
function inherited(
  configurations: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  name: string,
  heirs: readonly string[] = [],
): Record<string, unknown> {
  const own = Object.hasOwn(configurations, name) ? configurations[name] : undefined;
  if (!own) throw new PlainError(`plans.json has no configuration ${name}. It has ${Object.keys(configurations).join(", ") || "none"}.`);
  if (heirs.includes(name)) throw new PlainError(`plans.json: the configurations ${heirs.join(", ")} inherit from each other in a circle.`);
  const from = own["inherits_from"];
  return typeof from === "string" ? { ...inherited(configurations, from, [...heirs, name]), ...own } : { ...own };
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new PlainError(`${file} is not valid JSON: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
}

/** What a schema makes of a value that stands at `place` in a file. */
function parsed<Content>(file: string, schema: z.ZodType<Content>, value: unknown, place: readonly string[] = []): Content {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => plainWords({ ...issue, path: [...place, ...issue.path] }));
  throw new PlainError(`${file} cannot be taken over: ${problems.join("; ")}. Nothing is guessed.`);
}
