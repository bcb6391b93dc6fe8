import { Hono } from "hono";
import { consensusMethods } from "#shared/statistics/overlap/consensusMask.ts";
import { zipFiles } from "../../services/exports/index.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { contentHeaders, downloadHeaders } from "./fileHeaders.ts";
import { streamBytes } from "./streamBytes.ts";

/** The report runs nothing and loads nothing: its style and figures lie within it. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * The agreement of a project's locked readings, for its coordinators: GET /agreement/<projectId>/report.html, one printable page (?download=1 as a file), and
 * GET /agreement/<projectId>/agreement.zip with all tables and figures too. GET /agreement/<projectId>/consensus?case=&region=&role=&method= answers the
 * consensus of three readers or more as labels, a byte a voxel, i fastest; the header x-fascicle-volume names the volume that they lie on.
 */
export function agreementRoute(): Hono<DoorEnvironment> {
  const routes = new Hono<DoorEnvironment>();
  routes.get("/:projectId/report.html", async (context) => {
    const { files } = await context.get("services").agreement.report(context.get("by"), context.req.param("projectId"));
    const page = files["report.html"]!;
    if (context.req.query("download") === "1")
      return context.body(page, 200, downloadHeaders("text/html; charset=utf-8", "agreement.html"));
    return context.body(page, 200, {
      ...contentHeaders("text/html; charset=utf-8"),
      "content-security-policy": contentSecurityPolicy,
      "referrer-policy": "no-referrer",
    });
  });
  routes.get("/:projectId/agreement.zip", async (context) => {
    const { files } = await context.get("services").agreement.archive(context.get("by"), context.req.param("projectId"));
    return context.body(streamBytes(await zipFiles(files)), 200, downloadHeaders("application/zip", "agreement.zip"));
  });
  routes.get("/:projectId/consensus", async (context) => {
    const { case: caseCode = "", region = "", role = "", method } = context.req.query();
    const asked = consensusMethods.find((each) => each === method);
    if (!asked) return context.text(`method: give one of ${consensusMethods.join(", ")}.`, 400);
    const series = { caseCode, region, role };
    const { volumeId, labels } = await context
      .get("services")
      .agreement.consensusLabels(context.get("by"), context.req.param("projectId"), series, asked);
    return context.body(streamBytes(labels), 200, { ...contentHeaders("application/octet-stream"), "x-fascicle-volume": volumeId });
  });
  return routes;
}
