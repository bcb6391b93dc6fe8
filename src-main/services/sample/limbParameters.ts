import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectRoot } from "../store/index.ts";

const disc = z.tuple([z.number(), z.number(), z.number().positive()]);
/** By level, a chain of discs: [lateral, posterior, radius], mm. */
const levels = z.array(z.array(disc).min(1));
const shape = z.object({ name: z.string(), levels });

/** assets/sample/thigh.json and calf.json. */
const limbParametersSchema = z.object({
  about: z.string(),
  region: z.enum(["thigh", "calf"]),
  /** Height of each level above the most distal one, mm. */
  levelsMm: z.array(z.number()),
  /** By level: centre (lateral, posterior), reach to lateral, medial, anterior and posterior, mm. */
  skin: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()])),
  /** By level, how much the skin over the shin is flattened, mm. */
  anteromedialFlatteningMm: z.array(z.number()),
  muscles: z.array(shape.extend({ code: z.string() })),
  otherMuscles: z.array(shape),
  bones: z.array(shape.extend({ cortexMm: z.array(z.number()) })),
  tendons: z.array(shape),
  spaces: z.array(shape),
  vessels: z.array(shape.extend({ kind: z.enum(["artery", "vein"]) })),
  nerves: z.array(shape),
});
export type LimbParameters = z.infer<typeof limbParametersSchema>;
export type LimbRegion = LimbParameters["region"];
export type Levels = z.infer<typeof levels>;

const known = new Map<LimbRegion, LimbParameters>();

/** The shapes of a region, read once. */
export function limbParameters(region: LimbRegion): LimbParameters {
  const read =
    known.get(region) ??
    limbParametersSchema.parse(JSON.parse(readFileSync(join(projectRoot, "assets", "sample", `${region}.json`), "utf8")));
  known.set(region, read);
  return read;
}
