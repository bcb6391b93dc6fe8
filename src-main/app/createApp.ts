import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { doorPaths } from "#shared/api/doorPaths.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { createSignIns } from "./createSignIns.ts";
import { requireReader, type DoorEnvironment } from "./doorContext.ts";
import { errorWords } from "./errorWords.ts";
import type { Host } from "./host.ts";
import { readNotices } from "./notices.ts";
import { appRouter } from "./router.ts";
import { agreementRoute } from "./routes/agreement.ts";
import { exportRoutes } from "./routes/exports.ts";
import { featureMapsRoute } from "./routes/featureMaps.ts";
import { instancesRoute } from "./routes/instances.ts";
import { networksRoute } from "./routes/networks.ts";
import { packetsRoute } from "./routes/packets.ts";
import { immutable, rendererRoute } from "./routes/renderer.ts";
import { picturesRoute } from "./routes/pictures.ts";
import { reportRoutes } from "./routes/reports.ts";
import { segmentationsRoute } from "./routes/segmentations.ts";
import { uploadsRoute } from "./routes/uploads.ts";
import { volumesRoute } from "./routes/volumes.ts";
import { createServices, type Services } from "./services.ts";
import { contentHeaders } from "./routes/fileHeaders.ts";

/** The whole application: hosts hand requests to it. */
export interface App {
  /**
   * Answers a request. `session` is the host's name for whoever asks, which nothing in a request can change: who reads is known by it. A host with one window
   * leaves it out.
   */
  readonly fetch: (request: Request, session?: string) => Promise<Response>;
  /** For the command line, which needs no requests. */
  readonly services: Services;
  readonly close: () => Promise<void>;
}

const onlySession = "";

/**
 * Answered to anybody: the procedures say for themselves to whom. All else holds health data, or writes, and is answered to whoever is
 * signed in.
 */
const openPaths: readonly string[] = [doorPaths.procedures, doorPaths.notices];
const closedPaths = Object.values(doorPaths).filter((path) => !openPaths.includes(path));

/** What a blinded reader is answered of them: images and drawings of the own readings, pictures of their protocol, and what comes back of a packet. */
const blindedPaths: readonly string[] = [doorPaths.volumes, doorPaths.segmentations, doorPaths.pictures, doorPaths.packets];

/** Pixels never pass through JSON: what a procedure is asked is short. */
const largestProcedureBytes = 2 ** 22;

/**
 * Answers hold health data, and a browser's cache is a copy on the disk: nothing is kept but the renderer's own files whose names are made
 * of their content.
 */
const keepNoCopies: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.res.headers.get("cache-control") !== immutable) context.header("cache-control", "no-store");
};

/** Opens a data folder and answers requests on it. Throws PlainError where the folder cannot be used. */
export function createApp({ dataFolder, host }: { dataFolder: string; host: Host }): App {
  const services = createServices(dataFolder, host.forkProcess);
  const signIns = createSignIns(services.readers);
  const app = new Hono<DoorEnvironment>();

  app.use(keepNoCopies);
  app.use(
    `${doorPaths.procedures}/*`,
    bodyLimit({ maxSize: largestProcedureBytes, onError: (context) => context.text("This request is too long.", 413) }),
  );
  app.all(`${doorPaths.procedures}/*`, (context) =>
    fetchRequestHandler({
      endpoint: doorPaths.procedures,
      req: context.req.raw,
      router: appRouter,
      createContext: () => ({ services, host, signIns, session: context.env.session, headers: context.req.raw.headers }),
    }),
  );
  // Where packets are read another one can come, also to a reader who is blinded by the first.
  const isForBlinded = (path: string) => blindedPaths.includes(path) || (path === doorPaths.uploads && services.packets.canImport());
  for (const path of closedPaths)
    app.use(
      `${path}/*`,
      requireReader(signIns, services, () => isForBlinded(path)),
    );
  app.route(doorPaths.agreement, agreementRoute());
  app.route(doorPaths.featureMaps, featureMapsRoute(services.featureMaps, services.store));
  app.route(doorPaths.instances, instancesRoute(services.store));
  app.route(doorPaths.segmentations, segmentationsRoute(services.store));
  app.route(doorPaths.networks, networksRoute());
  app.route(doorPaths.pictures, picturesRoute());
  app.route(doorPaths.uploads, uploadsRoute(services.uploads));
  app.route(doorPaths.packets, packetsRoute(services.store));
  app.route(doorPaths.reports, reportRoutes(services));
  app.route(doorPaths.exports, exportRoutes(services));
  app.route(doorPaths.volumes, volumesRoute());
  app.get(doorPaths.notices, async (context) => context.body(await readNotices(), 200, contentHeaders("text/plain; charset=utf-8")));
  app.get("*", rendererRoute());

  app.onError((error, context) => context.text(errorWords(error), error instanceof PlainError ? 400 : 500));

  return {
    fetch: async (request, session = onlySession) => app.fetch(request, { session }),
    services,
    close: () => services.close(),
  };
}
