import { Hono } from "hono";
import { doorPaths } from "#shared/api/doorPaths.ts";
import { describeImage, exportFileName, reportHtml, reportStyle } from "../../services/exports/index.ts";
import { largestPictureBytes } from "../../services/models/index.ts";
import type { Services } from "../services.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { asksForIdentity } from "./exports.ts";
import { drawingOf } from "./drawingOf.ts";
import { readBody } from "./readBody.ts";
import { contentHeaders, downloadHeaders } from "./fileHeaders.ts";

/** The report runs nothing and loads nothing but its style sheet; its picture lies within it. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * GET /reports/<predictionId>.html: one printable page; ?download=1 as a file of its own, ?identity=1 with the patient's name and dates.
 * GET /reports/report.css: its style. POST /reports/<predictionId>/picture: the picture of the ROI, PNG bytes.
 */
export function reportRoutes(
  services: Pick<Services, "store" | "models"> & {
    readonly measures: Pick<Services["measures"], "records">;
    readonly segmentations: Pick<Services["segmentations"], "provenance">;
  },
): Hono<DoorEnvironment> {
  const routes = new Hono<DoorEnvironment>();
  routes.get("/report.css", (context) => context.body(reportStyle, 200, contentHeaders("text/css; charset=utf-8")));

  routes.get("/:file{[^/]+\\.html}", async (context) => {
    const predictionId = context.req.param("file").slice(0, -".html".length);
    const prediction = services.models.describeFeaturePrediction(predictionId);
    const found = describeImage(services.store, prediction.source.volumeId);
    const isDownload = context.req.query("download") === "1";
    const page = await reportHtml({
      prediction,
      image: found?.image,
      identity: asksForIdentity(context.req.query("identity")) ? found?.identity : undefined,
      measures: await services.measures.records(prediction.source.volumeId),
      drawing: await drawingOf(services.segmentations, prediction.source),
      picture: services.models.picture(predictionId),
      styleAddress: isDownload ? undefined : `${doorPaths.reports}/report.css`,
    });
    if (isDownload)
      return context.body(
        page,
        200,
        downloadHeaders("text/html; charset=utf-8", exportFileName(services.store, "report", prediction.source, ".html")),
      );
    return context.body(page, 200, {
      ...contentHeaders("text/html; charset=utf-8"),
      "content-security-policy": contentSecurityPolicy,
      "referrer-policy": "no-referrer",
    });
  });

  routes.post("/:predictionId/picture", async (context) => {
    const png = await readBody(context.req.raw, largestPictureBytes, "The picture");
    services.models.keepPicture(context.get("by"), context.req.param("predictionId"), png);
    return context.body(null, 204);
  });
  return routes;
}
