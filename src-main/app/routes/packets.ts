import { Hono, type Context } from "hono";
import type { z } from "zod";
import { writePacketSchema, writeReturnSchema } from "#shared/api/packet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Store } from "../../services/store/index.ts";
import { sentFile } from "../commands/packetFiles.ts";
import type { DoorEnvironment } from "../doorContext.ts";
import { downloadHeaders } from "./fileHeaders.ts";
import { readBody } from "./readBody.ts";

const largestRequestBytes = 2 ** 14;

/**
 * Packets as files: `POST /packets/<projectId>/packet` writes one for a reader elsewhere (JSON: WritePacket), for coordinators; `POST
 * /packets/<projectId>/return` what comes back of one (JSON: { own }), for its reader. The answer is the file. Passphrases stand in no address.
 */
export function packetsRoute(store: Pick<Store, "dataFolder">): Hono<DoorEnvironment> {
  const routes = new Hono<DoorEnvironment>();
  const send = async (context: Context<DoorEnvironment>, name: string, write: (path: string) => Promise<unknown>) => {
    const { body, byteLength } = await sentFile(store, name, write);
    return context.body(body, 200, { ...downloadHeaders("application/octet-stream", name), "content-length": String(byteLength) });
  };
  routes.post("/:projectId/packet", async (context) => {
    const { passphrase, ...asked } = await bodyOf(context.req.raw, writePacketSchema);
    const request = { ...asked, passphrase: () => Promise.resolve(passphrase) };
    return send(context, "fascicle.packet", (path) =>
      context.get("services").packets.export(context.get("by"), context.req.param("projectId"), { ...request, path }),
    );
  });
  routes.post("/:projectId/return", async (context) => {
    const { own } = await bodyOf(context.req.raw, writeReturnSchema);
    return send(context, "fascicle.return", (path) =>
      context.get("services").packets.writeReturn(context.get("by"), context.req.param("projectId"), path, own),
    );
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
