import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = new URL("../../../src-renderer/", import.meta.url).pathname;

test("one function of the page asks the door for bytes: what it says of the reader is said by all", () => {
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  expect(sources.length).toBeGreaterThan(100);
  const asking = sources.filter((name) => /(?<![.#\w])fetch\(|XMLHttpRequest|sendBeacon/.test(readFileSync(join(root, name), "utf8")));
  expect(asking).toEqual([join("client", "fetchBytes.ts")]);
});
