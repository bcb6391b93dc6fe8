import { z } from "zod";
import { nameSchema } from "#shared/domain/bundle/names.ts";
import { bundleLimitsSchema, provenanceSchema } from "#shared/domain/bundle/provenance.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { plainWords } from "../fieldProblems.ts";

/** The fields that every side file has, whatever program a network comes from. docs/model-bundle.md explains every field. */
export const sideFields = {
  name: z.string().min(1).max(120),
  version: z.string().min(1).max(40),
  authors: z.array(z.string().min(1)).min(1),
  intendedUse: z.string().min(1),
  notice: z.string().min(1).optional(),
  /** By the number of the channel. */
  images: z.record(z.string(), z.strictObject({ name: nameSchema, sequence: z.string().min(1) })),
  limits: bundleLimitsSchema.omit({ patchMb: true, providers: true }),
  provenance: provenanceSchema,
};

/** The names of labels by their numbers. */
export const labelNamesSchema = z.record(z.string().regex(/^[1-9]\d*$/, "must be numbers of labels"), z.string().min(1).max(120));

/** What a field that every side file has asks for; that of `images` says where the program keeps the numbers. */
export const sideFieldWords = {
  name: "what the bundle is called",
  version: "the version of the bundle",
  authors: "who trained the network, a list",
  intendedUse: "what it is for",
  limits: "maxVoxels, threads and seconds of a run",
  provenance: "what the network was trained on, licences of weights and data, citation",
};

interface SideFileKind<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** By field, what it asks for. */
  readonly asked: Readonly<Record<string, string>>;
  /** The program's own files, as the error names them. */
  readonly beside: string;
}

/** Reads the content of a side file. Throws PlainError that names every field that is missing, with what it asks for, and every one that is wrong. */
export function readSideContent<Schema extends z.ZodType>(
  { schema, asked, beside }: SideFileKind<Schema>,
  content: unknown,
  fileName: string,
): z.output<Schema> {
  const parsed = schema.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const words = plainWords(issue);
    const field = String(issue.path[0]);
    return issue.path.length === 1 && words.includes("is missing") && asked[field] !== undefined
      ? `${field} is missing: ${asked[field]}`
      : words;
  });
  throw new PlainError(
    `${fileName} does not say all that is needed beside ${beside}: ${problems.join("; ")}. docs/model-bundle.md explains every field.`,
  );
}
