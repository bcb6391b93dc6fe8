import type { ReadableStream } from "node:stream/web";
import { Hono } from "hono";
import type { Uploads } from "../../services/dicom/index.ts";

/**
 * Files dropped on the window: `POST /uploads` opens an upload and answers `{ uploadId }`; then `PUT /uploads/<uploadId>/file?path=<relative path>`
 * for each file, its bytes as the body. `import.start({ uploadId })` imports them and removes the copies.
 */
export function uploadsRoute(uploads: Uploads): Hono {
  const route = new Hono();
  route.post("/", (context) => context.json({ uploadId: uploads.open() }));
  route.put("/:uploadId/file", async (context) => {
    const path = context.req.query("path") ?? "";
    const body = context.req.raw.body ?? new Blob([]).stream();
    await uploads.save(context.req.param("uploadId"), path, body as ReadableStream<Uint8Array>);
    return context.json({ path });
  });
  return route;
}
