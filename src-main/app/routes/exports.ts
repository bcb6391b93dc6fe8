import { Hono } from "hono";
import { PlainError } from "#shared/domain/plainError.ts";
import { labelValueOf, type Segment } from "#shared/domain/segment.ts";
import {
  describeImage,
  exportFileName,
  featuresCsv,
  networkDocument,
  predictionDocument,
  type FeatureCsvRow,
} from "../../services/exports/index.ts";
import type { Services } from "../services.ts";
import { drawingOf } from "./drawingOf.ts";
import { yieldThread } from "../../services/system/index.ts";
import { downloadHeaders } from "./fileHeaders.ts";

/** Whether the reader asked for the patient's name and dates in so many words: ?identity=1 */
export function asksForIdentity(query: string | undefined): boolean {
  return query === "1";
}

type Sources = Pick<Services, "store" | "models"> & {
  readonly radiomics: Pick<Services["radiomics"], "find">;
  readonly segmentations: Pick<Services["segmentations"], "describe" | "provenance">;
  readonly measures: Pick<Services["measures"], "records">;
};

/**
 * GET /exports/features/<featureSetId>[,<featureSetId>...].csv, a row each (?spreadsheet=1 for Excel and the like, ?identity=1 with the patient's ID), and
 * /exports/predictions/<predictionId>.json (?identity=1).
 */
export function exportRoutes(services: Sources): Hono {
  const routes = new Hono();
  routes.get("/features/:file{[^/]+\\.csv}", async (context) => {
    const withPatientId = asksForIdentity(context.req.query("identity"));
    const rows: FeatureCsvRow[] = [];
    for (const id of context.req.param("file").slice(0, -".csv".length).split(",")) {
      const featureSet = services.radiomics.find(id);
      const found = describeImage(services.store, featureSet.volumeId);
      const segment = segmentOf(services.segmentations, featureSet);
      rows.push({
        ...featureSet,
        side: segment?.side,
        label: segment && labelValueOf(segment),
        imageWarnings: found?.image.warnings,
        imageSource: found?.image.origin,
        measuredOn: found && { ...found.measuredOn, ...(withPatientId ? { patientId: found.identity.patientId } : {}) },
      });
      await yieldThread();
    }
    const fileName = exportFileName(services.store, "features", rows[0]!, ".csv");
    return context.body(
      await featuresCsv(rows, { withPatientId, spreadsheet: context.req.query("spreadsheet") === "1" }),
      200,
      downloadHeaders("text/csv; charset=utf-8", fileName),
    );
  });
  routes.get("/predictions/:file{[^/]+\\.json}", async (context) => {
    const predictionId = context.req.param("file").slice(0, -".json".length);
    const made = services.models.describePrediction(predictionId);
    if (made.kind === "images" || made.kind === "value")
      return context.body(
        `${JSON.stringify(networkDocument(made), null, 2)}\n`,
        200,
        downloadHeaders(
          "application/json",
          exportFileName(services.store, "prediction", { volumeId: made.source.volumes[0]!.volumeId, segmentationId: "" }, ".json"),
        ),
      );
    const prediction = services.models.describeFeaturePrediction(predictionId);
    const found = describeImage(services.store, prediction.source.volumeId);
    const content = predictionDocument({
      prediction,
      image: found?.image,
      identity: asksForIdentity(context.req.query("identity")) ? found?.identity : undefined,
      measures: await services.measures.records(prediction.source.volumeId),
      drawing: await drawingOf(services.segmentations, prediction.source),
    });
    return context.body(
      `${JSON.stringify(content, null, 2)}\n`,
      200,
      downloadHeaders("application/json", exportFileName(services.store, "prediction", prediction.source, ".json")),
    );
  });
  return routes;
}

/** The segment as it was when it was measured: its side may have been changed since. Undefined where the drawing is gone. */
function segmentOf(
  segmentations: Sources["segmentations"],
  { segmentationId, segmentationRevision, segmentNumber }: FeatureCsvRow,
): Segment | undefined {
  try {
    return segmentations.describe(segmentationId, segmentationRevision).segments.find(({ number }) => number === segmentNumber);
  } catch (error) {
    if (error instanceof PlainError) return undefined;
    throw error;
  }
}
