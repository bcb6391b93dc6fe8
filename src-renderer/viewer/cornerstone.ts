import {
  RenderingEngine,
  cache,
  cornerstoneStreamingImageVolumeLoader,
  imageLoader,
  init,
  metaData,
  volumeLoader,
  type Types,
} from "@cornerstonejs/core";
import { imageScheme } from "./imageIds.ts";
import { fascicleImageLoader } from "./imageLoader.ts";
import { provideMetadata } from "./metadata.ts";

/** The scheme of volumes that are built from our slices, for reformats. */
export const volumeScheme = "fascicleVolume";

let engine: RenderingEngine | undefined;

/** The one rendering engine of the window; Cornerstone is started at the first call. Its loader, metadata and volumes are ours. */
export function renderingEngine(): RenderingEngine {
  if (engine) return engine;
  // One graphics context for all viewports: it starts fast, and viewports that show the same volume share its texture.
  init({ rendering: { webGlContextCount: 1 }, debug: {} });
  imageLoader.registerImageLoader(imageScheme, fascicleImageLoader);
  volumeLoader.registerVolumeLoader(volumeScheme, cornerstoneStreamingImageVolumeLoader as unknown as Types.VolumeLoaderFn);
  metaData.addProvider(provideMetadata, 10_000);
  cache.setMaxCacheSize(2 * 1024 ** 3);
  engine = new RenderingEngine("fascicle");
  return engine;
}
