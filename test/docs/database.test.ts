import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { migrate } from "../../src-main/services/store/migrate.ts";
import { allMigrations } from "../../src-main/services/store/migrations/all.ts";

test("docs/database.md names every table of the database, and no other", () => {
  const database = new Database(":memory:");
  migrate(database, allMigrations);
  const tables = database
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'series_search_%'",
    )
    .pluck()
    .all();
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "database.md"), "utf8");
  const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
  expect(named.toSorted()).toEqual(tables.toSorted());
});
