import { globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore, systemAuthor, writeSetting, type Store } from "../../../../src-main/services/store/index.ts";
import { createWrite } from "../../../../src-main/services/store/createWrite.ts";
import { openReadOnly } from "../../../../src-main/services/store/openReadOnly.ts";
import { addReader } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const settings = () => store.database.prepare("SELECT key, value FROM setting ORDER BY key").all();
const planted = "INSERT INTO setting (key, value) VALUES ('planted', 'x')";

describe("outside of a write SQLite refuses", () => {
  test.each([
    planted,
    "UPDATE series SET volumes_stale = 1",
    "DELETE FROM study",
    "CREATE TABLE t (x)",
    "DROP TABLE job",
    "CREATE TEMP TABLE t (x)",
    "INSERT INTO series_search (series_search) VALUES ('rebuild')",
    "PRAGMA user_version = 3",
  ])("%s", (sql) => {
    expect(() => store.database.prepare(sql).run()).toThrow(/readonly/);
    expect(store.database.pragma("user_version", { simple: true })).toBeGreaterThan(3);
  });

  test("a statement that was prepared within a write and kept", () => {
    const kept = store.write(systemAuthor, ({ database }) => database.prepare(planted));
    expect(() => kept.run()).toThrow(/readonly/);
  });

  test("what another thread's or program's connection to the same folder tries", () => {
    const other = openStore(folder);
    expect(() => other.database.prepare(planted).run()).toThrow(/readonly/);
    other.write(systemAuthor, (write) => writeSetting(write, "a", "1"));
    other.close();
    expect(settings()).toEqual([{ key: "a", value: "1" }]);
  });
});

describe("a write", () => {
  test("is one transaction: what it throws takes all of it back, and the door is shut again", () => {
    expect(() =>
      store.write(systemAuthor, (write) => {
        writeSetting(write, "a", "1");
        throw new Error("in the middle");
      }),
    ).toThrow("in the middle");
    expect(settings()).toEqual([]);
    expect(() => store.database.prepare(planted).run()).toThrow(/readonly/);
  });

  test("knows its reader and one time for all it changes", () => {
    const reader = addReader(store, "R1");
    const seen = store.write(reader, ({ readerId, name, at }) => ({ readerId, name, at }));
    expect(seen).toEqual({ ...reader, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string });
  });

  test("keeps its own books where the folder may only be read, in memory; nothing of the file changes", () => {
    store.close();
    const file = join(folder, "fascicle.db");
    const before = readFileSync(file);
    const database = openReadOnly(file);
    const write = createWrite(database, () => "2026-12-01T00:00:00.000Z");
    write(systemAuthor, (by) => writeSetting(by, "a", "1"));
    expect(database.prepare("SELECT value FROM setting WHERE key = 'a'").pluck().get()).toBe("1");
    expect(() => write(systemAuthor, (by) => by.database.exec("DELETE FROM study"))).toThrow(/readonly/);
    database.close();
    expect(readFileSync(file)).toEqual(before);
  });

  test("without a reader's row is refused", () => {
    expect(() => store.write({ readerId: 77, name: "Nobody" }, (write) => writeSetting(write, "a", "1"))).toThrow(RangeError);
    expect(settings()).toEqual([]);
  });

  test("does not lie within another: it would be written under the other's reader", () => {
    expect(() => store.write(systemAuthor, () => store.write(systemAuthor, () => undefined))).toThrow(/within another/);
    // Neither did the inner one shut the door behind the outer one.
    store.write(systemAuthor, (write) => writeSetting(write, "a", "1"));
    expect(settings()).toHaveLength(1);
  });

  test("that waits for something is refused: others would write in its transaction", () => {
    expect(() =>
      store.write(systemAuthor, async (write) => {
        writeSetting(write, "a", "1");
        await Promise.resolve();
      }),
    ).toThrow(TypeError);
    expect(settings()).toEqual([]);
  });
});

test("no source but the store's opens a database, begins a transaction or lifts the lock", () => {
  const root = join(import.meta.dirname, "../../../..");
  const around = /query_only|\.transaction\(|new Database\(|from "better-sqlite3"|writable_schema/;
  const found = globSync("src-main/**/*.ts", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("src-main/services/store/") && around.test(readFileSync(join(root, path), "utf8")));
  expect(found).toEqual([]);
  // The rule has teeth.
  expect(around.test("store.database.pragma('query_only = OFF')")).toBe(true);
});

test("no table refers to itself, whatever way round", () => {
  const tables = store.database.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  const refersTo = new Map(
    tables.map((table) => [
      table,
      (store.database.pragma(`foreign_key_list("${table}")`) as Array<{ table: string }>).map((key) => key.table),
    ]),
  );
  const reaches = (from: string, seen: readonly string[]): string[] =>
    (refersTo.get(from) ?? []).flatMap((to) => (seen.includes(to) ? [[...seen, to].join(" -> ")] : reaches(to, [...seen, to])));
  expect(tables.flatMap((table) => reaches(table, [table]))).toEqual([]);
  expect(refersTo.get("volume_pin")).toEqual([]);
});
