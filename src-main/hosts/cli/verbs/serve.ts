import { parseArgs } from "node:util";
import { createApp } from "../../../app/createApp.ts";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import { serveLoopback } from "../../loopback/serveLoopback.ts";
import type { VerbIo } from "../verb.ts";

const usage = `fascicle serve [--data DIR] [--json]
  Serves the workstation on 127.0.0.1 and prints one line with its link (the launch's token included); runs until interrupted.
  From another machine: ssh -L PORT:127.0.0.1:PORT this-machine, then open the link there.
  --data DIR   the data folder (default: the user's own)
  --json       print {"url": ...} instead of the link alone
`;

/** Serves until SIGINT or SIGTERM; answers the exit code. */
export async function serveVerb(args: string[], io: VerbIo): Promise<number> {
  const { values } = parseArgs({ args, options: { data: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const app = createApp({ dataFolder: values.data ?? defaultDataFolder(), host: { name: "loopback" } });
  const server = await serveLoopback(app.fetch);
  io.stdout.write(values.json ? `${JSON.stringify({ url: server.url })}\n` : `${server.url}\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await server.close();
  await app.close();
  return 0;
}
