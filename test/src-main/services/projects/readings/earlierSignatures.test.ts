import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type * as Signed from "../../../../../src-main/services/projects/readings/signedContent.ts";
import { change } from "../../../author.ts";
import { openStudy, type RunningStudy } from "./runningStudy.ts";

// As the program signed before format 2.
vi.mock("../../../../../src-main/services/projects/readings/signedContent.ts", async (original) => {
  const { signedContent } = await original<typeof Signed>();
  return { signedContent: (signed: Parameters<typeof signedContent>[0]) => signedContent({ ...signed, formatVersion: 1 }) };
});

let study: RunningStudy;
beforeAll(async () => {
  study = await openStudy();
}, 120_000);
afterAll(() => study.close());

test("what was signed before verifies, also where time went on while it was signed", async () => {
  const { projects, readings, coordinator, reader1, id, store } = study;
  projects.start(coordinator, id);
  const { readingId } = readings.own(reader1)[0]!.next!;
  readings.open(reader1, readingId);
  await study.drawAll(reader1, readingId);
  study.answerAll(reader1, readingId);
  await readings.submit(reader1, readingId, { passphrase: "right passphrase", meaning: "read" });
  const [signature] = readings.list(coordinator, id).find((each) => each.readingId === readingId)!.signatures;
  const { formatVersion, activeMs } = JSON.parse(signature!.content) as { formatVersion: number; activeMs: number };
  expect(formatVersion).toBe(1);
  const faultAt = (ms: number) => {
    change(store, (database) => database.prepare("UPDATE reading SET active_ms = ? WHERE id = ?").run(ms, readingId));
    return projects.verify(id).fault;
  };
  expect(faultAt(activeMs)).toBeNull();
  expect(faultAt(activeMs + 30_000)).toBeNull();
  expect(faultAt(activeMs + 120_000)).toMatch(/holds something else than what was signed$/);
  expect(faultAt(activeMs - 1)).toMatch(/holds something else than what was signed$/);
});
