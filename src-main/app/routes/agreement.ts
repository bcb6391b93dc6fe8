import { Hono } from "hono";
import { zipFiles } from "../../services/exports/index.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { contentHeaders, downloadHeaders } from "./fileHeaders.ts";
import { streamBytes } from "./streamBytes.ts";

/** The report runs nothing and loads nothing: its style and figures lie within it. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * The agreement of a project's locked readings, for its coordinators: GET /agreement/<projectId>/report.html, one printable page (?download=1 as a file), and
 * GET /agreement/<projectId>/agreement.zip with all tables and figures too.
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
    const { files } = await context.get("services").agreement.report(context.get("by"), context.req.param("projectId"));
    return context.body(streamBytes(await zipFiles(files)), 200, downloadHeaders("application/zip", "agreement.zip"));
  });
  return routes;
}
