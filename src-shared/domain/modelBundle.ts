import { z } from "zod";
import { extractionSettingsSchema } from "./featureSet.ts";

const range = z.object({ min: z.number(), max: z.number(), mean: z.number().optional(), standardDeviation: z.number().optional() });

/** bundle.json, first form: all that is needed to run model.onnx rightly. */
export const modelBundleSchema = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string().min(1),
  version: z.string().min(1),
  authors: z.array(z.string()).min(1),
  licence: z.string().min(1),
  intendedUse: z.string().min(1),
  /** A sentence shown beside every result, e.g. "Demonstration: trained on synthetic images." */
  notice: z.string().optional(),
  task: z.literal("classification"),
  classes: z.array(z.string()).min(2),
  positiveClass: z.string(),
  threshold: z.number().min(0).max(1),
  input: z.object({
    /** The ONNX input's name; where absent, the model's only input. */
    tensor: z.string().optional(),
    features: z.array(z.string()).min(1),
    settings: extractionSettingsSchema,
    settingsHash: z.string(),
    trainingRange: z.record(z.string(), range),
  }),
  output: z.object({
    /** The ONNX output that holds the probabilities; where absent it is found by its shape. */
    tensor: z.string().optional(),
  }).optional(),
  /** For a linear model: log-odds = intercept + sum of coefficient * (value - mean) / standardDeviation, with mean and deviation from trainingRange. */
  linear: z.object({ intercept: z.number(), coefficients: z.record(z.string(), z.number()) }).optional(),
  goldenCase: z.object({
    input: z.record(z.string(), z.number()),
    /** Probability of each class. */
    output: z.record(z.string(), z.number()),
    tolerance: z.number().positive().optional(),
  }),
});
export type ModelBundle = z.infer<typeof modelBundleSchema>;

/** An installed bundle. */
export const installedModelSchema = z.object({
  id: z.string(),
  bundle: modelBundleSchema,
  /** sha256, hex, of bundle.json and model.onnx. */
  bundleHash: z.string(),
  installedAt: z.iso.datetime(),
});
export type InstalledModel = z.infer<typeof installedModelSchema>;

/** One run of a model on one feature set, with where everything came from. */
export const predictionSchema = z.object({
  id: z.string(),
  modelId: z.string(),
  modelName: z.string(),
  modelVersion: z.string(),
  bundleHash: z.string(),
  notice: z.string().nullable(),
  featureSetId: z.string().nullable(),
  probabilities: z.record(z.string(), z.number()),
  positiveClass: z.string(),
  positiveProbability: z.number(),
  threshold: z.number(),
  predictedClass: z.string(),
  inputs: z.array(z.object({
    feature: z.string(),
    value: z.number(),
    outsideTrainingRange: z.boolean(),
    trainingRange: range.nullable(),
    /** coefficient times standardised value, in log-odds; null where the model is not linear. */
    contribution: z.number().nullable(),
  })),
  createdAt: z.iso.datetime(),
});
export type Prediction = z.infer<typeof predictionSchema>;
