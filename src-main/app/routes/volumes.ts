import { Hono } from "hono";
import type { Volumes } from "../../services/volumes/index.ts";
import { streamBytes } from "./streamBytes.ts";

const headers = { "content-type": "application/octet-stream", "cache-control": "no-store", "x-content-type-options": "nosniff" };

/**
 * Voxel bytes, little-endian, i fastest: `GET /volumes/<id>/frames/<k>` (one slice, k from 0, as the viewer takes it), `/volumes/<id>/voxels` (all of them, in the
 * volume's own type), `/volumes/<id>/thumbnail.png`. The headers x-scalar-type and x-samples-per-pixel say what the bytes are.
 */
export function volumesRoute(volumes: Volumes): Hono {
  const route = new Hono();
  route.get("/:id/frames/:k", async (context) => {
    const k = context.req.param("k");
    if (!/^\d{1,6}$/.test(k)) return context.text("A frame is named by its number, from 0.", 400);
    const { bytes, scalarType, samplesPerPixel } = await volumes.readFrame(context.req.param("id"), Number(k));
    return context.body(bytes as Uint8Array<ArrayBuffer>, 200, { ...headers, "x-scalar-type": scalarType, "x-samples-per-pixel": String(samplesPerPixel) });
  });
  route.get("/:id/voxels", async (context) => {
    const { scalarType, voxels } = await volumes.readImage(context.req.param("id"), { signal: context.req.raw.signal });
    const bytes = new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
    return context.body(streamBytes(bytes), 200, { ...headers, "x-scalar-type": scalarType, "x-samples-per-pixel": "1" });
  });
  route.get("/:id/thumbnail.png", async (context) =>
    context.body((await volumes.thumbnail(context.req.param("id"))) as Uint8Array<ArrayBuffer>, 200, { ...headers, "content-type": "image/png" }));
  return route;
}
