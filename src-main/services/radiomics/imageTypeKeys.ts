import type { ImageTypeSettings } from "./settings.ts";

/** What the features of every image type are computed with. */
export const featureKeys = [
  "binWidth",
  "binCount",
  "force2D",
  "force2Ddimension",
  "voxelArrayShift",
  "distances",
  "weightingNorm",
  "symmetricalGLCM",
  "gldm_a",
] as const;

/** What an image type is filtered with. */
export const filterKeys: Readonly<Partial<Record<ImageTypeSettings["type"], ReadonlyArray<keyof ImageTypeSettings>>>> = {
  LoG: ["sigma"],
  Wavelet: ["start_level", "level", "wavelet"],
  Gradient: ["gradientUseSpacing"],
  LBP2D: ["lbp2DRadius", "lbp2DSamples", "lbp2DMethod"],
  LBP3D: ["lbp3DLevels", "lbp3DIcosphereRadius", "lbp3DIcosphereSubdivision"],
};
