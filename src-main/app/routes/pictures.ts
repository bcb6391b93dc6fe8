import { Hono } from "hono";
import { largestPicture } from "../../services/projects/index.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { contentHeaders } from "./fileHeaders.ts";
import { readBody } from "./readBody.ts";

const headers = (name: string) => contentHeaders(name.endsWith(".png") ? "image/png" : "image/jpeg");
/** A copy of its own: what the database answers is a Buffer. */
const bytesOf = (bytes: Uint8Array) => new Uint8Array(bytes);

/**
 * GET /pictures/readings/<readingId>/<name>: a picture that the protocol of one's own open reading names. GET /pictures/projects/<projectId>/<name>: any
 * picture of a project, for its coordinators. POST the same: keeps one, PNG or JPEG bytes.
 */
export function picturesRoute(): Hono<DoorEnvironment> {
  const routes = new Hono<DoorEnvironment>();
  routes.get("/readings/:readingId/:name", (context) => {
    const { readingId, name } = context.req.param();
    const bytes = context.get("services").readings.picture(context.get("by"), readingId, name);
    return context.body(bytesOf(bytes), 200, headers(name));
  });
  routes.get("/projects/:projectId/:name", (context) => {
    const { projectId, name } = context.req.param();
    const bytes = context.get("services").projects.picture(context.get("by"), projectId, name);
    return context.body(bytesOf(bytes), 200, headers(name));
  });
  routes.post("/projects/:projectId/:name", async (context) => {
    const { projectId, name } = context.req.param();
    const bytes = await readBody(context.req.raw, largestPicture, "The picture");
    context.get("services").projects.addPicture(context.get("by"), projectId, name, bytes);
    return context.body(null, 204);
  });
  return routes;
}
