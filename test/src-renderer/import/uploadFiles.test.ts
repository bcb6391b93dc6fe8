import { afterEach, describe, expect, test, vi } from "vitest";
import { expectReader } from "../../../src-renderer/client/expectedReader.ts";
import { pieceBytes, uploadFiles } from "../../../src-renderer/import/uploadFiles.ts";

const files = Array.from({ length: 9 }, (_, index) => ({
  path: `a folder/ü ${index}.dcm`,
  file: new File(["x".repeat(index)], `${index}.dcm`),
}));

afterEach(() => vi.unstubAllGlobals());

/** A door that keeps what it is given; `refuses` is the path it answers with words. */
function stubDoor(refuses?: string) {
  const kept = new Map<string, number>();
  let open = 0;
  let mostOpen = 0;
  let letGo = false;
  let isHeld = false;
  let keptBeforeHeld = 0;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    init.signal?.throwIfAborted();
    if (address === "/uploads/u1/hold") {
      init.signal!.addEventListener("abort", () => {
        letGo = true;
      });
      await new Promise(setImmediate);
      isHeld = true;
      return new Response(new ReadableStream());
    }
    if (address === "/uploads") return Response.json({ uploadId: "u1" });
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    await Promise.resolve();
    open -= 1;
    const path = new URL(address, "http://127.0.0.1").searchParams.get("path")!;
    if (path === refuses) return new Response("The disk is full.", { status: 400 });
    kept.set(path, (init.body as File).size);
    if (!isHeld) keptBeforeHeld += 1;
    return Response.json({ path });
  });
  return { kept, keptBeforeHeld: () => keptBeforeHeld, mostOpen: () => mostOpen, wasLetGo: () => letGo };
}

describe("uploading", () => {
  test("hands over every file with its path, a few at once, and counts them", async () => {
    const door = stubDoor();
    const told: number[] = [];
    expect(await uploadFiles(files, (progress) => told.push(progress.files), new AbortController().signal)).toBe("u1");
    expect(Object.fromEntries(door.kept)).toEqual(Object.fromEntries(files.map(({ path, file }) => [path, file.size])));
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(door.mostOpen()).toBeLessThanOrEqual(4);
    expect(door.wasLetGo()).toBe(false);
    expect(door.keptBeforeHeld()).toBe(0);
  });

  test("hands over a large file in pieces, one after the other, that make the file again", async () => {
    const bytes = new Uint8Array(2 * pieceBytes + 5).map((_, index) => index % 251);
    const sent: Array<{ offset: string | null; bytes: Uint8Array }> = [];
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      if (address === "/uploads") return Response.json({ uploadId: "u1" });
      sent.push({
        offset: new URL(address, "http://127.0.0.1").searchParams.get("offset"),
        bytes: new Uint8Array(await (init.body as Blob).arrayBuffer()),
      });
      return Response.json({});
    });
    await uploadFiles([{ path: "large.dcm", file: new File([bytes], "large.dcm") }], () => undefined, new AbortController().signal);
    expect(sent.map(({ offset, bytes: { length } }) => [offset, length])).toEqual([
      [null, pieceBytes],
      [String(pieceBytes), pieceBytes],
      [String(2 * pieceBytes), 5],
    ]);
    expect(Buffer.concat(sent.map((piece) => piece.bytes)).equals(bytes)).toBe(true);
  });

  test("says at every address for whom the page was opened, so that it is not answered as another reader", async () => {
    const asked = new Map<string, string | null>();
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      asked.set(address.split("?")[0]!, new Headers(init.headers).get("x-fascicle-reader"));
      return Response.json({ uploadId: "u1" });
    });
    expectReader(7);
    try {
      await uploadFiles(files, () => undefined, new AbortController().signal);
    } finally {
      expectReader(null);
    }
    expect(Object.fromEntries(asked)).toEqual({ "/uploads": "7", "/uploads/u1/hold": "7", "/uploads/u1/file": "7" });
  });

  test("ends with the door's own words where a file is refused", async () => {
    const door = stubDoor("a folder/ü 2.dcm");
    await expect(uploadFiles(files, () => undefined, new AbortController().signal)).rejects.toThrow("The disk is full.");
    // Nobody will import it: the program may remove it.
    expect(door.wasLetGo()).toBe(true);
  });

  test("ends at once where the reader cancels", async () => {
    const door = stubDoor();
    const controller = new AbortController();
    await expect(uploadFiles(files, () => controller.abort(), controller.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(door.kept.size).toBeLessThan(files.length);
  });
});
