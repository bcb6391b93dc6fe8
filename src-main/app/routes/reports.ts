import { Hono } from "hono";
import { doorPaths } from "#shared/api/doorPaths.ts";
import { describeImage, exportFileName, networkReportHtml, reportHtml, reportStyle } from "../../services/exports/index.ts";
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
    readonly networks: Pick<Services["networks"], "list">;
  },
): Hono<DoorEnvironment> {
  const routes = new Hono<DoorEnvironment>();
  routes.get("/report.css", (context) => context.body(reportStyle, 200, contentHeaders("text/css; charset=utf-8")));

  routes.get("/:file{[^/]+\\.html}", async (context) => {
    const predictionId = context.req.param("file").slice(0, -".html".length);
    const isDownload = context.req.query("download") === "1";
    const withIdentity = asksForIdentity(context.req.query("identity"));
    const answer = (page: string, of: { volumeId: string; segmentationId: string }) =>
      isDownload
        ? context.body(page, 200, downloadHeaders("text/html; charset=utf-8", exportFileName(services.store, "report", of, ".html")))
        : context.body(page, 200, {
            ...contentHeaders("text/html; charset=utf-8"),
            "content-security-policy": contentSecurityPolicy,
            "referrer-policy": "no-referrer",
          });
    const styleAddress = isDownload ? undefined : `${doorPaths.reports}/report.css`;
    const made = services.models.describePrediction(predictionId);
    if (made.kind === "images" || made.kind === "value") {
      const described = made.source.volumes.map(({ volumeId }) => describeImage(services.store, volumeId));
      const page = await networkReportHtml({
        prediction: made,
        images: described.map((each) => each?.image),
        licenceOfData: services.networks.list().find(({ id }) => id === made.modelId)?.bundle.provenance.licenceOfData,
        identity: withIdentity ? described[0]?.identity : undefined,
        styleAddress,
      });
      return answer(page, { volumeId: made.source.volumes[0]!.volumeId, segmentationId: "" });
    }
    const prediction = services.models.describeFeaturePrediction(predictionId);
    const found = describeImage(services.store, prediction.source.volumeId);
    const page = await reportHtml({
      prediction,
      image: found?.image,
      identity: withIdentity ? found?.identity : undefined,
      measures: await services.measures.records(prediction.source.volumeId),
      drawing: await drawingOf(services.segmentations, prediction.source),
      picture: services.models.picture(predictionId),
      styleAddress,
    });
    return answer(page, prediction.source);
  });

  routes.post("/:predictionId/picture", async (context) => {
    const png = await readBody(context.req.raw, largestPictureBytes, "The picture");
    services.models.keepPicture(context.get("by"), context.req.param("predictionId"), png);
    return context.body(null, 204);
  });
  return routes;
}
