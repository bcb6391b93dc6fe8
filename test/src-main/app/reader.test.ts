import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createApp } from "../../../src-main/app/createApp.ts";

test("the reader's name is remembered in the data folder, over launches, and forgotten when emptied", async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "fascicle-reader-"));
  const ask = async (path: string, input?: unknown) => {
    const app = createApp({ dataFolder, host: { name: "cli" } });
    const body = input === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ json: input }) };
    const answer = (await (await app.fetch(new Request(`http://127.0.0.1/api/${path}`, body))).json()) as { result?: { data: { json: unknown } }; error?: unknown };
    await app.close();
    return answer.result?.data.json ?? answer.error;
  };
  try {
    expect(await ask("reader.describe")).toEqual({ name: null });
    await ask("reader.rename", { name: "  山田 R1 " });
    expect(await ask("reader.describe")).toEqual({ name: "山田 R1" });
    await ask("reader.rename", { name: " " });
    expect(await ask("reader.describe")).toEqual({ name: null });
  } finally {
    rmSync(dataFolder, { recursive: true });
  }
});
