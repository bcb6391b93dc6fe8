import { z } from "zod";
import { labelNamesSchema, readSideContent, sideFields, sideFieldWords } from "../importing/sideFile.ts";

/** A step of nnU-Net's postprocessing.json. */
const postprocessingSchema = z.strictObject({
  function: z.literal("remove_all_but_largest_component_from_segmentation"),
  /** Its labels_or_regions: numbers, or lists of numbers, all taken together. */
  labels_or_regions: z.union([z.int().min(1), z.array(z.union([z.int().min(1), z.array(z.int().min(1)).min(1)])).min(1)]),
});

/** What plans.json and dataset.json do not say of a network, and its authors must. */
const schema = z.strictObject({
  ...sideFields,
  mirroringAxes: z.array(z.int().min(0).max(2)).max(3),
  postprocessing: z.array(postprocessingSchema),
  labels: labelNamesSchema.optional(),
});
export type SideFile = z.infer<typeof schema>;

/** What each field is, and where its value is found. */
const asked = {
  ...sideFieldWords,
  images:
    'by the numbers of channel_names in dataset.json, the name and the sequence of each: {"0": {name: T1, sequence: T1-weighted, axial}}',
  mirroringAxes: "inference_allowed_mirroring_axes of the checkpoint, [] where it is None or the network is run without mirroring",
  postprocessing: "the steps of postprocessing.json, each with its function and labels_or_regions; [] where there are none",
};

/** Reads the content of a side file. Throws PlainError that names every field that is missing, with what it asks for, and every one that is wrong. */
export function readSideFile(content: unknown, fileName: string): SideFile {
  return readSideContent({ schema, asked, beside: "plans.json and dataset.json" }, content, fileName);
}
