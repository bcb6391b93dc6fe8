import { userInfo } from "node:os";
import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { encodeStroke, strokeRuns } from "#shared/domain/strokeBytes.ts";
import type { DoorEnvironment } from "../../../../src-main/app/doorContext.ts";
import { segmentationProcedures } from "../../../../src-main/app/procedures/segmentation.ts";
import { segmentationsRoute } from "../../../../src-main/app/routes/segmentations.ts";
import type { Services } from "../../../../src-main/app/services.ts";
import { createReaders } from "../../../../src-main/services/readers/index.ts";
import { obliqueGrid, openSegmentations, strokeOf } from "../../services/segmentation/sampleVolume.ts";
import { addReader, callerContext } from "../../author.ts";

function open() {
  const { segmentations, store } = openSegmentations();
  const readers = createReaders(store);
  const by = addReader(store, "Dr. Müller");
  const route = new Hono<DoorEnvironment>();
  route.use(async (context, next) => {
    context.set("by", by);
    context.set("services", { segmentations } as Services);
    await next();
  });
  route.route("/", segmentationsRoute(store));
  route.onError((error, context) => context.text(error.message, 400));
  const call = segmentationProcedures.createCaller(callerContext({ segmentations, readers } as Services));
  return { route, call };
}

async function drawn() {
  const { route, call } = open();
  const { id } = await call.create({ volumeId: "a", name: "Müller, thigh" });
  await call.addSegment({ segmentationId: id, segment: { name: "RFEM", side: "left" } });
  const stroke = strokeOf("brush", obliqueGrid, [2], (index) => Number(index < 9));
  const answer = await route.request(`/${id}/strokes`, {
    method: "POST",
    body: encodeStroke(1, strokeRuns(stroke)),
  });
  return { route, call, id, answer };
}

const perSlice = obliqueGrid.size[0] * obliqueGrid.size[1];

describe("/segmentations", () => {
  test("takes a stroke and gives the label map with its revision, gzip where asked", async () => {
    const { route, id, answer } = await drawn();
    expect(await answer.json()).toEqual({ revision: 2 });
    const plain = await route.request(`/${id}/labels`);
    expect(plain.headers.get("x-revision")).toBe("2");
    expect(plain.headers.get("content-encoding")).toBeNull();
    const labels = new Uint8Array(await plain.arrayBuffer());
    expect([...labels.entries()].filter(([, label]) => label === 1).map(([index]) => index)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => 2 * perSlice + index),
    );
    const packed = await route.request(`/${id}/labels`, { headers: { "accept-encoding": "br, gzip" } });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(new Uint8Array(gunzipSync(Buffer.from(await packed.arrayBuffer())))).toEqual(labels);
  });

  test("refuses a stroke on an old revision, and bytes that are no stroke, in words", async () => {
    const { route, id } = await drawn();
    const late = await route.request(`/${id}/strokes`, {
      method: "POST",
      body: encodeStroke(0, strokeRuns(strokeOf("brush", obliqueGrid, [0], () => 1))),
    });
    expect([late.status, await late.text()]).toEqual([400, expect.stringContaining("another window")]);
    // A slice whose runs hold too few labels, and one whose runs are cut short.
    const bodies = [
      [0, 3],
      [0, 3 + 128],
    ].map((runs) => encodeStroke(2, { tool: "brush", slices: [{ sliceIndex: 0, runs: Uint8Array.from(runs) }] }));
    const [short, cut] = await Promise.all(bodies.map(async (body) => route.request(`/${id}/strokes`, { method: "POST", body })));
    expect([short!.status, await short!.text()]).toEqual([400, expect.stringContaining("slices have 3 voxels")]);
    expect([cut!.status, await cut!.text()]).toEqual([400, expect.stringContaining("could not be read")]);
    const noise = await route.request(`/${id}/strokes`, { method: "POST", body: "no stroke" });
    expect([noise.status, await noise.text()]).toEqual([400, expect.stringContaining("could not be read")]);
    expect((await route.request("/none/labels")).status).toBe(400);
  });

  test.each(["nrrd", "nii.gz"])("exports .%s as an attachment, and takes it in again", async (ending) => {
    const { route, call, id } = await drawn();
    const out = await route.request(`/${id}/export.${ending}`);
    expect(out.headers.get("content-disposition")).toBe(
      `attachment; filename="segmentation_M_ller thigh.${ending}"; filename*=UTF-8''segmentation_M%C3%BCller%20thigh.${ending}`,
    );
    const back = await route.request(`/import?volumeId=a&fileName=${encodeURIComponent(`x.${ending}`)}`, {
      method: "POST",
      body: await out.arrayBuffer(),
    });
    const { segmentationId } = (await back.json()) as { segmentationId: string };
    expect(await (await route.request(`/${segmentationId}/labels`)).arrayBuffer()).toEqual(
      await (await route.request(`/${id}/labels`)).arrayBuffer(),
    );
    expect((await call.list({ volumeId: "a" })).map((segmentation) => segmentation.id).sort()).toEqual([id, segmentationId].sort());
  });

  test("exports under a name that a header can hold, however long and strange the segmentation's", async () => {
    const { route, call } = open();
    // The 80th UTF-16 unit is the first half of a character.
    const { id } = await call.create({ volumeId: "a", name: `${"a".repeat(79)}𠀋"\r\nset-cookie: x` });
    const out = await route.request(`/${id}/export.nrrd`);
    expect(out.status).toBe(200);
    expect(out.headers.get("content-disposition")).toBe(
      `attachment; filename="segmentation_${"a".repeat(79)}__.nrrd"; filename*=UTF-8''segmentation_${"a".repeat(79)}%F0%A0%80%8B.nrrd`,
    );
    expect(out.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("exports two segmentations of one volume and name under different names", async () => {
    const { route, call } = open();
    const names = await Promise.all(
      [1, 2].map(async () => {
        const { id } = await call.create({ volumeId: "a", name: "Thigh" });
        return { id };
      }),
    );
    const dispositions = await Promise.all(
      names.map(async ({ id }) => (await route.request(`/${id}/export.nii.gz`)).headers.get("content-disposition")),
    );
    expect(dispositions).toEqual(names.map(({ id }) => `attachment; filename="segmentation_Thigh_${id.slice(0, 8)}.nii.gz"`));
  });

  test("an import without a volume or a name is refused", async () => {
    const { route } = open();
    expect((await route.request("/import?volumeId=a", { method: "POST", body: "x" })).status).toBe(400);
  });
});

describe("segmentation.*", () => {
  test("names, colours, sides, order and history", async () => {
    const { call, id } = await drawn();
    expect((await call.updateSegment({ segmentationId: id, number: 1, change: { color: "#010203" } })).segments).toEqual([
      { number: 1, name: "RFEM", color: "#010203", side: "left" },
    ]);
    expect((await call.addSegment({ segmentationId: id, segment: { name: "VME" } })).segments.map(({ number }) => number)).toEqual([1, 2]);
    expect((await call.rename({ segmentationId: id, name: "Pass 1" })).name).toBe("Pass 1");
    expect(await call.removeSegment({ segmentationId: id, number: 1 })).toMatchObject({ revision: 5, segments: [{ number: 2 }] });
    expect((await call.history({ segmentationId: id })).map(({ tool, reader }) => [tool, reader])).toEqual([
      ["add segment", userInfo().username],
      ["brush", "Dr. Müller"],
      ["recolour segment", userInfo().username],
      ["add segment", userInfo().username],
      ["delete segment", userInfo().username],
    ]);
    await call.remove({ segmentationId: id });
    expect(await call.list({ volumeId: "a" })).toEqual([]);
    expect(await call.describe({ segmentationId: id })).toMatchObject({ name: "Pass 1" });
    await expect(call.describe({ segmentationId: "none" })).rejects.toThrow("There is no such segmentation");
  });
});
