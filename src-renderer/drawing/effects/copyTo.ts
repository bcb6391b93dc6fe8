import { IconTransfer } from "@tabler/icons-react";
import type { Effect } from "../effect.ts";

export const copyTo: Effect = {
  id: "copy to segment",
  name: "Copy to segment",
  icon: IconTransfer,
  help: "Gives the segment's voxels to another segment; a voxel belongs to one only, so that they move",
  order: 9,
  options: [{ id: "other", name: "Goes to", kind: "segment", hasOthers: false }],
  has3D: false,
  reachMm: () => 0,
  run: ({ labels, segment, other }) => labels.map((label) => (label === segment ? other!.number! : label)),
};
