import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Hono } from "hono";
import { PlainError } from "#shared/domain/plainError.ts";
import { decodeStroke } from "#shared/domain/segment.ts";
import type { Segmentations } from "../../services/segmentation/index.ts";
import { readBody } from "./readBody.ts";
import { streamBytes } from "./streamBytes.ts";

const compress = promisify(gzip);
const largestStrokeBytes = 2 ** 29;
const largestFileBytes = 2 ** 30;
const bytesHeaders = { "content-type": "application/octet-stream", "cache-control": "no-store", "x-content-type-options": "nosniff" };

/**
 * Label maps as bytes: `GET /segmentations/<id>/labels` (uint8, i fastest; the header x-revision says which revision), `POST /segmentations/<id>/strokes`
 * (a stroke as encodeStroke writes it; answers `{ revision }`), `GET /segmentations/<id>/export.nrrd` and `export.nii.gz`, and
 * `POST /segmentations/import?volumeId=...&fileName=...` (the file's bytes; answers the new segmentation, and its id as segmentationId).
 * What is drawn or imported is kept under `?reader=...`, or else the name under which the reader is logged in.
 */
export function segmentationsRoute(segmentations: Segmentations): Hono {
  const route = new Hono();

  route.post("/import", async (context) => {
    const { volumeId, fileName, reader } = context.req.query();
    if (!volumeId || !fileName) throw new PlainError("An import needs volumeId and fileName.");
    const segmentation = await segmentations.importFrom({ volumeId, fileName, reader, bytes: await readBody(context.req.raw, largestFileBytes, "The label map") });
    return context.json({ segmentationId: segmentation.id, ...segmentation });
  });

  route.get("/:id/labels", async (context) => {
    const { segmentation, labels } = await segmentations.readLabelMap(context.req.param("id"));
    const headers = { ...bytesHeaders, vary: "accept-encoding", "x-revision": String(segmentation.revision) };
    if (!/\bgzip\b/.test(context.req.header("accept-encoding") ?? "")) return context.body(streamBytes(labels), 200, headers);
    return context.body(streamBytes(await compress(labels, { level: 1 })), 200, { ...headers, "content-encoding": "gzip" });
  });

  route.post("/:id/strokes", async (context) => {
    const { baseRevision, stroke } = strokeOf(await readBody(context.req.raw, largestStrokeBytes, "The stroke"));
    return context.json(segmentations.applyStroke(context.req.param("id"), baseRevision, stroke, context.req.query("reader")));
  });

  for (const [ending, format] of [["nrrd", "nrrd"], ["nii.gz", "nifti"]] as const) {
    route.get(`/:id/export.${ending}`, async (context) => {
      const { fileName, bytes } = await segmentations.exportBytes(context.req.param("id"), format);
      return context.body(streamBytes(bytes), 200, { ...bytesHeaders, "content-disposition": attachment(fileName) });
    });
  }
  return route;
}

function strokeOf(bytes: Uint8Array) {
  try {
    return decodeStroke(bytes);
  } catch (cause) {
    throw new PlainError("The stroke could not be read: its bytes are cut short or are no stroke.", { cause });
  }
}

/** RFC 6266: a name in ASCII, and the true one in UTF-8. */
function attachment(fileName: string): string {
  return `attachment; filename="${fileName.replace(/[^\x20-\x7e]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
