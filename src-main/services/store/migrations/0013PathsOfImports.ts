import type { Migration } from "./migration.ts";

/** Paths of files in the results of imports are no longer kept: names of files are often names of patients. */
export const migration0013PathsOfImports: Migration = {
  number: 13,
  name: "no paths in the results of imports",
  up: (database) => {
    const update = database.prepare("UPDATE job SET result = ? WHERE id = ?");
    const jobs = database
      .prepare<[], { id: string; result: string }>("SELECT id, result FROM job WHERE kind = 'import' AND result IS NOT NULL")
      .all();
    for (const { id, result } of jobs) update.run(JSON.stringify(JSON.parse(result, withoutPath)), id);
  },
};

function withoutPath(key: string, value: unknown): unknown {
  return key === "path" ? "a file of an earlier session" : value;
}
