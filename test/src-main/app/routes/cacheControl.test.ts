import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../../../src-main/services/store/index.ts";
import { openApp } from "../openApp.ts";

let opened: ReturnType<typeof openApp>;
beforeAll(() => {
  opened = openApp();
});
afterAll(() => opened.close());

const reads = [
  "/",
  "/index.html",
  "/favicon.ico",
  "/no/such/page",
  "/assets/no-such-file.js",
  "/api/worklist.counts",
  "/api/job.list",
  "/api/no.such",
  "/volumes/x/frames/0",
  "/volumes/x/voxels",
  "/volumes/x/thumbnail.png",
  "/instances/1.2.3",
  "/segmentations/x/labels",
  "/segmentations/x/export.nrrd",
  "/featuremaps/x/voxels",
  "/reports/x.html",
  "/reports/report.css",
  "/exports/features/x.csv",
  "/exports/predictions/x.json",
].map((path) => ({ path, init: {} }));
const writes = ["/uploads", "/api/reader.rename", "/segmentations/x/strokes"].map((path) => ({
  path,
  init: { method: "POST", body: "{" },
}));

test.each([...reads, ...writes])("$path is kept in no cache, whether it is answered or refused", async ({ path, init }) => {
  const response = await opened.fetch(path, init);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.has("etag")).toBe(false);
  await response.body?.cancel();
});

test("the renderer's files that are named after their content may be kept", async () => {
  const [name] = readdirSync(join(projectRoot, "dist", "renderer", "assets")).filter((file) => file.endsWith(".js"));
  expect((await opened.fetch(`/assets/${name!}`)).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
});
