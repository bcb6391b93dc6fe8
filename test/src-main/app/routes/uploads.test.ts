import { existsSync, globSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImportResult } from "#shared/api/import.ts";
import type { WorklistPage } from "#shared/api/worklist.ts";
import { sliceBytes } from "../../services/import/importing.ts";
import { openApp } from "../openApp.ts";

let opened: ReturnType<typeof openApp>;
beforeEach(() => {
  opened = openApp();
});
afterEach(() => opened.close());

const open = async () => ((await (await opened.fetch("/uploads", { method: "POST" })).json()) as { uploadId: string }).uploadId;
const put = (uploadId: string, path: string, body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>) =>
  opened.fetch(`/uploads/${uploadId}/file?path=${encodeURIComponent(path)}`, { method: "PUT", body, duplex: "half" });
const finish = async (jobId: string) => (await opened.app.services.jobs.finished(jobId)).result as ImportResult;

describe("files dropped on the window", () => {
  it("are streamed into a temporary folder, imported, and removed from there", async () => {
    const uploadId = await open();
    const bytes = sliceBytes(0);
    // In pieces, as a window sends them.
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let at = 0; at < bytes.length; at += 100) controller.enqueue(new Uint8Array(bytes.subarray(at, at + 100)));
        controller.close();
      },
    });
    expect((await put(uploadId, "study/T1/1.dcm", stream)).status).toBe(200);
    expect((await put(uploadId, "study/notes.txt", "hello")).status).toBe(200);
    expect((await put(uploadId, "empty", new Uint8Array(0))).status).toBe(200);
    const { jobId } = (await opened.mutate("import.start", { uploadId })) as { jobId: string };
    expect(await finish(jobId)).toMatchObject({
      instances: 1,
      rejected: [
        { path: "empty", reason: "the file is empty" },
        { path: join("study", "notes.txt"), reason: "not a DICOM file" },
      ],
    });
    expect(readdirSync(join(opened.folder, "data", "incoming"))).toEqual([]);
    await expect(opened.mutate("import.start", { uploadId })).rejects.toThrow("There is no such upload");
  });

  it("that break off on the way leave nothing, and may be sent again", async () => {
    const uploadId = await open();
    const bytes = sliceBytes(0);
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(bytes.subarray(0, 100)));
        controller.error(new Error("the window was closed"));
      },
    });
    expect((await put(uploadId, "study/1.dcm", broken)).status).toBe(500);
    expect((await put(uploadId, "study/1.dcm", new Uint8Array(bytes))).status).toBe(200);
    expect((await put(uploadId, "study/1.dcm/below", "x")).status).toBe(400);
    const { jobId } = (await opened.mutate("import.start", { uploadId })) as { jobId: string };
    expect(await finish(jobId)).toMatchObject({ instances: 1, rejected: [] });
  });

  it("go when the page that holds them goes, even while a file is on its way, and stay once their import has begun", async () => {
    const incoming = () => readdirSync(join(opened.folder, "data", "incoming"));
    const uploadId = await open();
    const held = (await opened.fetch(`/uploads/${uploadId}/hold`)).body!;
    expect((await put(uploadId, "1.dcm", new Uint8Array(sliceBytes(0)))).status).toBe(200);
    let more: ReadableStreamDefaultController<Uint8Array>;
    const onItsWay = put(
      uploadId,
      "deep/2.dcm",
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          more = controller;
        },
      }),
    );
    expect(incoming()).toHaveLength(1);
    const gone = held.cancel();
    more!.error(new Error("the page was closed"));
    await gone;
    expect((await onItsWay).status).toBe(500);
    expect(incoming()).toEqual([]);
    expect((await put(uploadId, "3.dcm", "x")).status).toBe(400);
    expect((await opened.fetch(`/uploads/${uploadId}/hold`)).status).toBe(400);

    const wanted = await open();
    const reader = (await opened.fetch(`/uploads/${wanted}/hold`)).body!.getReader();
    await put(wanted, "1.dcm", new Uint8Array(sliceBytes(0)));
    const { jobId } = (await opened.mutate("import.start", { uploadId: wanted })) as { jobId: string };
    // The program lets the page go.
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(await finish(jobId)).toMatchObject({ instances: 1 });
  });

  it("cannot be written outside their folder", async () => {
    const uploadId = await open();
    for (const path of ["../evil", "a/../../evil", "/../evil", "..\\evil", "C:\\evil", "a/./b", "", "nul\0"]) {
      const response = await put(uploadId, path, "evil");
      expect([path, response.status, await response.text()]).toEqual([path, 400, expect.stringContaining("points outside")]);
    }
    expect((await put("0", "a", "evil")).status).toBe(400);
    expect((await put("../../x", "a", "evil")).status).not.toBe(200);
    // A path from the root is taken as one from the upload's folder.
    expect((await put(uploadId, "/rooted", "fine")).status).toBe(200);
    expect(globSync("**/{evil,rooted}", { cwd: opened.folder })).toEqual([expect.stringMatching(/^data.incoming.+rooted$/)]);
  });

  it("come in pieces, each where the one before ended", async () => {
    const uploadId = await open();
    const bytes = sliceBytes(0);
    const piece = (offset: number | string, end: number) =>
      opened.fetch(`/uploads/${uploadId}/file?path=1.dcm&offset=${offset}`, {
        method: "PUT",
        body: new Uint8Array(bytes.subarray(Number(offset) || 0, end)),
      });
    expect((await piece(0, 100)).status).toBe(200);
    expect((await piece(100, 250)).status).toBe(200);
    expect((await piece(250, bytes.length)).status).toBe(200);
    const { jobId } = (await opened.mutate("import.start", { uploadId })) as { jobId: string };
    expect(await finish(jobId)).toMatchObject({ instances: 1, rejected: [] });
    for (const offset of ["-1", "x", "1e3", "0x1"]) expect((await piece(offset, 10)).status).toBe(400);
  });

  it("in pieces that do not follow each other are refused and gone", async () => {
    const uploadId = await open();
    const send = async (offset: number) => {
      const response = await opened.fetch(`/uploads/${uploadId}/file?path=1.dcm&offset=${offset}`, { method: "PUT", body: "12345" });
      return [response.status, await response.text()];
    };
    expect(await send(5)).toEqual([400, "A piece of a dropped file is missing. Drop the file again."]);
    expect((await send(0))[0]).toBe(200);
    expect((await send(9))[0]).toBe(400);
    expect(globSync("data/incoming/**/1.dcm", { cwd: opened.folder })).toEqual([]);
    expect((await send(0))[0]).toBe(200);
    expect((await send(5))[0]).toBe(200);
  });

  it("in two equal pieces at once are kept once, and not imported while one is on its way", async () => {
    const uploadId = await open();
    const bytes = sliceBytes(0);
    const piece = (offset: number, body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>) =>
      opened.fetch(`/uploads/${uploadId}/file?path=1.dcm&offset=${offset}`, { method: "PUT", body, duplex: "half" });
    await piece(0, new Uint8Array(bytes.subarray(0, 100)));
    let more: ReadableStreamDefaultController<Uint8Array>;
    const onItsWay = piece(
      100,
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          more = controller;
        },
      }),
    );
    const again = await piece(100, new Uint8Array(bytes.subarray(100)));
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining("still being written")]);
    await expect(opened.mutate("import.start", { uploadId })).rejects.toThrow("still being copied");
    more!.enqueue(new Uint8Array(bytes.subarray(100)));
    more!.close();
    expect((await onItsWay).status).toBe(200);
    const { jobId } = (await opened.mutate("import.start", { uploadId })) as { jobId: string };
    expect(await finish(jobId)).toMatchObject({ instances: 1, rejected: [] });
  });

  it("with a name that no disk takes are refused in words", async () => {
    const response = await put(await open(), "n".repeat(300), "x");
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("too long")]);
  });

  it("do not replace each other", async () => {
    const uploadId = await open();
    await put(uploadId, "1", "one");
    expect((await put(uploadId, "1", "two")).status).toBe(400);
  });
});

describe("GET /instances", () => {
  it("answers the original bytes, of each variant", async () => {
    const source = join(opened.folder, "source");
    mkdirSync(source);
    const first = sliceBytes(0);
    const second = sliceBytes(0, { pixels: Buffer.alloc(128, 9) });
    writeFileSync(join(source, "1"), first);
    writeFileSync(join(source, "2"), second);
    const { jobId } = (await opened.mutate("import.start", { paths: [source] })) as { jobId: string };
    expect(await finish(jobId)).toMatchObject({ instances: 2 });
    const response = await opened.fetch("/instances/2.25.3.0");
    expect(response.headers.get("content-type")).toBe("application/dicom");
    expect(response.headers.get("content-length")).toBe(String(first.length));
    expect(Buffer.from(await response.arrayBuffer()).equals(first)).toBe(true);
    expect(Buffer.from(await (await opened.fetch("/instances/2.25.3.0?variant=1")).arrayBuffer()).equals(second)).toBe(true);
    for (const path of [
      "/instances/2.25.3.9",
      "/instances/2.25.3.0?variant=2",
      "/instances/2.25.3.0?variant=x",
      "/instances/..%2f..%2ffascicle.db",
    ]) {
      expect([path, (await opened.fetch(path)).status]).toEqual([path, 404]);
    }
    rmSync(join(opened.folder, "data", "instances"), { recursive: true });
    const gone = await opened.fetch("/instances/2.25.3.0");
    expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining("no longer in the data folder")]);
  });
});

describe("the procedures of the worklist", () => {
  it("list, count and name the modalities of what was imported", async () => {
    const source = join(opened.folder, "source");
    mkdirSync(source);
    writeFileSync(join(source, "1"), sliceBytes(0, { patientName: "<b>Bold</b>^<script>" }));
    writeFileSync(join(source, "2"), sliceBytes(1, { seriesInstanceUid: "2.25.77", modality: "CT" }));
    await finish(((await opened.mutate("import.start", { paths: [source] })) as { jobId: string }).jobId);
    expect(await opened.query("worklist.modalities")).toEqual(["CT", "MR"]);
    expect(await opened.query("worklist.counts")).toEqual({ studies: 1, series: 2 });
    const page = (await opened.query("worklist.list", { level: "study", search: "script" })) as WorklistPage;
    // Text stays text: nothing is taken out, nothing is put in.
    expect(page).toMatchObject({
      total: 1,
      rows: [{ patientName: "<b>Bold</b>^<script>", studyDate: "2024-01-31", modalities: ["CT", "MR"], series: 2, instances: 2 }],
    });
    expect(page.rows[0]!.thumbnailVolumeId).not.toBeNull();
    await expect(opened.mutate("import.start", { paths: [] })).rejects.toThrow(/./);
    expect(existsSync(join(opened.folder, "data", "fascicle.db"))).toBe(true);
  });
});
