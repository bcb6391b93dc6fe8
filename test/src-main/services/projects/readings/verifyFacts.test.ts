import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createLockedReadings } from "../../../../../src-main/services/projects/index.ts";
import { change } from "../../../author.ts";
import { openStudy, type RunningStudy } from "./runningStudy.ts";

let study: RunningStudy;
let readingId: string;
const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };
const at = (instant: string) => vi.setSystemTime(new Date(instant));

/** One reading, with a question that was answered, ten minutes of active time, and a stroke after its copy. */
beforeAll(async () => {
  study = await openStudy();
  const { projects, readings, segmentations, coordinator, reader1, id } = study;
  vi.useFakeTimers({ toFake: ["Date"] });
  at("2030-12-30T08:00:00.000Z");
  projects.start(coordinator, id);
  ({ readingId } = readings.own(reader1)[0]!.next!);
  readings.open(reader1, readingId);
  at("2030-12-30T08:05:00.000Z");
  readings.ask(reader1, readingId, "Is this the right series?");
  readings.answerQuestion(coordinator, readingId, 1, "It is.");
  at("2030-12-30T08:06:00.000Z");
  await study.drawAll(reader1, readingId);
  at("2030-12-30T08:07:00.000Z");
  const { segmentationId } = readings.images(reader1, readingId).find(({ role }) => role.use === "drawn on")!;
  const stroke = { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 20, 22) }] };
  segmentations.applyStroke(reader1, segmentationId!, segmentations.describe(segmentationId!).revision, stroke);
  at("2030-12-30T08:20:00.000Z");
  study.answerAll(reader1, readingId);
  readings.addActive(reader1, readingId, 600_000);
  await readings.submit(reader1, readingId, secret);
}, 120_000);
afterAll(() => {
  vi.useRealTimers();
  return study.close();
});

const verify = () => study.projects.verify(study.id).fault;
const one = (sql: string) => study.store.database.prepare<[], Record<string, string | number | null>>(sql).get()!;
const drawing = (role: string) =>
  String(
    one(
      `SELECT segmentation_id AS id FROM reading_image WHERE reading_id = '${readingId}' AND region = 'thigh' AND role ${role === "t1" ? "=" : "<>"} 't1'
     AND segmentation_id IS NOT NULL`,
    )["id"],
  );

/** Runs SQL as somebody who has the file of the database, and answers what verify says then; puts the row back. */
function faultAfter(table: string, where: string, sql: string): string | null {
  const before = one(`SELECT * FROM ${table} WHERE ${where}`);
  change(study.store, (database) => database.exec(sql));
  const fault = verify();
  const names = Object.keys(before);
  change(study.store, (database) => {
    const there = database.prepare(`SELECT 1 FROM ${table} WHERE ${where}`).get();
    const put = there
      ? `UPDATE ${table} SET ${names.map((name) => `${name} = :${name}`).join(", ")} WHERE ${where}`
      : `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((name) => `:${name}`).join(", ")})`;
    database.prepare(put).run(before);
  });
  expect(verify()).toBeNull();
  return fault;
}
const faultOf = (table: string, where: string, set: string) => faultAfter(table, where, `UPDATE ${table} SET ${set} WHERE ${where}`);

test("a drawing that was moved to another patient's volume is named, and nothing is measured there", () => {
  expect(verify()).toBeNull();
  const { store, coordinator, id } = study;
  const where = `id = '${drawing("t1")}'`;
  const volumeId = String(one(`SELECT volume_id AS id FROM segmentation WHERE ${where}`)["id"]);
  const [mine, other] = ["2.25.101", "2.25.201"].map((uid) => study.volumeOf(uid, 1));
  const elsewhere = volumeId === mine ? other : mine;
  const locked = createLockedReadings(store);
  const drawn = locked.of(coordinator, id).readings[0]!.drawings.map(({ segmentationId }) => segmentationId);
  expect(drawn).toContain(drawing("t1"));
  const set = (to: string) => change(store, (database) => database.exec(`UPDATE segmentation SET volume_id = '${to}' WHERE ${where}`));
  set(elsewhere!);
  expect(verify()).toMatch(/^the drawing .*, reader 1, pass 1, thigh, t1 lies on another series than the one that it was drawn on$/);
  expect(() => locked.of(coordinator, id)).toThrow(/^Case X\d, reader 1, pass 1, thigh, t1: the drawing lies on another series/);
  set(volumeId);
  expect(verify()).toBeNull();
  expect(locked.of(coordinator, id).readings[0]!.drawings.map(({ segmentationId }) => segmentationId)).toEqual(drawn);
});

test("pins of volumes that are gone are named", () => {
  const pinned = (kind: string, id: string) => `by_kind = '${kind}' AND by_id = '${id}'`;
  const remove = (where: string) => faultAfter("volume_pin", where, `DELETE FROM volume_pin WHERE ${where}`);
  expect(remove(pinned("segmentation", drawing("t1")))).toMatch(/^the series of the drawing .*, thigh, t1 is not kept for it any more/);
  const id = String(one("SELECT by_id AS id FROM volume_pin WHERE by_kind = 'case role' AND by_id LIKE '%/thigh/t1'")["id"]);
  expect(remove(pinned("case role", id))).toMatch(/^the image of case X\d, thigh, t1 is not kept any more/);
});

test("a rectangle or a hash on an image that no entry kept is named", () => {
  const where = `reading_id = '${readingId}' AND region = 'thigh' AND role = 't1'`;
  for (const set of ["mask = '[]'", "frames_hash = 'x'"])
    expect(faultOf("reading_image", where, set)).toMatch(/^the row of image .*, thigh, t1, version 1 is there, and no entry tells of it$/);
});

test("active time that is not what was signed is named", () => {
  for (const activeMs of [599_999, 600_001, 0])
    expect(faultOf("reading", `id = '${readingId}'`, `active_ms = ${activeMs}`)).toMatch(/holds something else than what was signed$/);
});

test("who drew, when, and when was answered and asked, is compared with the log", () => {
  const stroke = `segmentation_id = '${drawing("t1")}' AND revision = 2`;
  expect(faultOf("stroke", stroke, "created_at = '1999-01-01T00:00:00.000Z'")).toMatch(
    /^the drawing .*, thigh, t1 was not drawn when its log/,
  );
  expect(faultOf("stroke", stroke, `reader_id = ${study.reader2.readerId}`)).toMatch(/was not drawn by the reader of its reading$/);
  const answer = `reading_id = '${readingId}' AND number = 7`;
  expect(faultOf("reading_answer", answer, "at = '1999-01-01T00:00:00.000Z'")).toMatch(/^the answer .* was not given when its log says$/);
  const question = `reading_id = '${readingId}' AND number = 1`;
  for (const column of ["asked_at", "answered_at"])
    expect(faultOf("reading_question", question, `${column} = '1999-01-01T00:00:00.000Z'`)).toMatch(
      /^the question .* was not asked or answered/,
    );
});

test("what a drawing was copied from is compared with the log", () => {
  const where = `segmentation_id = '${drawing("copy")}'`;
  const words = /^what the drawing .*, thigh, .* was copied from is not as the log says$/;
  // The source has gone on to revision 2 since.
  expect(one(`SELECT source_revision AS r FROM segmentation_copy WHERE ${where}`)).toEqual({ r: 1 });
  expect(faultOf("segmentation_copy", where, "source_revision = 2")).toMatch(words);
  expect(faultOf("segmentation_copy", where, "copied_revision = 0")).toMatch(words);
  expect(faultAfter("segmentation_copy", where, `DELETE FROM segmentation_copy WHERE ${where}`)).toMatch(words);
});

test("no more active time is added than has gone by since the opening", () => {
  const { readings, reader2, coordinator, id } = study;
  const { readingId: own } = readings.own(reader2)[0]!.next!;
  const activeMs = () => readings.list(coordinator, id).find((each) => each.readingId === own)!.activeMs;
  at("2030-12-31T08:00:00.000Z");
  readings.open(reader2, own);
  at("2030-12-31T08:00:05.000Z");
  readings.addActive(reader2, own, 3_600_000);
  readings.addActive(reader2, own, 3_600_000);
  expect(activeMs()).toBe(5000);
  at("2030-12-31T08:01:00.000Z");
  readings.addActive(reader2, own, 30_000);
  expect(activeMs()).toBe(35_000);
  // Set back: what was counted stays.
  at("2030-12-31T08:00:10.000Z");
  readings.addActive(reader2, own, 30_000);
  expect(activeMs()).toBe(35_000);
});
