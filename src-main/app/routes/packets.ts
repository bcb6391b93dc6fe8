import { Hono, type Context } from "hono";
import type { z } from "zod";
import { writeReturnSchema } from "#shared/api/packet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Store } from "../../services/store/index.ts";
import { sentFile, type SentFile } from "../commands/packetFiles.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { downloadHeaders } from "./fileHeaders.ts";
import { readBody } from "./readBody.ts";

const largestRequestBytes = 2 ** 14;

/**
 * Packets as files: `GET /packets/written/<jobId>` answers the file that a job has written for a reader elsewhere (packet.write), once, to the coordinator who
 * started it; `POST /packets/<projectId>/return` writes what comes back of one (JSON: { own }), for its reader. Passphrases stand in no address.
 */
export function packetsRoute(store: Pick<Store, "dataFolder">): Hono<DoorEnvironment> {
  const routes = new Hono<DoorEnvironment>();
  const send = (context: Context<DoorEnvironment>, name: string, { body, byteLength }: SentFile) =>
    context.body(body, 200, { ...downloadHeaders("application/octet-stream", name), "content-length": String(byteLength) });
  routes.get("/written/:jobId", async (context) =>
    send(context, "fascicle.packet", await context.get("services").writtenPackets.take(context.get("by"), context.req.param("jobId"))),
  );
  routes.post("/:projectId/return", async (context) => {
    const { own } = await bodyOf(context.req.raw, writeReturnSchema);
    const file = await sentFile(store, "fascicle.return", (path) =>
      context.get("services").packets.writeReturn(context.get("by"), context.req.param("projectId"), path, own),
    );
    return send(context, "fascicle.return", file);
  });
  return routes;
}

async function bodyOf<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  const text = new TextDecoder().decode(await readBody(request, largestRequestBytes, "What was asked"));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const { success, data } = schema.safeParse(json);
  if (!success) throw new PlainError("What was asked of a packet is not complete, or cannot be read.");
  return data;
}
