import { z } from "zod";
import { givenImageSchema, scoreRunSchema } from "./bundle/networkRun.ts";
import { extractionSettingsSchema } from "./extractionSettings.ts";
import { featureSetSchema } from "./featureSet.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a sha256 in 64 lower-case hexadecimal digits");

/** What a feature was in the training data. Mean and standard deviation are needed where the model is given as linear. */
const trainingRangeSchema = z.strictObject({
  min: z.number(),
  max: z.number(),
  mean: z.number().optional(),
  standardDeviation: z.number().positive().optional(),
});

/** What a run of a model may take. What is left out is as for every model: a minute, one thread, any memory. */
const modelLimitsSchema = z.strictObject({
  /** Of the whole run; a run that takes longer is stopped. */
  seconds: z.number().positive().max(86_400).optional(),
  /** Of the inference process; a run that makes it larger is stopped. */
  memoryMb: z.number().int().min(64).max(1_048_576).optional(),
  threads: z.number().int().min(1).max(64).optional(),
});
export type ModelLimits = z.infer<typeof modelLimitsSchema>;

/** bundle.json, first form: all that is needed to run model.onnx rightly. docs/model-bundle.md explains every field. */
export const modelBundleSchema = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string().min(1).max(120),
  version: z.string().min(1).max(40),
  authors: z.array(z.string().min(1)).min(1),
  licence: z.string().min(1),
  intendedUse: z.string().min(1),
  /** A sentence shown beside every result, e.g. "Demonstration: trained on synthetic images." */
  notice: z.string().min(1).optional(),
  task: z.literal("classification"),
  /** In the order of the output's columns. */
  classes: z.array(z.string().min(1)).min(2),
  positiveClass: z.string(),
  /** The positive class is predicted where its probability is this or more. */
  threshold: z.number().min(0).max(1),
  input: z.strictObject({
    /** The ONNX input's name; where absent, the model's only input. */
    tensor: z.string().min(1).optional(),
    /** PyRadiomics' names, in the order of the input's columns. */
    features: z.array(z.string().min(1)).min(1).max(20_000),
    settings: extractionSettingsSchema,
    settingsHash: sha256,
    trainingRange: z.record(z.string(), trainingRangeSchema),
  }),
  output: z
    .strictObject({
      /** The ONNX output that holds one number a class; where absent it is found by its shape. */
      tensor: z.string().min(1).optional(),
      /** "logits" are turned into probabilities by softmax; where absent the model gives probabilities. */
      values: z.enum(["probabilities", "logits"]).optional(),
    })
    .optional(),
  /** For a linear model: log-odds = intercept + sum of coefficient * (value - mean) / standardDeviation, with mean and deviation from trainingRange. */
  linear: z.strictObject({ intercept: z.number(), coefficients: z.record(z.string(), z.number()) }).optional(),
  limits: modelLimitsSchema.optional(),
  goldenCase: z.strictObject({
    input: z.record(z.string(), z.number()),
    /** Probability of each class. */
    output: z.record(z.string(), z.number().min(0).max(1)),
    /** The largest allowed difference of a probability; 0.00001 where absent. */
    tolerance: z.number().positive().max(0.01).optional(),
  }),
});
export type ModelBundle = z.infer<typeof modelBundleSchema>;

/** An installed bundle. */
export const installedModelSchema = z.object({
  id: z.string(),
  bundle: modelBundleSchema,
  /** sha256, hex, of bundle.json's bytes followed by model.onnx's. */
  bundleHash: z.string(),
  /** sha256, hex, of model.onnx as it was delivered. */
  modelHash: z.string(),
  /** Of the bundle's settings as this version makes it: feature sets that carry it were extracted under them. */
  settingsHash: z.string(),
  installedAt: z.iso.datetime(),
});
export type InstalledModel = z.infer<typeof installedModelSchema>;

/** What every prediction says: the model, and when. It stays readable when the model or its source is gone. */
const predictionHead = z.object({
  id: z.string(),
  modelId: z.string(),
  modelName: z.string(),
  modelVersion: z.string(),
  modelAuthors: z.array(z.string()),
  modelLicence: z.string(),
  intendedUse: z.string(),
  bundleHash: z.string(),
  modelHash: z.string(),
  /** How model.onnx was run: as delivered, or without the ZipMap that skl2onnx puts at its end (the probabilities are the same). */
  modelRun: z.enum(["as delivered", "without ZipMap"]),
  notice: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

/** One that tells classes. */
const predictionBase = predictionHead.extend({
  probabilities: z.record(z.string(), z.number()),
  positiveClass: z.string(),
  positiveProbability: z.number(),
  threshold: z.number(),
  predictedClass: z.string(),
});

/** For a linear model by falling absolute contribution, otherwise in the order of the bundle's features. */
const predictionInputsSchema = z.array(
  z.object({
    feature: z.string(),
    value: z.number(),
    outsideTrainingRange: z.boolean(),
    trainingRange: trainingRangeSchema,
    /** coefficient times standardised value, in log-odds; null where the model is not linear. */
    contribution: z.number().nullable(),
  }),
);

/** One run of a model on the features of a segment, with where everything came from. */
export const featurePredictionSchema = predictionBase.extend({
  kind: z.literal("features"),
  featureSetId: z.string(),
  /** Of the feature set: what was measured where, by whom and how. */
  source: featureSetSchema.omit({ id: true, features: true, diagnostics: true, createdAt: true }).extend({ extractedAt: z.iso.datetime() }),
  inputs: predictionInputsSchema,
});
export type FeaturePrediction = z.infer<typeof featurePredictionSchema>;

/** The volumes in the order of the model's images, under their names in it, with the hashes of their grids and voxels. */
const imageSourceSchema = z.object({
  volumes: z.array(givenImageSchema.extend({ name: givenImageSchema.shape.name.optional() })).min(1),
});

/** One run of a model on images that tells classes. */
export const imagePredictionSchema = predictionBase.extend({
  kind: z.literal("images"),
  source: imageSourceSchema,
  run: scoreRunSchema.optional(),
});
export type ImagePrediction = z.infer<typeof imagePredictionSchema>;

/** One run of a model on images that tells a value. */
export const valuePredictionSchema = predictionHead.extend({
  kind: z.literal("value"),
  value: z.object({ name: z.string(), unit: z.string(), number: z.number() }),
  source: imageSourceSchema,
  run: scoreRunSchema,
});
export type ValuePrediction = z.infer<typeof valuePredictionSchema>;

/** What networks say of images. */
export type NetworkPrediction = ImagePrediction | ValuePrediction;

/** One run of a model on a row of a table of cases. */
export const tablePredictionSchema = predictionBase.extend({
  kind: z.literal("table"),
  /** sha256, hex, of the table's content, and which case of it. */
  source: z.object({ tableHash: z.string(), caseKey: z.string() }),
  inputs: predictionInputsSchema,
});
export type TablePrediction = z.infer<typeof tablePredictionSchema>;

/** A prediction by the kind of its source. Those of earlier versions say no kind: they are of features. */
export const predictionSchema = z.preprocess(
  (value) => (typeof value === "object" && value !== null && !("kind" in value) ? { ...value, kind: "features" } : value),
  z.discriminatedUnion("kind", [featurePredictionSchema, imagePredictionSchema, valuePredictionSchema, tablePredictionSchema]),
);
export type Prediction = z.infer<typeof predictionSchema>;

/** A model after an install; `restored` where it had been installed before and its damaged or missing files were replaced. */
export const installResultSchema = installedModelSchema.extend({ restored: z.literal(true).optional() });
export type InstallResult = z.infer<typeof installResultSchema>;
