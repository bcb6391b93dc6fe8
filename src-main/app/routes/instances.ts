import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { Hono } from "hono";
import type { Store } from "../../services/store/index.ts";
import { createOriginals, findInstanceFile } from "../../services/originals/index.ts";
import { contentHeaders } from "./fileHeaders.ts";

/**
 * `GET /instances/<SOP Instance UID>`: the original DICOM file, unchanged: it is compared with its hash when it is first asked for.
 * `?variant=1` and so on: another content that came under the same UID.
 */
export function instancesRoute(store: Store): Hono {
  const route = new Hono();
  const originals = createOriginals();
  route.get("/:sopInstanceUid", async (context) => {
    const variant = Number(context.req.query("variant") ?? "0");
    const file = Number.isInteger(variant) ? findInstanceFile(store, context.req.param("sopInstanceUid"), variant) : undefined;
    if (!file) return context.text("There is no such instance.", 404);
    const original = await open(file.path).catch(() => undefined);
    if (!original) return context.text("The original file of this instance is no longer in the data folder. Import it again.", 404);
    if (!(await originals.isIntact(file))) {
      await original.close();
      return context.text(
        "The original file of this instance is damaged: it is no longer what was imported. Import the same file again; that puts it right.",
        409,
      );
    }
    return context.body(Readable.toWeb(original.createReadStream()) as ReadableStream, 200, {
      ...contentHeaders("application/dicom"),
      "content-length": String(file.byteLength),
    });
  });
  return route;
}
