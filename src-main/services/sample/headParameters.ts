import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectRoot } from "../store/index.ts";

const vector = z.tuple([z.number(), z.number(), z.number()]);
const ellipsoid = z.object({ centre: vector, axes: vector });
const mirrored = ellipsoid.extend({ mirrored: z.boolean() });
const ball = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** assets/sample/brain.json. */
const headParametersSchema = z.object({
  about: z.string(),
  cavity: ellipsoid,
  cerebrum: ellipsoid,
  skullMm: z.number(),
  scalpMm: z.number(),
  face: z.array(ellipsoid),
  air: z.array(mirrored.extend({ name: z.string() })),
  orbit: ellipsoid,
  eye: ellipsoid,
  structures: z.array(
    z.object({
      name: z.string(),
      /** Left, right. */
      labels: z.tuple([z.number(), z.number()]),
      tissue: z.enum(["fluid", "white", "caudate", "putamen", "pallidum", "thalamus", "grey", "stem"]),
      chain: z.array(ball),
      /** Drawn out upward, or to both sides, by so much. */
      tallMm: z.number().optional(),
      wideMm: z.number().optional(),
    }),
  ),
  cerebellum: z.array(mirrored),
  temporalLobe: z.array(ball),
  lesion: z.object({ centre: vector, coreMm: z.number(), oedemaMm: z.number() }),
  whiteMatterSpots: z.array(ball),
});
export type HeadParameters = z.infer<typeof headParametersSchema>;

let known: HeadParameters | undefined;

/** The shapes of the head, read once. */
export function headParameters(): HeadParameters {
  known ??= headParametersSchema.parse(JSON.parse(readFileSync(join(projectRoot, "assets", "sample", "brain.json"), "utf8")));
  return known;
}
