import { z } from "zod";
import { bundleLimitsSchema, provenanceSchema } from "#shared/domain/bundle/provenance.ts";
import { nameSchema } from "#shared/domain/bundle/names.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { plainWords } from "../fieldProblems.ts";

/** A step of nnU-Net's postprocessing.json. */
const postprocessingSchema = z.strictObject({
  function: z.literal("remove_all_but_largest_component_from_segmentation"),
  /** Its labels_or_regions: numbers, or lists of numbers, all taken together. */
  labels_or_regions: z.union([z.int().min(1), z.array(z.union([z.int().min(1), z.array(z.int().min(1)).min(1)])).min(1)]),
});

/** What plans.json and dataset.json do not say of a network, and its authors must. docs/model-bundle.md explains every field. */
const sideFileSchema = z.strictObject({
  name: z.string().min(1).max(120),
  version: z.string().min(1).max(40),
  authors: z.array(z.string().min(1)).min(1),
  intendedUse: z.string().min(1),
  notice: z.string().min(1).optional(),
  images: z.record(z.string(), z.strictObject({ name: nameSchema, sequence: z.string().min(1) })),
  mirroringAxes: z.array(z.int().min(0).max(2)).max(3),
  postprocessing: z.array(postprocessingSchema),
  labels: z.record(z.string().regex(/^[1-9]\d*$/, "must be numbers of labels"), z.string().min(1).max(120)).optional(),
  limits: bundleLimitsSchema.omit({ patchMb: true, providers: true }),
  provenance: provenanceSchema,
});
export type SideFile = z.infer<typeof sideFileSchema>;

/** What each field is, and where its value is found. */
const asked: Readonly<Record<string, string>> = {
  name: "what the bundle is called",
  version: "the version of the bundle",
  authors: "who trained the network, a list",
  intendedUse: "what it is for",
  images:
    'by the numbers of channel_names in dataset.json, the name and the sequence of each: {"0": {name: T1, sequence: T1-weighted, axial}}',
  mirroringAxes: "inference_allowed_mirroring_axes of the checkpoint, [] where it is None or the network is run without mirroring",
  postprocessing: "the steps of postprocessing.json, each with its function and labels_or_regions; [] where there are none",
  limits: "maxVoxels, threads and seconds of a run",
  provenance: "what the network was trained on, licences of weights and data, citation",
};

/** Reads the content of a side file. Throws PlainError that names every field that is missing, with what it asks for, and every one that is wrong. */
export function readSideFile(content: unknown, fileName: string): SideFile {
  const parsed = sideFileSchema.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const words = plainWords(issue);
    const field = String(issue.path[0]);
    return issue.path.length === 1 && words.includes("is missing") && asked[field] !== undefined
      ? `${field} is missing: ${asked[field]}`
      : words;
  });
  throw new PlainError(
    `${fileName} does not say all that is needed beside plans.json and dataset.json: ${problems.join("; ")}. docs/model-bundle.md explains every field.`,
  );
}
