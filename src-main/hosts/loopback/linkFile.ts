import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { LoopbackServer } from "./serveLoopback.ts";
import { linkPath } from "./guardRequest.ts";

const longestWaitMs = 5000;

function folderOf(dataFolder: string): string {
  return join(dataFolder, "cache", "links");
}

/**
 * Keeps, for the user alone, how the command line reaches a running server; answers how to take it away. Where the data folder cannot be written
 * there is no file, and no link but the first.
 */
export async function keepLinkFile(dataFolder: string, { port, linkSecret }: LoopbackServer): Promise<() => Promise<void>> {
  const file = join(folderOf(dataFolder), `${randomUUID()}.json`);
  await mkdir(folderOf(dataFolder), { recursive: true, mode: 0o700 })
    .then(() => writeFile(file, JSON.stringify({ port, linkSecret }), { mode: 0o600, flag: "wx" }))
    .catch(() => undefined);
  return () => rm(file, { force: true }).catch(() => undefined);
}

/** A new link of a server that runs on this data folder. Files of servers that are gone are removed. Throws PlainError where none answers. */
export async function askForLink(dataFolder: string): Promise<string> {
  const folder = folderOf(dataFolder);
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    try {
      const { port, linkSecret } = JSON.parse(await readFile(file, "utf8")) as { port: number; linkSecret: string };
      const server = `http://127.0.0.1:${port}`;
      const answer = await fetch(`${server}${linkPath}`, {
        method: "POST",
        headers: { authorization: `Bearer ${linkSecret}` },
        redirect: "error",
        signal: AbortSignal.timeout(longestWaitMs),
      });
      const { url } = (await answer.json()) as { url: unknown };
      // After a kill another program, of another user perhaps, may have the port: it is not to send the reader elsewhere.
      if (answer.ok && typeof url === "string" && url.startsWith(`${server}/`)) return url;
    } catch {
      // Nobody listens there any longer.
    }
    await rm(file, { force: true }).catch(() => undefined);
  }
  throw new PlainError(
    "No workstation is served on this data folder. Start one with `fascicle serve`; --data DIR names another data folder.",
  );
}
