import { Hono } from "hono";
import { streamBytes } from "./streamBytes.ts";
import { DamagedSliceError } from "../../services/volumes/index.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { bytesHeaders, contentHeaders } from "./fileHeaders.ts";

/**
 * Voxel bytes, little-endian, i fastest: `GET /volumes/<id>/frames/<k>` (one slice, k from 0, as the viewer takes it),
 * `/volumes/<id>/voxels` (all of them, in the
 * volume's own type), `/volumes/<id>/thumbnail.png`. A slice that cannot be decoded is answered with 422 and the reason; the others are not
 * touched by it. The headers x-scalar-type and x-samples-per-pixel say what the bytes are.
 */
export function volumesRoute(): Hono<DoorEnvironment> {
  const route = new Hono<DoorEnvironment>();
  route.get("/:id/frames/:k", async (context) => {
    const k = context.req.param("k");
    if (!/^\d{1,6}$/.test(k)) return context.text("A frame is named by its number, from 0.", 400);
    const frame = await context
      .get("services")
      .volumes.readFrame(context.req.param("id"), Number(k))
      .catch((error: unknown) => {
        if (error instanceof DamagedSliceError) return error;
        throw error;
      });
    if (frame instanceof DamagedSliceError) return context.text(frame.message, 422, { "cache-control": "no-store" });
    const { bytes, scalarType, samplesPerPixel } = frame;
    return context.body(bytes as Uint8Array<ArrayBuffer>, 200, {
      ...bytesHeaders,
      "x-scalar-type": scalarType,
      "x-samples-per-pixel": String(samplesPerPixel),
    });
  });
  route.get("/:id/voxels", async (context) => {
    const { scalarType, voxels } = await context
      .get("services")
      .volumes.readImage(context.req.param("id"), { signal: context.req.raw.signal });
    const bytes = new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
    return context.body(streamBytes(bytes), 200, { ...bytesHeaders, "x-scalar-type": scalarType, "x-samples-per-pixel": "1" });
  });
  route.get("/:id/thumbnail.png", async (context) =>
    context.body((await context.get("services").volumes.thumbnail(context.req.param("id"))) as Uint8Array<ArrayBuffer>, 200, {
      ...contentHeaders("image/png"),
    }),
  );
  return route;
}
