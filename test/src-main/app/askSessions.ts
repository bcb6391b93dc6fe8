import { stringify } from "superjson";
import type { App } from "../../../src-main/app/createApp.ts";
import { appRouter } from "../../../src-main/app/router.ts";

/** Asks an application through its door, each session for itself. */
export function askSessions(app: Pick<App, "fetch">) {
  const request = (session: string, path: string, init?: RequestInit) => app.fetch(new Request(`http://127.0.0.1${path}`, init), session);
  const call = (session: string, name: string, input?: unknown) => {
    const { type } = (appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)[name]!._def;
    return type === "query"
      ? request(session, `/api/${name}${input === undefined ? "" : `?input=${encodeURIComponent(stringify(input))}`}`)
      : request(session, `/api/${name}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          ...(input === undefined ? {} : { body: stringify(input) }),
        });
  };
  const ask = async <Answer>(session: string, name: string, input?: unknown): Promise<Answer> => {
    const body = JSON.parse(await (await call(session, name, input)).text()) as {
      result?: { data: { json: Answer } };
      error?: { json: { message: string } };
    };
    if (!body.result) throw new Error(body.error!.json.message);
    return body.result.data.json;
  };
  return { request, call, ask };
}
