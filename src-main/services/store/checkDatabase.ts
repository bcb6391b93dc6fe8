import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { systemAuthor, type Write } from "./author.ts";
import type { Store } from "./openStore.ts";

const mostTold = 100;
const copyWords = "Put back a copy of the data folder, or copy what can still be read to a new one.";

/** Rows that are made from others, and can be made again from them. */
const madeAgain = new Set(["volume", "volume_frame"]);

/**
 * Checks the database: its pages and indexes (integrity_check), references between tables (foreign_key_check), the index of words, and the
 * counts that triggers keep.
 * Mends indexes, counts, and rows of volumes whose originals are gone from the tables (their series are built again at the next start).
 */
export function checkDatabase(store: Store, { repair }: CheckOptions): Checked {
  const { database } = store;
  const repairIt = (sql: string) => store.write(systemAuthor, (write) => void write.database.exec(sql));
  const findings: Finding[] = [];
  const integrity = (): string[] =>
    (database.pragma(`integrity_check(${mostTold})`) as Array<{ integrity_check: string }>)
      .map((row) => row.integrity_check)
      .filter((words) => words !== "ok");
  const problems = integrity();
  if (problems.length > 0) {
    if (repair) repairIt("REINDEX");
    const left = new Set(repair ? integrity() : problems);
    for (const problem of problems) {
      const mended = !left.has(problem);
      findings.push({ area: "database", name: "fascicle.db", problem, mended, action: mended ? "The index was made again." : copyWords });
    }
  }
  findings.push(...checkReferences(store, repair), ...checkWords(store, repair), ...checkCounts(store, repair));
  return { count: database.prepare<[], number>("SELECT count(*) FROM sqlite_master WHERE type = 'table'").pluck().get()!, findings };
}

function checkReferences(store: Store, repair: boolean): Finding[] {
  const { database } = store;
  const broken = database.pragma("foreign_key_check") as Array<{ table: string; rowid: number | null; parent: string }>;
  const byTable = Map.groupBy(broken, ({ table, parent }) => `${table} ${parent}`);
  const mend = (table: string, { database: open }: Write) => {
    if (table === "volume_frame")
      open.exec(
        "UPDATE series SET volumes_stale = 1 WHERE id IN (SELECT series_id FROM volume WHERE id IN (SELECT volume_id FROM volume_frame " +
          "WHERE instance_id NOT IN (SELECT id FROM instance)))",
      );
    open.exec(
      table === "volume_frame"
        ? "DELETE FROM volume_frame WHERE instance_id NOT IN (SELECT id FROM instance) OR volume_id NOT IN (SELECT id FROM volume)"
        : "DELETE FROM volume WHERE series_id NOT IN (SELECT id FROM series)",
    );
  };
  return [...byTable.values()].map((rows): Finding => {
    const { table, parent } = rows[0]!;
    const problem =
      `${rows.length} row${rows.length === 1 ? "" : "s"} of ${table} name${rows.length === 1 ? "s" : ""} something in ` +
      `${parent} that is not there`;
    const mended = repair && madeAgain.has(table);
    if (mended) store.write(systemAuthor, (write) => mend(table, write));
    return {
      area: "database",
      name: `table ${table}`,
      problem,
      mended,
      action: mended
        ? "These rows were removed; volumes are built again at the next start."
        : madeAgain.has(table)
          ? "--repair removes these rows and builds the volumes again."
          : copyWords,
    };
  });
}

/** The index of words compares itself with the table it was made from (FTS5, 6.4: integrity-check with a rank that is not 0). */
function checkWords(store: Store, repair: boolean): Finding[] {
  if (store.isReadOnly) return [];
  const run = (sql: string) => store.write(systemAuthor, ({ database }) => void database.exec(sql));
  try {
    run("INSERT INTO series_search (series_search, rank) VALUES ('integrity-check', 1)");
    return [];
  } catch {
    if (repair) run("INSERT INTO series_search (series_search) VALUES ('rebuild')");
    return [
      {
        area: "database",
        name: "index series_search",
        problem: "the index of words does not fit the series: searching may miss some",
        mended: repair,
        action: repair ? "The index was made again." : "--repair makes it again.",
      },
    ];
  }
}

const seriesCount = "(SELECT count(*) FROM series WHERE series.study_id = study.id)";
const studyCondition = "JOIN series ON series.id = held.series_id WHERE series.study_id = study.id";
const seriesCondition = "WHERE held.series_id = series.id";
/** DICOM files and image files; their frames and slices. */
const files = (condition: string) =>
  `((SELECT count(*) FROM instance AS held ${condition}) + (SELECT count(*) FROM image_file AS held ${condition}))`;
const images = (condition: string) =>
  `((SELECT coalesce(sum(held.frame_count), 0) FROM instance AS held ${condition}) + (SELECT coalesce(sum(held.slice_count), 0) FROM ` +
  `image_file AS held ${condition}))`;
const studyInstances = files(studyCondition);
const seriesInstances = files(seriesCondition);
const studyFrames = images(studyCondition);
const seriesFrames = images(seriesCondition);

function checkCounts(store: Store, repair: boolean): Finding[] {
  const { database } = store;
  const wrong = database
    .prepare<[], number>(
      `SELECT (SELECT count(*) FROM study WHERE series_count <> ${seriesCount} OR instance_count <> ${studyInstances} OR frame_count <> ${studyFrames})
     + (SELECT count(*) FROM series WHERE instance_count <> ${seriesInstances} OR frame_count <> ${seriesFrames})`,
    )
    .pluck()
    .get()!;
  if (wrong === 0) return [];
  if (repair) {
    store.write(systemAuthor, (write) => {
      write.database.exec(`UPDATE series SET instance_count = ${seriesInstances}, frame_count = ${seriesFrames};
        UPDATE study SET series_count = ${seriesCount}, instance_count = ${studyInstances}, frame_count = ${studyFrames}`);
    });
  }
  return [
    {
      area: "database",
      name: "counts",
      problem: `${wrong} stud${wrong === 1 ? "y or series is" : "ies or series are"} listed with a wrong number of series or images`,
      mended: repair,
      action: repair ? "They were counted again." : "--repair counts them again.",
    },
  ];
}
