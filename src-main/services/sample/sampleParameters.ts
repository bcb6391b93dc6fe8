import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectRoot } from "../store/index.ts";

const three = z.tuple([z.number(), z.number(), z.number()]);
const nine = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
const words = z.union([z.string(), z.array(z.string())]);

const condition = z.object({
  grade: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  oedema: z.number().min(0).max(1),
});

const series = z.object({
  key: z.string(),
  /** Which unit draws it, and which of that unit's images it is. */
  unit: z.string(),
  channel: z.number().int(),
  number: z.number().int(),
  time: z.string(),
  description: z.string(),
  protocol: z.string(),
  bodyPart: z.string(),
  imageLaterality: z.string(),
  patientPosition: z.string(),
  imageType: z.array(z.string()),
  scanningSequence: words,
  sequenceVariant: words,
  acquisitionType: z.enum(["2D", "3D"]),
  repetitionTimeMs: z.number(),
  echoTimeMs: z.number(),
  inversionTimeMs: z.number().optional(),
  echoTrainLength: z.number().int(),
  flipAngle: z.number(),
  bandwidthHz: z.number(),
  averages: z.number(),
  /** Standard deviation of the noise, and strength of the coil's shading. */
  noise: z.number(),
  coil: z.number(),
  /** Centre and width. */
  window: z.tuple([z.number(), z.number()]),
});
export type SampleSeries = z.infer<typeof series>;

const study = z.object({
  key: z.string(),
  patientName: z.string(),
  patientId: z.string(),
  birthDate: z.string(),
  sex: z.string(),
  age: z.string(),
  weightKg: z.number(),
  studyDate: z.string(),
  studyTime: z.string(),
  studyId: z.string(),
  accessionNumber: z.string(),
  description: z.string(),
  series: z.array(series),
});
export type SampleStudy = z.infer<typeof study>;

const grid = { size: three, spacingMm: three, originMm: three, direction: nine, thicknessMm: z.number() };
const unit = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("limb"),
    region: z.enum(["thigh", "calf"]),
    ...grid,
    legs: z.array(
      z.object({
        side: z.enum(["right", "left"]),
        centreMm: z.tuple([z.number(), z.number()]),
        scale: z.number(),
        turn: z.number(),
        conditions: z.record(z.string(), condition),
      }),
    ),
  }),
  z.object({ kind: z.literal("head"), contrasts: z.array(z.enum(["t1", "t2", "flair"])), thicknessSamples: z.number().int(), ...grid }),
]);
export type SampleUnit = z.infer<typeof unit>;

const sampleParametersSchema = z.object({
  about: z.string(),
  seed: z.number().int(),
  studies: z.array(study),
  units: z.record(z.string(), unit),
});
export type SampleParameters = z.infer<typeof sampleParametersSchema>;

let known: SampleParameters | undefined;

/** assets/sample/studies.json, read once. */
export function sampleParameters(): SampleParameters {
  known ??= sampleParametersSchema.parse(JSON.parse(readFileSync(join(projectRoot, "assets", "sample", "studies.json"), "utf8")));
  return known;
}

/** A unit by its name. */
export function sampleUnit(name: string): SampleUnit {
  const found = sampleParameters().units[name];
  if (!found) throw new RangeError(`assets/sample/studies.json has no unit "${name}"`);
  return found;
}
