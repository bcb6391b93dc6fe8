import type { ImageSource, LabelMapSource } from "../radiomics/index.ts";

/** Where drawings and the grids that they lie on are read. */
export interface DrawingSources {
  readonly segmentations: Pick<LabelMapSource, "describe" | "readLabelMap">;
  readonly volumes: Pick<ImageSource, "describe">;
}
