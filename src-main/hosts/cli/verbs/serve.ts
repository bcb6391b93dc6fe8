import { parseArgs } from "node:util";
import { defaultDataFolder } from "../../../app/defaultDataFolder.ts";
import type { VerbIo } from "../verb.ts";

const usage = `fascicle serve [--data DIR] [--link] [--json]
  Serves the workstation on 127.0.0.1 and prints one line with a link; runs until interrupted.
  A link opens the workstation once, in one browser, within ten minutes: whoever sees it later (in the terminal, in the
  browser's history, in a list of processes) cannot use it. The browser stays in until it is closed.
  From another machine: ssh -L PORT:127.0.0.1:PORT this-machine, then open the link there.
  --link       print a new link of the workstation that is served on this data folder, and end
  --data DIR   the data folder (default: the user's own)
  --json       print {"url": ...} instead of the link alone
`;

/** Serves until SIGINT or SIGTERM; answers the exit code. */
export async function serveVerb(args: string[], io: VerbIo): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string" }, link: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const dataFolder = values.data ?? defaultDataFolder();
  const print = (url: string) => void io.stdout.write(values.json ? `${JSON.stringify({ url })}\n` : `${url}\n`);
  if (values.link) {
    const { askForLink } = await import("../../loopback/linkFile.ts");
    print(await askForLink(dataFolder));
    return 0;
  }
  const { createApp } = await import("../../../app/createApp.ts");
  const { keepLinkFile } = await import("../../loopback/linkFile.ts");
  const { printedLinkMs, serveLoopback } = await import("../../loopback/serveLoopback.ts");
  const app = createApp({ dataFolder, host: { name: "loopback" } });
  const server = await serveLoopback(app.fetch);
  const removeLinkFile = await keepLinkFile(dataFolder, server);
  print(server.issueLink(printedLinkMs).url);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await removeLinkFile();
  await server.close();
  await app.close();
  return 0;
}
