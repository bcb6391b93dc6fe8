import { expect, test } from "vitest";
import { readBody } from "../../../src-main/app/routes/readBody.ts";
import { streamBytes } from "../../../src-main/app/routes/streamBytes.ts";
import { openApp } from "./openApp.ts";

test("a request to a procedure that is far too long is refused unread, with and without a stated length", async () => {
  const opened = openApp();
  try {
    const headers = { "content-type": "application/json" };
    const long = "x".repeat(2 ** 22 + 1);
    expect((await opened.fetch("/api/reader.add", { method: "POST", headers, body: long })).status).toBe(413);
    const stream = new Blob([long]).stream();
    expect((await opened.fetch("/api/reader.add", { method: "POST", headers, body: stream, duplex: "half" })).status).toBe(413);
    const details = { name: "Dr. Müller", initials: "DM", specialty: "", years: null };
    expect(await opened.mutate("reader.add", details)).toMatchObject(details);
  } finally {
    await opened.close();
  }
});

test.each(["/%", "/%E0%A4", "/../package.json", "/..%2f..%2fpackage.json", "/assets/%00.js", "/%252e%252e/package.json"])(
  "the address %s leads nowhere",
  async (path) => {
    const opened = openApp();
    try {
      const response = await opened.fetch(path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain("fascicle");
    } finally {
      await opened.close();
    }
  },
);

test("a body is read to its limit and no further", async () => {
  const request = () => new Request("http://fascicle.test/", { method: "POST", body: Uint8Array.of(1, 2, 3) });
  expect(await readBody(request(), 3, "The picture")).toEqual(Uint8Array.of(1, 2, 3));
  await expect(readBody(request(), 2, "The picture")).rejects.toThrow(/^The picture is larger than/);
});

test("bytes are streamed whole, in pieces of a megabyte", async () => {
  const bytes = Uint8Array.from({ length: 2 ** 21 + 5 }, (_, index) => index % 251);
  const lengths: number[] = [];
  const parts: Uint8Array[] = [];
  for await (const part of streamBytes(bytes)) {
    lengths.push(part.length);
    parts.push(part);
  }
  expect(lengths).toEqual([2 ** 20, 2 ** 20, 5]);
  expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  expect(await new Response(streamBytes(new Uint8Array(0))).arrayBuffer()).toHaveProperty("byteLength", 0);
});
