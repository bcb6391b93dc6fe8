import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openApp } from "./openApp.ts";

let opened: ReturnType<typeof openApp>;
beforeEach(() => {
  opened = openApp();
});
afterEach(() => opened.close());

// Electron tells nothing of a request that was given up, but takes away the body that nobody reads any longer.
test("a call whose answer nobody reads any longer is given up, though the request itself is not aborted", async () => {
  let given: AbortSignal | undefined;
  vi.spyOn(opened.app.services.radiomics, "histogram").mockImplementation((_measurement, signal) => {
    given = signal;
    return new Promise(() => undefined);
  });
  const input = { 0: { json: { segmentationId: "s", segmentNumbers: [1], settings: {} } } };
  const response = await opened.fetch(`/api/featureSet.histogram?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`, {
    headers: { "trpc-accept": "application/jsonl" },
  });
  expect(response.status).toBe(200);
  await vi.waitFor(() => expect(given).toBeDefined(), { timeout: 15_000 });
  expect(given!.aborted).toBe(false);
  await response.body!.cancel();
  await vi.waitFor(() => expect(given!.aborted).toBe(true), { timeout: 15_000 });
});
