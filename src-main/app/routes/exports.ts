import { Hono } from "hono";
import { describeImage, featuresCsv, predictionDocument, type FeatureCsvRow } from "../../services/exports/index.ts";
import type { Services } from "../services.ts";

/** Whether the reader asked for the patient's name and dates in so many words: ?identity=1 */
export function asksForIdentity(query: string | undefined): boolean {
  return query === "1";
}

/** GET /exports/features/<featureSetId>[,<featureSetId>...].csv, a row each, and /exports/predictions/<predictionId>.json (?identity=1). */
export function exportRoutes(services: Pick<Services, "store" | "models"> & { readonly radiomics: Pick<Services["radiomics"], "find"> }): Hono {
  const routes = new Hono();
  routes.get("/features/:file{[^/]+\\.csv}", async (context) => {
    const rows: FeatureCsvRow[] = [];
    for (const id of context.req.param("file").slice(0, -".csv".length).split(",")) {
      const featureSet = services.radiomics.find(id);
      rows.push({ ...featureSet, imageWarnings: describeImage(services.store, featureSet.volumeId)?.image.warnings ?? [] });
      await new Promise(setImmediate);
    }
    return context.body(await featuresCsv(rows), 200, download("text/csv; charset=utf-8", "features.csv"));
  });
  routes.get("/predictions/:file{[^/]+\\.json}", (context) => {
    const prediction = services.models.describePrediction(context.req.param("file").slice(0, -".json".length));
    const found = describeImage(services.store, prediction.source.volumeId);
    const content = predictionDocument({ prediction, image: found?.image, identity: asksForIdentity(context.req.query("identity")) ? found?.identity : undefined });
    return context.body(`${JSON.stringify(content, null, 2)}\n`, 200, download("application/json", "prediction.json"));
  });
  return routes;
}

/** Headers of a file to be kept; its name holds nothing of the patient. */
export function download(contentType: string, fileName: string): Record<string, string> {
  return {
    "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"`, "x-content-type-options": "nosniff", "cache-control": "no-store",
    // Should it be shown all the same, nothing in it runs or is loaded.
    "content-security-policy": "default-src 'none'; sandbox",
  };
}
