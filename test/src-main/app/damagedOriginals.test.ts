import { globSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ImportResult } from "#shared/api/import.ts";
import { sliceBytes } from "../services/import/importing.ts";
import { openApp } from "./openApp.ts";
import { by } from "../author.ts";

let opened: ReturnType<typeof openApp>;
beforeEach(() => {
  opened = openApp();
});
afterEach(() => opened.close());

const importAll = async () => {
  for (const slice of [0, 1]) writeFileSync(join(opened.folder, `${slice}.dcm`), sliceBytes(slice));
  const { services } = opened.app;
  const job = await services.jobs.finished(
    services.dicomImport.start(
      by,
      [0, 1].map((slice) => join(opened.folder, `${slice}.dcm`)),
    ),
  );
  return job.result as ImportResult;
};
const original = () =>
  globSync(join(opened.folder, "data", "instances", "*", "*.dcm")).find((path) => readFileSync(path).equals(sliceBytes(1)))!;
const volumeId = () => [...opened.app.services.worklist.studies()][0]!.series[0]!.volumes[0]!.id;

test.each([
  [
    "one flipped bit",
    (path: string) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 7]! ^= 4;
      writeFileSync(path, bytes);
    },
  ],
  ["a cut", (path: string) => truncateSync(path, 700)],
  ["its end", (path: string) => rmSync(path)],
])("an original damaged by %s is neither shown, measured nor handed out, until it is imported again", async (_name, damage) => {
  await importAll();
  const path = original();
  damage(path);
  const words = /original file .*(damaged|no longer in the data folder).*Import the same file again/;
  const { volumes } = opened.app.services;
  await expect(volumes.readFrame(volumeId(), 1)).rejects.toThrow(words);
  await expect(volumes.readImage(volumeId())).rejects.toThrow(words);
  expect(new Uint16Array((await volumes.readFrame(volumeId(), 0)).bytes.slice().buffer)[0]).toBe(0x0101);
  const response = await opened.fetch("/instances/2.25.3.1");
  expect([404, 409]).toContain(response.status);
  expect(await response.text()).toMatch(/original file of this instance is (damaged|no longer)/);
  expect((await opened.fetch("/instances/2.25.3.0")).status).toBe(200);

  const { notes, duplicates } = await importAll();
  expect(duplicates).toBe(2);
  expect(notes.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^its original .*(replaced by this file|put back)$/)]);
  expect(readFileSync(path).equals(sliceBytes(1))).toBe(true);
  // Bytes 2 everywhere: what sliceBytes(1) draws.
  expect(new Uint16Array((await volumes.readFrame(volumeId(), 1)).bytes.slice().buffer)[0]).toBe(0x0202);
  expect(Buffer.from(await (await opened.fetch("/instances/2.25.3.1")).arrayBuffer()).equals(sliceBytes(1))).toBe(true);
});

test("an original that is damaged after it was handed out is not handed out again", async () => {
  await importAll();
  expect((await opened.fetch("/instances/2.25.3.1")).status).toBe(200);
  const bytes = readFileSync(original());
  const path = original();
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(path, bytes);
  expect((await opened.fetch("/instances/2.25.3.1")).status).toBe(409);
});
