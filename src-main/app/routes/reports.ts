import { Hono } from "hono";
import { describeImage, reportHtml, reportStyle } from "../../services/exports/index.ts";
import { largestPictureBytes } from "../../services/models/index.ts";
import type { Services } from "../services.ts";
import { asksForIdentity, download } from "./exports.ts";
import { readBody } from "./readBody.ts";

/** The report runs nothing and loads nothing but its style sheet; its picture lies within it. */
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * GET /reports/<predictionId>.html: one printable page; ?download=1 as a file of its own, ?identity=1 with the patient's name and dates.
 * GET /reports/report.css: its style. POST /reports/<predictionId>/picture: the picture of the ROI, PNG bytes.
 */
export function reportRoutes(services: Pick<Services, "store" | "models">): Hono {
  const routes = new Hono();
  routes.get("/report.css", (context) => context.body(reportStyle, 200, { "content-type": "text/css; charset=utf-8", "x-content-type-options": "nosniff", "cache-control": "no-cache" }));

  routes.get("/:file{[^/]+\\.html}", async (context) => {
    const predictionId = context.req.param("file").slice(0, -".html".length);
    const prediction = services.models.describePrediction(predictionId);
    const found = describeImage(services.store, prediction.source.volumeId);
    const isDownload = context.req.query("download") === "1";
    const page = await reportHtml({
      prediction,
      image: found?.image,
      identity: asksForIdentity(context.req.query("identity")) ? found?.identity : undefined,
      picture: services.models.picture(predictionId),
      styleAddress: isDownload ? undefined : "/reports/report.css",
    });
    if (isDownload) return context.body(page, 200, download("text/html; charset=utf-8", "report.html"));
    return context.body(page, 200, {
      "content-type": "text/html; charset=utf-8", "content-security-policy": contentSecurityPolicy, "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer", "cache-control": "no-store",
    });
  });

  routes.post("/:predictionId/picture", async (context) => {
    services.models.keepPicture(context.req.param("predictionId"), await readBody(context.req.raw, largestPictureBytes, "The picture"));
    return context.body(null, 204);
  });
  return routes;
}
