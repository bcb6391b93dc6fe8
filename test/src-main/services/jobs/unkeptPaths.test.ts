import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import Database from "better-sqlite3";
import { importResultSchema } from "#shared/api/import.ts";
import { createJobs } from "../../../../src-main/services/jobs/index.ts";
import { allMigrations } from "../../../../src-main/services/store/migrations/all.ts";
import { migrate } from "../../../../src-main/services/store/index.ts";
import { sliceBytes } from "../import/importing.ts";
import { openApp } from "../../app/openApp.ts";

let opened: ReturnType<typeof openApp>;
beforeEach(() => {
  opened = openApp();
});
afterEach(() => opened.close());

test("paths of rejected files are told for as long as the program runs, and are not in the database", async () => {
  const source = join(opened.folder, "source");
  mkdirSync(source);
  writeFileSync(join(source, "Quirxzwyn Jmbelvqa.txt"), "no image");
  writeFileSync(join(source, "1.dcm"), sliceBytes(0));
  const { jobId } = (await opened.mutate("import.start", { paths: [source] })) as { jobId: string };
  const { jobs, store } = opened.app.services;
  const { result } = await jobs.finished(jobId);
  const rejected = [{ path: expect.stringContaining("Quirxzwyn Jmbelvqa.txt"), reason: "not a DICOM file" }];
  expect(result).toMatchObject({ instances: 1, rejected });
  expect(jobs.get(jobId).result).toMatchObject({ rejected });
  // A list is asked for every few seconds: it says that there is a result, not which.
  const listed = (await opened.query("job.list")) as object[];
  expect(listed).toContainEqual(expect.objectContaining({ id: jobId, state: "succeeded", hasResult: true }));
  expect(JSON.stringify(listed)).not.toContain("Quirxzwyn");

  // As the next session reads it: counted, with the reasons, without names.
  const later = importResultSchema.parse(createJobs(store).get(jobId).result);
  expect(later).toMatchObject({ instances: 1, rejected: [{ path: "a file of an earlier session", reason: "not a DICOM file" }] });
  store.database.pragma("wal_checkpoint(TRUNCATE)");
  expect(readFileSync(join(opened.folder, "data", "fascicle.db")).includes("Quirxzwyn")).toBe(false);
});

test("results of earlier versions lose their paths; other jobs stay as they are", () => {
  const database = new Database(":memory:");
  migrate(
    database,
    allMigrations.filter(({ number }) => number < 13),
  );
  const insert = database.prepare(
    "INSERT INTO job (id, kind, title, state, phase, done, process_id, created_at, result) VALUES (?, ?, '', 'succeeded', '', 0, 1, '', ?)",
  );
  insert.run(
    "a",
    "import",
    JSON.stringify({
      studies: 1,
      rejected: [{ path: "/home/r/Quirxzwyn.txt", reason: "not a DICOM file" }],
      conflicts: [],
      notes: [{ path: "x", reason: "y" }],
    }),
  );
  insert.run("b", "import", null);
  insert.run("c", "model", JSON.stringify({ path: "kept" }));
  migrate(database, allMigrations);
  const results = database
    .prepare<[], string | null>("SELECT result FROM job ORDER BY id")
    .pluck()
    .all()
    .map((text) => (text === null ? null : (JSON.parse(text) as unknown)));
  const path = "a file of an earlier session";
  expect(results).toEqual([
    { studies: 1, rejected: [{ path, reason: "not a DICOM file" }], conflicts: [], notes: [{ path, reason: "y" }] },
    null,
    { path: "kept" },
  ]);
});
