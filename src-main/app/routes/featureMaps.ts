import { Hono } from "hono";
import type { FeatureMaps } from "../../services/radiomics/index.ts";
import { download } from "./exports.ts";
import { streamBytes } from "./streamBytes.ts";

/**
 * The voxels of feature maps: `GET /featuremaps/<id>/voxels` (float64, little-endian, i fastest, on the map's grid; NaN wherever there is no value) for the viewer,
 * `/featuremaps/<id>/export.nrrd` and `export.nii.gz` as PyRadiomics writes them, to be kept.
 */
export function featureMapsRoute(featureMaps: FeatureMaps): Hono {
  const route = new Hono();
  route.get("/:id/voxels", async (context) => {
    const { buffer, byteOffset, byteLength } = await featureMaps.readValues(context.req.param("id"));
    const headers = { "content-type": "application/octet-stream", "cache-control": "no-store", "x-content-type-options": "nosniff", "x-scalar-type": "float64" };
    return context.body(streamBytes(new Uint8Array(buffer, byteOffset, byteLength)), 200, headers);
  });
  for (const [ending, format] of [["nrrd", "nrrd"], ["nii.gz", "nifti"]] as const) {
    route.get(`/:id/export.${ending}`, async (context) => {
      const { fileName, bytes } = await featureMaps.exportBytes(context.req.param("id"), format);
      return context.body(streamBytes(bytes), 200, download("application/octet-stream", fileName));
    });
  }
  return route;
}
