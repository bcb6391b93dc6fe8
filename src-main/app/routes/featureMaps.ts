import { Hono } from "hono";
import { exportFileName } from "../../services/exports/index.ts";
import type { FeatureMaps } from "../../services/radiomics/index.ts";
import type { Store } from "../../services/store/index.ts";
import { bytesHeaders, downloadHeaders } from "./fileHeaders.ts";
import { streamBytes } from "./streamBytes.ts";

/**
 * The voxels of feature maps: `GET /featuremaps/<id>/voxels` (float64, little-endian, i fastest, on the map's grid; NaN wherever there is
 * no value) for the viewer,
 * `/featuremaps/<id>/export.nrrd` and `export.nii.gz` as PyRadiomics writes them, to be kept.
 */
export function featureMapsRoute(featureMaps: FeatureMaps, store: Store): Hono {
  const route = new Hono();
  route.get("/:id/voxels", async (context) => {
    const { buffer, byteOffset, byteLength } = await featureMaps.readValues(context.req.param("id"));
    const headers = { ...bytesHeaders, "x-scalar-type": "float64" };
    return context.body(streamBytes(new Uint8Array(buffer, byteOffset, byteLength)), 200, headers);
  });
  for (const [ending, format] of [
    ["nrrd", "nrrd"],
    ["nii.gz", "nifti"],
  ] as const) {
    route.get(`/:id/export.${ending}`, async (context) => {
      const map = featureMaps.describe(context.req.param("id"));
      const { bytes } = await featureMaps.exportBytes(map.id, format);
      const fileName = exportFileName(store, `${map.name}_segment ${map.segmentNumber}`, map, `.${ending}`);
      return context.body(streamBytes(bytes), 200, downloadHeaders("application/octet-stream", fileName));
    });
  }
  return route;
}
