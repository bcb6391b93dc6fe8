import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { PlainError } from "#shared/domain/plainError.ts";
import { errorWords } from "./errorWords.ts";
import type { Host } from "./host.ts";
import { appRouter } from "./router.ts";
import { exportRoutes } from "./routes/exports.ts";
import { featureMapsRoute } from "./routes/featureMaps.ts";
import { instancesRoute } from "./routes/instances.ts";
import { rendererRoute } from "./routes/renderer.ts";
import { reportRoutes } from "./routes/reports.ts";
import { segmentationsRoute } from "./routes/segmentations.ts";
import { uploadsRoute } from "./routes/uploads.ts";
import { volumesRoute } from "./routes/volumes.ts";
import { createServices, type Services } from "./services.ts";

/** The whole application: hosts hand requests to it. */
export interface App {
  readonly fetch: (request: Request) => Promise<Response>;
  /** For the command line, which needs no requests. */
  readonly services: Services;
  readonly close: () => Promise<void>;
}

/** Pixels never pass through JSON: what a procedure is asked is short. */
const largestProcedureBytes = 2 ** 22;

/** Opens a data folder and answers requests on it. Throws PlainError where the folder cannot be used. */
export function createApp({ dataFolder, host }: { dataFolder: string; host: Host }): App {
  const services = createServices(dataFolder, host.forkInference);
  const app = new Hono();

  app.use("/api/*", bodyLimit({ maxSize: largestProcedureBytes, onError: (context) => context.text("This request is too long.", 413) }));
  app.all("/api/*", (context) =>
    fetchRequestHandler({ endpoint: "/api", req: context.req.raw, router: appRouter, createContext: () => ({ services, host }) }));
  app.route("/featuremaps", featureMapsRoute(services.featureMaps));
  app.route("/instances", instancesRoute(services.store));
  app.route("/segmentations", segmentationsRoute(services.segmentations));
  app.route("/uploads", uploadsRoute(services.uploads));
  app.route("/reports", reportRoutes(services));
  app.route("/exports", exportRoutes(services));
  app.route("/volumes", volumesRoute(services.volumes));
  app.get("*", rendererRoute());

  app.onError((error, context) => context.text(errorWords(error), error instanceof PlainError ? 400 : 500));

  return { fetch: async (request) => app.fetch(request), services, close: () => services.close() };
}
