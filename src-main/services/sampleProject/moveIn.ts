import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { createBlinding } from "../projects/index.ts";
import type { Store, Write } from "../store/index.ts";
import { makeFolder, syncFolder } from "../system/index.ts";
import type { StagedPeople } from "./stagedStudy.ts";

/** What a sample project brings that may be there once only. */
export interface Brought {
  readonly projectName: string;
  readonly readerNames: readonly string[];
  readonly studyInstanceUids: readonly string[];
}

/** Throws PlainError where something that a sample project brings is in the data folder, or a blinded study runs there, which nobody else's may disturb. */
export function refuseTaken(store: Pick<Store, "database">, { projectName, readerNames, studyInstanceUids }: Brought): void {
  if (createBlinding(store).isOn())
    throw new PlainError(
      "A blinded reader study runs in this data folder. Make the sample project in another data folder, or when the study is closed.",
    );
  const find = (sql: string, text: string) => store.database.prepare<[string]>(sql).get(text) !== undefined;
  if (find("SELECT 1 FROM project WHERE name = ? COLLATE NOCASE", projectName))
    throw new PlainError(`“${projectName}” is in this data folder already. Another seed makes another one.`);
  const reader = readerNames.find((name) => find("SELECT 1 FROM reader WHERE name = ? COLLATE NOCASE", name));
  if (reader !== undefined)
    throw new PlainError(`There is a reader named ${reader} already, as the sample project has one. Take another seed.`);
  if (studyInstanceUids.some((uid) => find("SELECT 1 FROM study WHERE study_instance_uid = ?", uid)))
    throw new PlainError(
      "Studies of this sample project are in the data folder already. Remove them from the worklist, or take another seed.",
    );
}

/** Tables whose rows belong to the folder in which they were made. `reader` is moved for itself. */
const left = /^(job|setting|reader|sqlite_.*|series_search.*)$/;
/** Tables whose rows get new numbers, behind those that are there. */
const numbered: readonly string[] = ["study", "series", "instance"];

/**
 * Moves what was made in a staged data folder, which nobody has open, into a data folder: originals first, then all rows in one write. Where that fails,
 * nothing is left. Throws PlainError where what it brings is there by now.
 */
export function moveIn(store: Store, stagedFolder: string, { maker, coordinator, readers }: StagedPeople): void {
  const moved = moveOriginals(join(stagedFolder, "instances"), store.instancesFolder);
  // ATTACH is no change of a database; within a transaction SQLite does not allow it.
  store.database.prepare("ATTACH ? AS staged").run(join(stagedFolder, "fascicle.db"));
  try {
    store.write(maker, (write) =>
      moveRows(
        write,
        store,
        [coordinator, ...readers].map(({ readerId }) => readerId),
      ),
    );
  } catch (error) {
    for (const path of moved) rmSync(path, { force: true });
    throw error;
  } finally {
    store.database.prepare("DETACH staged").run();
  }
}

/** Answers the paths of those that were not there. */
function moveOriginals(from: string, to: string): string[] {
  const moved: string[] = [];
  for (const name of readdirSync(from)) {
    makeFolder(join(to, name));
    for (const file of readdirSync(join(from, name))) {
      const path = join(to, name, file);
      if (existsSync(path)) continue;
      renameSync(join(from, name, file), path);
      moved.push(path);
    }
    syncFolder(join(to, name));
  }
  syncFolder(to);
  return moved;
}

function moveRows({ database }: Write, store: Store, madeUp: readonly number[]): void {
  const texts = (sql: string) => database.prepare<[], string>(sql).pluck().all();
  refuseTaken(store, {
    projectName: texts("SELECT name FROM staged.project")[0]!,
    readerNames: texts(`SELECT name FROM staged.reader WHERE id IN (${madeUp.join(", ")})`),
    studyInstanceUids: texts("SELECT study_instance_uid FROM staged.study"),
  });
  if (database.prepare(`SELECT 1 FROM reader WHERE id IN (${madeUp.join(", ")})`).get() !== undefined)
    throw new PlainError("A reader was added while the sample project was made. Nothing was kept of it: make it again.");
  // Whatever the order of tables: references are looked at when all is there.
  database.pragma("defer_foreign_keys = ON");
  database.exec(`INSERT INTO reader SELECT * FROM staged.reader WHERE id IN (${madeUp.join(", ")})`);
  const firstNew = new Map(
    numbered.map((table) => [table, database.prepare<[], number | null>(`SELECT max(id) FROM ${table}`).pluck().get() ?? 0]),
  );
  for (const table of texts("SELECT name FROM staged.sqlite_schema WHERE type = 'table'").filter((name) => !left.test(name)))
    moveTable(database, table, firstNew);
  // Its volumes came with it.
  database.prepare("UPDATE series SET volumes_stale = 0 WHERE id > ?").run(firstNew.get("series")!);
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

function moveTable(database: Write["database"], table: string, firstNew: ReadonlyMap<string, number>): void {
  const columns = database.prepare<[string], Column>("SELECT name, type, pk FROM pragma_table_info(?, 'staged')").all(table);
  const references = new Map(
    database
      .prepare<[string], { from: string; to: string }>(`SELECT "from", "table" AS "to" FROM pragma_foreign_key_list(?, 'staged')`)
      .all(table)
      .filter(({ from }) => columns.some(({ name, type }) => name === from && type === "INTEGER"))
      .map(({ from, to }) => [from, to]),
  );
  const own = columns.filter(({ type, pk }) => pk > 0 && type === "INTEGER");
  if (own.length === 1 && columns.filter(({ pk }) => pk > 0).length === 1 && !firstNew.has(table) && hasRows(database, table))
    throw new RangeError(`the rows of ${table} have numbers of their own: the sample project cannot move them`);
  const valueOf = ({ name, pk }: Column): string => {
    // Kept by triggers, as the rows below come.
    const isCount = name === "series_count" || name === "instance_count" || (name === "frame_count" && table !== "instance");
    if (firstNew.has(table) && isCount) return "0";
    const of = pk > 0 && firstNew.has(table) ? table : references.get(name);
    return of !== undefined && firstNew.has(of) ? `"${name}" + ${firstNew.get(of)!}` : `"${name}"`;
  };
  database.exec(
    `INSERT INTO main."${table}" (${columns.map(({ name }) => `"${name}"`).join(", ")}) SELECT ${columns.map(valueOf).join(", ")} FROM staged."${table}"`,
  );
}

const hasRows = (database: Write["database"], table: string): boolean =>
  database.prepare(`SELECT 1 FROM staged."${table}" LIMIT 1`).get() !== undefined;
