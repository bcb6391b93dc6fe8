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

test("an input that a procedure cannot take is refused in a sentence that names the field, without what was sent", async () => {
  const opened = openApp();
  try {
    const asked = (input: unknown) => opened.mutate("reader.add", input).then(String, (error: Error) => error.message);
    const details = { name: "Quastenflosser", initials: "Q", specialty: "", years: null };
    expect(await asked({ ...details, years: "Quastenflosser" })).toBe("The request cannot be used: years: must be a number.");
    expect(await asked({ ...details, name: undefined })).toBe("The request cannot be used: name: is missing.");
    expect(await asked("Quastenflosser")).toMatch(/^The request cannot be used: the input: must be [a-z ]+\.$/);
    const headers = { "content-type": "application/json" };
    for (const response of [
      await opened.fetch("/api/reader.add", { method: "POST", headers, body: "Quastenflosser" }),
      await opened.fetch("/api/reader.add", { method: "POST", headers, body: '{"json":{"name":Quastenflosser' }),
      await opened.fetch("/api/model.describe?input=Quastenflosser"),
    ]) {
      const text = await response.text();
      expect(text).toContain("The request cannot be used: it is no JSON that can be read.");
      expect(text).not.toContain("Quastenflosser");
    }
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
