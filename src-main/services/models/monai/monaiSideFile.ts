import { z } from "zod";
import { nameSchema } from "#shared/domain/bundle/names.ts";
import { bundleLimitsSchema, provenanceSchema } from "#shared/domain/bundle/provenance.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { plainWords } from "../fieldProblems.ts";

const labelValue = z.int().min(1).max(65_535);

/** What metadata.json and inference.json do not say of a network, and its authors must. docs/model-bundle.md explains every field. */
const monaiSideSchema = z.strictObject({
  name: z.string().min(1).max(120),
  version: z.string().min(1).max(40),
  authors: z.array(z.string().min(1)).min(1),
  intendedUse: z.string().min(1),
  notice: z.string().min(1).optional(),
  /** By the number of the channel. */
  images: z.record(z.string(), z.strictObject({ name: nameSchema, sequence: z.string().min(1) })),
  /** Only where channels are regions, which may overlap: which labels each is, and the number that its voxels become, later ones over earlier. */
  regions: z
    .strictObject({
      channels: z.array(z.strictObject({ name: z.string().min(1), labels: z.array(labelValue).min(1) })).min(1),
      order: z.array(labelValue).min(1),
      labels: z.record(z.string().regex(/^[1-9]\d*$/, "must be numbers of labels"), z.string().min(1).max(120)),
    })
    .optional(),
  limits: bundleLimitsSchema.omit({ patchMb: true, providers: true }),
  provenance: provenanceSchema,
});
export type MonaiSideFile = z.infer<typeof monaiSideSchema>;

const asked: Readonly<Record<string, string>> = {
  name: "what the bundle is called",
  version: "the version of the bundle",
  authors: "who trained the network, a list",
  intendedUse: "what it is for",
  images: 'by the number of the channel the name and the sequence of each image: {"0": {name: T1, sequence: "T1-weighted, axial"}}',
  limits: "maxVoxels, threads and seconds of a run",
  provenance: "what the network was trained on, licences of weights and data, citation",
};

/** Reads the content of a side file. Throws PlainError that names every field that is missing, with what it asks for, and every one that is wrong. */
export function readMonaiSideFile(content: unknown, fileName: string): MonaiSideFile {
  const parsed = monaiSideSchema.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const words = plainWords(issue);
    const field = String(issue.path[0]);
    return issue.path.length === 1 && words.includes("is missing") && asked[field] !== undefined
      ? `${field} is missing: ${asked[field]}`
      : words;
  });
  throw new PlainError(
    `${fileName} does not say all that is needed beside metadata.json and inference.json: ${problems.join("; ")}. docs/model-bundle.md explains every field.`,
  );
}
