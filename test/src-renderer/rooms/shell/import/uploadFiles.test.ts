import { afterEach, describe, expect, test, vi } from "vitest";
import { uploadFiles } from "../../../../../src-renderer/rooms/shell/import/uploadFiles.ts";

const files = Array.from({ length: 9 }, (_, index) => ({ path: `a folder/ü ${index}.dcm`, file: new File(["x".repeat(index)], `${index}.dcm`) }));

afterEach(() => vi.unstubAllGlobals());

/** A door that keeps what it is given; `refuses` is the path it answers with words. */
function stubDoor(refuses?: string) {
  const kept = new Map<string, number>();
  let open = 0;
  let mostOpen = 0;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    init.signal?.throwIfAborted();
    if (address === "/uploads") return Response.json({ uploadId: "u1" });
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    await Promise.resolve();
    open -= 1;
    const path = new URL(address, "http://127.0.0.1").searchParams.get("path")!;
    if (path === refuses) return new Response("The disk is full.", { status: 400 });
    kept.set(path, (init.body as File).size);
    return Response.json({ path });
  });
  return { kept, mostOpen: () => mostOpen };
}

describe("uploading", () => {
  test("hands over every file with its path, a few at once, and counts them", async () => {
    const door = stubDoor();
    const told: number[] = [];
    expect(await uploadFiles(files, (progress) => told.push(progress.files), new AbortController().signal)).toBe("u1");
    expect(Object.fromEntries(door.kept)).toEqual(Object.fromEntries(files.map(({ path, file }) => [path, file.size])));
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(door.mostOpen()).toBeLessThanOrEqual(4);
  });

  test("ends with the door's own words where a file is refused", async () => {
    stubDoor("a folder/ü 2.dcm");
    await expect(uploadFiles(files, () => undefined, new AbortController().signal)).rejects.toThrow("The disk is full.");
  });

  test("ends at once where the reader cancels", async () => {
    const door = stubDoor();
    const controller = new AbortController();
    await expect(uploadFiles(files, () => controller.abort(), controller.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(door.kept.size).toBeLessThan(files.length);
  });
});
