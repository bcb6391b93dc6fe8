import { z } from "zod";
import { labelNamesSchema, readSideContent, sideFields, sideFieldWords } from "../importing/sideFile.ts";

const labelValue = z.int().min(1).max(65_535);

/** What metadata.json and inference.json do not say of a network, and its authors must. */
const schema = z.strictObject({
  ...sideFields,
  /** Only where channels are regions, which may overlap: which labels each is, and the number that its voxels become, later ones over earlier. */
  regions: z
    .strictObject({
      channels: z.array(z.strictObject({ name: z.string().min(1), labels: z.array(labelValue).min(1) })).min(1),
      order: z.array(labelValue).min(1),
      labels: labelNamesSchema,
    })
    .optional(),
});
export type MonaiSideFile = z.infer<typeof schema>;

const asked = {
  ...sideFieldWords,
  images: 'by the number of the channel the name and the sequence of each image: {"0": {name: T1, sequence: "T1-weighted, axial"}}',
};

/** Reads the content of a side file. Throws PlainError that names every field that is missing, with what it asks for, and every one that is wrong. */
export function readMonaiSideFile(content: unknown, fileName: string): MonaiSideFile {
  return readSideContent({ schema, asked, beside: "metadata.json and inference.json" }, content, fileName);
}
