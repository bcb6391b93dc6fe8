import type { ReadableStream } from "node:stream/web";
import { Hono } from "hono";
import type { Uploads } from "../../services/system/index.ts";

/**
 * Files dropped on the window: `POST /uploads` opens an upload and answers `{ uploadId }`; `GET /uploads/<uploadId>/hold` is held open by
 * the page that wants it: where it breaks off
 * before the import begins (the page was closed), the upload is removed. Then `PUT /uploads/<uploadId>/file?path=<relative path>`
 * for each file, its bytes as the body; a large file in pieces, `&offset=<bytes before>`. `import.start({ uploadId })` imports them and removes the copies.
 */
export function uploadsRoute(uploads: Uploads): Hono {
  const route = new Hono();
  route.post("/", (context) => context.json({ uploadId: uploads.open() }));
  route.get("/:uploadId/hold", (context) =>
    context.body(uploads.hold(context.req.param("uploadId")), 200, { "cache-control": "no-store" }),
  );
  route.put("/:uploadId/file", async (context) => {
    const path = context.req.query("path") ?? "";
    const offset = context.req.query("offset") ?? "0";
    if (!/^\d{1,15}$/.test(offset)) return context.text("An offset is a number of bytes.", 400);
    const body = context.req.raw.body ?? new Blob([]).stream();
    await uploads.save(context.req.param("uploadId"), path, body as ReadableStream<Uint8Array>, Number(offset));
    return context.json({ path });
  });
  return route;
}
