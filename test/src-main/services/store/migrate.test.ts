import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeEach, expect, test } from "vitest";
import { migrate, openStore, type Migration } from "../../../../src-main/services/store/index.ts";
import { change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const first: Migration = { number: 1, name: "one", up: (database) => void database.exec("CREATE TABLE a (x); INSERT INTO a VALUES (1)") };
const broken: Migration = {
  number: 2,
  name: "two",
  up: (database) => void database.exec("CREATE TABLE b (x); DELETE FROM a; SELECT nothing FROM nowhere"),
};

test("migrations run once each, in order", () => {
  const database = new Database(":memory:");
  migrate(database, [first]);
  migrate(database, [first, { number: 2, name: "two", up: (d) => void d.exec("INSERT INTO a VALUES (2)") }]);
  expect(database.prepare("SELECT x FROM a").pluck().all()).toEqual([1, 2]);
  expect(database.pragma("user_version", { simple: true })).toBe(2);
});

test("a migration that fails stops the start and leaves the database as it was", () => {
  const database = new Database(":memory:");
  migrate(database, [first]);
  expect(() => migrate(database, [first, broken])).toThrow(/version 2 \(two\).*left as it was/);
  expect(database.prepare("SELECT x FROM a").pluck().all()).toEqual([1]);
  expect(database.prepare("SELECT name FROM sqlite_master WHERE name = 'b'").get()).toBeUndefined();
  expect(database.pragma("user_version", { simple: true })).toBe(1);
});

test("a database of a newer program is not touched", () => {
  const database = new Database(":memory:");
  database.pragma("user_version = 99");
  expect(() => migrate(database, [first])).toThrow(/newer Fascicle/);
});

test("a store keeps foreign keys, syncs every commit, and opens again", () => {
  const store = openStore(join(folder, "data"));
  expect(store.database.pragma("foreign_keys", { simple: true })).toBe(1);
  expect(store.database.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(store.database.pragma("synchronous", { simple: true })).toBe(2);
  const version = store.database.pragma("user_version", { simple: true });
  store.close();
  const again = openStore(join(folder, "data"));
  expect(again.database.pragma("user_version", { simple: true })).toBe(version);
  again.close();
});

test("a gap in the numbers is refused: a migration filled in later would be passed over by databases beyond it", () => {
  const third: Migration = { number: 3, name: "three", up: () => undefined };
  expect(() => migrate(new Database(":memory:"), [first, third])).toThrow(RangeError);
});

test("a folder that cannot be used, or whose database is none, is told in words", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => openStore(join(folder, "file", "data"))).toThrow(/^The data folder .* cannot be used/);
  writeFileSync(join(folder, "fascicle.db"), "no database at all, but long enough to be looked at ".repeat(40));
  expect(() => openStore(folder)).toThrow(/fascicle\.db\) is damaged/);
});

test.skipIf(process.platform === "win32")("what is stored is for its owner alone, also in a folder that others may enter", () => {
  const data = join(folder, "shared");
  mkdirSync(data, { mode: 0o755 });
  const store = openStore(data);
  change(store, (database) => database.exec("CREATE TABLE t (x)"));
  for (const name of ["fascicle.db", "fascicle.db-wal", "instances", "models", "cache"]) {
    expect(`${name} ${(statSync(join(data, name)).mode & 0o077).toString(8)}`).toBe(`${name} 0`);
  }
  store.close();
});
