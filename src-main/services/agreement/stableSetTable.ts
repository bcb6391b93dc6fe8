import { stableSetSchema, type StableSet } from "#shared/domain/agreement/stableSet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Author, Store } from "../store/index.ts";

interface Row {
  readonly name: string;
  readonly content: string;
  readonly featuresHash: string | null;
  readonly createdAt: string;
  readonly by: string;
}

/** The table of stable sets: results like feature sets, which a closed project can have too; so no entries of its log. */
export function createStableSetTable({ database, write }: Pick<Store, "database" | "write">) {
  const list = database.prepare<[string], Row>(
    `SELECT stable_set.name, content, features_hash AS featuresHash, stable_set.created_at AS createdAt, reader.name AS by
     FROM stable_set JOIN reader ON reader.id = reader_id WHERE project_id = ? ORDER BY stable_set.name`,
  );
  const insert = database.prepare(
    `INSERT INTO stable_set (project_id, name, content, features_hash, reader_id, created_at)
     VALUES (:projectId, :name, :content, :featuresHash, :readerId, :at)
     ON CONFLICT DO NOTHING`,
  );
  const remove = database.prepare("DELETE FROM stable_set WHERE project_id = ? AND name = ?");
  return {
    list: (projectId: string) =>
      list.all(projectId).map(({ content, ...row }) => ({ ...row, set: stableSetSchema.parse(JSON.parse(content)) })),
    /** Throws PlainError where there is one of this name. */
    add: (by: Author, projectId: string, name: string, set: StableSet, featuresHash: string) => {
      write(by, ({ at, readerId }) => {
        const { changes } = insert.run({ projectId, name, content: JSON.stringify(set), featuresHash, readerId, at });
        if (changes === 0) throw new PlainError(`There is a stable set named “${name}” already. Give this one another name.`);
      });
    },
    /** Throws PlainError where there is none. */
    remove: (by: Author, projectId: string, name: string) => {
      write(by, () => {
        if (remove.run(projectId, name).changes === 0) throw new PlainError(`There is no stable set “${name}” any more.`);
      });
    },
  };
}
