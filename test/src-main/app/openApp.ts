import { rmSync } from "node:fs";
import { join } from "node:path";
import { deserialize, stringify } from "superjson";
import { createApp } from "../../../src-main/app/createApp.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";

/** The whole application on a data folder of its own, asked through its door as the window asks. */
export function openApp() {
  const folder = temporaryFolder();
  const app = createApp({ dataFolder: join(folder, "data"), host: { name: "loopback" } });
  const url = (path: string) => `http://fascicle.test${path}`;
  const answer = async (response: Response): Promise<unknown> => {
    const body = (await response.json()) as { result?: { data: Parameters<typeof deserialize>[0] }; error?: { json: { message: string } } };
    if (!body.result) throw new Error(body.error?.json.message);
    return deserialize(body.result.data);
  };
  return {
    app,
    folder,
    url,
    fetch: (path: string, init?: RequestInit) => app.fetch(new Request(url(path), init)),
    query: async (procedure: string, input?: unknown) =>
      answer(
        await app.fetch(
          new Request(url(`/api/${procedure}${input === undefined ? "" : `?input=${encodeURIComponent(stringify(input))}`}`)),
        ),
      ),
    mutate: async (procedure: string, input: unknown) =>
      answer(
        await app.fetch(
          new Request(url(`/api/${procedure}`), {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: stringify(input),
          }),
        ),
      ),
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
