import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { findInstanceFile } from "../../services/dicom/index.ts";
import type { Store } from "../../services/store/index.ts";

/** `GET /instances/<SOP Instance UID>`: the original DICOM file, unchanged. `?variant=1` and so on: another content that came under the same UID. */
export function instancesRoute(store: Store): Hono {
  const route = new Hono();
  route.get("/:sopInstanceUid", async (context) => {
    const variant = Number(context.req.query("variant") ?? "0");
    const file = Number.isInteger(variant) ? findInstanceFile(store, context.req.param("sopInstanceUid"), variant) : undefined;
    if (!file) return context.text("There is no such instance.", 404);
    const original = await open(file.path).catch(() => undefined);
    if (!original) return context.text("The original file of this instance is no longer in the data folder. Import it again.", 404);
    return context.body(Readable.toWeb(original.createReadStream()) as ReadableStream, 200, {
      "content-type": "application/dicom",
      "content-length": String(file.byteLength),
      etag: `"${file.contentHash}"`,
      "cache-control": "private, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    });
  });
  return route;
}
