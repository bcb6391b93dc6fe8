import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectRoot } from "../store/index.ts";

const near1 = (values: readonly number[]) => Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < 1e-9;
/** Probabilities of grades 0 to 5. */
const gradesSchema = z.array(z.number().min(0).max(1)).length(6).refine(near1, "probabilities add up to 1");
const border = z.object({
  /** Of the field that moves a border. */
  deviationMm: z.number().min(0),
  /** By how much a border lies too far outside on average. */
  biasMm: z.number(),
  /** From hill to hollow of the field. */
  reachMm: z.number().positive(),
});
export type BorderJitter = z.infer<typeof border>;

const reader = z.object({
  name: z.string(),
  /** By the true grade, how often each grade is given. */
  confusion: z.array(gradesSchema).length(6),
  /** Against the true border, on the series that is drawn on. */
  border,
  /** Against the own drawing, where it is revised on the other series. */
  revision: border,
});
export type SimulatedReader = z.infer<typeof reader>;

const region = z.object({
  /** Height of the lowest slice above the region's most distal level, mm. */
  lowestMm: z.number(),
  /** Slices, from 1. */
  levels: z.record(z.string(), z.number().int().positive()),
});

const projectParametersSchema = z.object({
  about: z.string(),
  seed: z.number().int().nonnegative(),
  name: z.string(),
  description: z.string(),
  startsAt: z.iso.datetime(),
  casesADay: z.number().int().positive(),
  secondPassAfterDays: z.number().int().positive(),
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  spacingMm: z.number().positive(),
  slices: z.number().int().positive(),
  sliceDistanceMm: z.number().positive(),
  regions: z.object({ thigh: region, calf: region }),
  groups: z.array(z.object({ name: z.string(), cases: z.number().int().positive(), infiltrated: z.array(z.string()) })).length(2),
  grades: z.object({ infiltrated: gradesSchema, others: gradesSchema, sideDiffers: z.number().min(0).max(1) }),
  readers: z.array(reader).length(2),
  coordinator: z.string(),
  repeats: z.number().min(0).max(1),
});
/** What the sample project is made from; the schema tells of each field. */
export type ProjectParameters = z.infer<typeof projectParametersSchema>;

/** assets/sample/project.json. */
export function projectParameters(): ProjectParameters {
  return projectParametersSchema.parse(JSON.parse(readFileSync(join(projectRoot, "assets", "sample", "project.json"), "utf8")));
}
