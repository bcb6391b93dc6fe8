import { z } from "zod";
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
  output: z.strictObject({
    /** The ONNX output that holds one number a class; where absent it is found by its shape. */
    tensor: z.string().min(1).optional(),
    /** "logits" are turned into probabilities by softmax; where absent the model gives probabilities. */
    values: z.enum(["probabilities", "logits"]).optional(),
  }).optional(),
  /** For a linear model: log-odds = intercept + sum of coefficient * (value - mean) / standardDeviation, with mean and deviation from trainingRange. */
  linear: z.strictObject({ intercept: z.number(), coefficients: z.record(z.string(), z.number()) }).optional(),
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
  installedAt: z.iso.datetime(),
});
export type InstalledModel = z.infer<typeof installedModelSchema>;

/** One run of a model on one feature set, with where everything came from. It stays readable when the model or the features are gone. */
export const predictionSchema = z.object({
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
  featureSetId: z.string(),
  /** Of the feature set: what was measured where, by whom and how. */
  source: featureSetSchema.omit({ id: true, features: true, diagnostics: true, createdAt: true }).extend({ extractedAt: z.iso.datetime() }),
  probabilities: z.record(z.string(), z.number()),
  positiveClass: z.string(),
  positiveProbability: z.number(),
  threshold: z.number(),
  predictedClass: z.string(),
  /** For a linear model by falling absolute contribution, otherwise in the order of the bundle's features. */
  inputs: z.array(z.object({
    feature: z.string(),
    value: z.number(),
    outsideTrainingRange: z.boolean(),
    trainingRange: trainingRangeSchema,
    /** coefficient times standardised value, in log-odds; null where the model is not linear. */
    contribution: z.number().nullable(),
  })),
  createdAt: z.iso.datetime(),
});
export type Prediction = z.infer<typeof predictionSchema>;
