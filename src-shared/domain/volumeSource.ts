import { z } from "zod";

/** How the formats of image files are called. */
export const imageFormatNames = { nifti: "NIfTI", nrrd: "NRRD", mgh: "MGH" } as const;

/** One step by which a volume was computed: its name and all that it was told, so that it can be done again. */
export const derivationStepSchema = z.object({
  /** "z-score", "register". */
  name: z.string().min(1),
  parameters: z.record(z.string(), z.unknown()),
});
export type DerivationStep = z.infer<typeof derivationStepSchema>;

/** Where a volume comes from, when it is not made of DICOM frames. */
export const volumeSourceSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("file"),
    format: z.enum(["nifti", "nrrd", "mgh"]),
    /** The file's own name: shown to readers, never exported (names of files are often names of patients). */
    fileName: z.string(),
    /** sha256, hex, of the file. */
    contentHash: z.string(),
    /** Which of the file's images this is, from 0, and of how many. */
    frame: z.number().int(),
    frames: z.number().int(),
    /** Its voxels are labels: it is offered as a segmentation of the images it fits. */
    isLabelMap: z.boolean(),
  }),
  z.object({
    kind: z.literal("derived"),
    steps: z.array(derivationStepSchema).min(1),
    /** sha256, hex, over the steps and the voxels they were applied to. */
    stepsHash: z.string(),
    /** The volumes it was computed from, in the order that the steps mean. */
    sources: z.array(z.object({ volumeId: z.string(), imageHash: z.string() })).min(1),
  }),
]);
export type VolumeSource = z.infer<typeof volumeSourceSchema>;

/** Where a volume comes from, in words without any name: "DICOM", "NIfTI file, image 3 of 8", "computed: recipe (sha256 ...), register, zscore". */
export function sourceInWords(source: VolumeSource | undefined): string {
  if (source === undefined) return "DICOM";
  if (source.kind === "derived") return `computed: ${source.steps.map(stepInWords).join(", ")}`;
  const which = source.frames > 1 ? `, image ${source.frame + 1} of ${source.frames}` : "";
  return `${imageFormatNames[source.format]} file${which}`;
}

/** A recipe is told by its hash: its name may be anybody's. */
function stepInWords({ name, parameters: { sha256 } }: DerivationStep): string {
  return name === "recipe" && typeof sha256 === "string" ? `recipe (sha256 ${sha256})` : name;
}

/** The same for the reader's own screen: with the file's name, and without hashes. */
export function sourceOnScreen(source: VolumeSource | undefined): string {
  if (source?.kind === "derived") return `computed: ${source.steps.map(({ name }) => name).join(", ")}`;
  return source?.kind === "file" ? `${sourceInWords(source)}: ${source.fileName}` : sourceInWords(source);
}

/** What exports say of it: its kind, format, place in its file, hashes and steps; no names of files, no numbers of volumes. */
export function sourceForExport(source: VolumeSource | undefined): Record<string, unknown> {
  if (source === undefined) return { kind: "dicom" };
  if (source.kind === "derived")
    return {
      kind: "derived",
      steps: source.steps,
      stepsSha256: source.stepsHash,
      sourcesSha256: source.sources.map(({ imageHash }) => imageHash),
    };
  return {
    kind: "file",
    format: imageFormatNames[source.format],
    fileSha256: source.contentHash,
    ...(source.frames > 1 ? { image: source.frame + 1, images: source.frames } : {}),
  };
}
