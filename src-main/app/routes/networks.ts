import { Hono } from "hono";
import type { PreparedPicture } from "#shared/api/network.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { bytesHeaders } from "./fileHeaders.ts";
import { streamBytes } from "./streamBytes.ts";

/** So many voxels of an image tell its grey values. */
const sampled = 20_000;

/**
 * The images as a network sees them: `GET /networks/<id>/prepared?<image>=<volumeId>&...` answers a byte a voxel, channel slowest, then the tensor's axes, each
 * image from its 1st to its 99th percentile; the header x-prepared is a PreparedPicture. For looking at: networks see the numbers as they are.
 */
export function networksRoute(): Hono<DoorEnvironment> {
  const route = new Hono<DoorEnvironment>();
  route.get("/:id/prepared", async (context) => {
    const request = { networkId: context.req.param("id"), images: context.req.query(), row: {} };
    const { channels, shape, spacingMm, values, notes } = await context.get("services").networks.prepare(request, context.req.raw.signal);
    const perChannel = shape.reduce((product, length) => product * length, 1);
    const bytes = new Uint8Array(values.length);
    const described = channels.map((name, channel) => {
      const from = channel * perChannel;
      const own = values.subarray(from, from + perChannel);
      const [low, high] = greyRange(own);
      const scale = high > low ? 255 / (high - low) : 0;
      for (let at = 0; at < own.length; at++) bytes[from + at] = Math.min(255, Math.max(0, Math.round((own[at]! - low) * scale)));
      return { name, low, high };
    });
    const picture: PreparedPicture = { channels: described, shape: [...shape], spacingMm: [...spacingMm], notes: [...notes] };
    return context.body(streamBytes(bytes), 200, { ...bytesHeaders, "x-prepared": encodeURIComponent(JSON.stringify(picture)) });
  });
  return route;
}

/** The 1st and 99th percentiles, of voxels spread over the whole. */
function greyRange(values: Float32Array): readonly [number, number] {
  const step = Math.max(1, Math.floor(values.length / sampled));
  const some = Float32Array.from({ length: Math.floor((values.length - 1) / step) + 1 }, (_, at) => values[at * step]!).sort();
  return [some[Math.floor(0.01 * (some.length - 1))]!, some[Math.ceil(0.99 * (some.length - 1))]!];
}
