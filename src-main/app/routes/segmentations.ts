import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Hono } from "hono";
import { strokeMarkSchema } from "#shared/api/segmentation.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { encodeChanges } from "#shared/domain/sliceChanges.ts";
import { decodeStroke } from "#shared/domain/strokeBytes.ts";
import { exportFileName } from "../../services/exports/index.ts";
import type { Store } from "../../services/store/index.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { readBody } from "./readBody.ts";
import { streamBytes } from "./streamBytes.ts";
import { bytesHeaders, downloadHeaders } from "./fileHeaders.ts";

const compress = promisify(gzip);
const largestStrokeBytes = 2 ** 29;
const largestFileBytes = 2 ** 30;

/**
 * Label maps as bytes: `GET /segmentations/<id>/labels` (uint8, i fastest; the header x-revision says which revision), `POST /segmentations/<id>/strokes`
 * (a stroke as encodeStroke writes it; answers `{ revision }`; `?strokeId=...` keeps it once however often it is sent, `?windowId=...` and `?reverses=...`
 * let it be undone later), `GET /segmentations/<id>/strokes/<strokeId>` (what it changed, as encodeChanges writes it), `GET
 * /segmentations/<id>/export.nrrd` and `export.nii.gz`, `GET /segmentations/<id>/provenance.json` (what goes beside them: see SegmentationProvenance), and
 * `POST /segmentations/import?volumeId=...&fileName=...` (the file's bytes; answers the new segmentation, and its id as segmentationId).
 * What is drawn or imported is the reader's who is signed in.
 */
export function segmentationsRoute(store: Store): Hono<DoorEnvironment> {
  const route = new Hono<DoorEnvironment>();

  route.post("/import", async (context) => {
    const { volumeId, fileName } = context.req.query();
    if (!volumeId || !fileName) throw new PlainError("An import needs volumeId and fileName.");
    const segmentation = await context.get("services").segmentations.importFrom(context.get("by"), {
      volumeId,
      fileName,
      bytes: await readBody(context.req.raw, largestFileBytes, "The label map"),
    });
    return context.json({ segmentationId: segmentation.id, ...segmentation });
  });

  route.get("/:id/labels", async (context) => {
    const { segmentation, labels } = await context.get("services").segmentations.readLabelMap(context.req.param("id"));
    const headers = { ...bytesHeaders, vary: "accept-encoding", "x-revision": String(segmentation.revision) };
    if (!/\bgzip\b/.test(context.req.header("accept-encoding") ?? "")) return context.body(streamBytes(labels), 200, headers);
    return context.body(streamBytes(await compress(labels, { level: 1 })), 200, { ...headers, "content-encoding": "gzip" });
  });

  route.post("/:id/strokes", async (context) => {
    const mark = strokeMarkSchema.safeParse(context.req.query());
    if (!mark.success) throw new PlainError("A stroke's strokeId, windowId and reverses have 1 to 64 characters.");
    const { baseRevision, stroke } = strokeOf(await readBody(context.req.raw, largestStrokeBytes, "The stroke"));
    return context.json(
      context.get("services").segmentations.keepStroke(context.get("by"), context.req.param("id"), baseRevision, stroke, mark.data),
    );
  });

  route.get("/:id/strokes/:strokeId", (context) =>
    context.body(
      streamBytes(encodeChanges(context.get("services").segmentations.changes(context.req.param("id"), context.req.param("strokeId")))),
      200,
      bytesHeaders,
    ),
  );

  route.get("/:id/provenance.json", async (context) => {
    const { segmentations } = context.get("services");
    const { id, volumeId } = segmentations.describe(context.req.param("id"));
    const content = { format: "fascicle segmentation provenance", formatVersion: 1, ...(await segmentations.provenance(id)) };
    const fileName = exportFileName(store, "segmentation", { volumeId, segmentationId: id }, ".json");
    return context.body(`${JSON.stringify(content, null, 2)}\n`, 200, downloadHeaders("application/json", fileName));
  });

  for (const [ending, format] of [
    ["nrrd", "nrrd"],
    ["nii.gz", "nifti"],
  ] as const) {
    route.get(`/:id/export.${ending}`, async (context) => {
      const { segmentations } = context.get("services");
      const { id, volumeId } = segmentations.describe(context.req.param("id"));
      const { bytes } = await segmentations.exportBytes(id, format);
      const fileName = exportFileName(store, "segmentation", { volumeId, segmentationId: id }, `.${ending}`);
      return context.body(streamBytes(bytes), 200, downloadHeaders("application/octet-stream", fileName));
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
