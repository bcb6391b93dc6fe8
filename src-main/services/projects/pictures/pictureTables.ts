import type { Store } from "../../store/index.ts";

/** A picture that a project keeps, without its bytes. */
export interface PictureRow {
  readonly name: string;
  readonly contentHash: string;
  readonly columns: number;
  readonly rows: number;
  readonly byteLength: number;
}

/** The table of pictures: to be changed within a write of the project. */
export function createPictureTables({ database }: Pick<Store, "database">) {
  const list = database.prepare<[string], PictureRow>(
    `SELECT name, content_hash AS contentHash, columns, rows, length(bytes) AS byteLength FROM project_picture WHERE project_id = ? ORDER BY name`,
  );
  const bytes = database
    .prepare<[string, string], Uint8Array>("SELECT bytes FROM project_picture WHERE project_id = ? AND name = ?")
    .pluck();
  const save = database.prepare(
    `INSERT INTO project_picture (project_id, name, content_hash, columns, rows, bytes) VALUES (:projectId, :name, :contentHash, :columns, :rows, :bytes)
     ON CONFLICT (project_id, name) DO UPDATE SET content_hash = excluded.content_hash, columns = excluded.columns, rows = excluded.rows, bytes = excluded.bytes`,
  );
  const remove = database.prepare("DELETE FROM project_picture WHERE project_id = ? AND name = ?");
  return {
    list: (projectId: string) => list.all(projectId),
    find: (projectId: string, name: string) => list.all(projectId).find((row) => row.name === name),
    bytes: (projectId: string, name: string) => bytes.get(projectId, name),
    save: (projectId: string, { name, contentHash, columns, rows }: PictureRow, content: Uint8Array) =>
      void save.run({ projectId, name, contentHash, columns, rows, bytes: content }),
    remove: (projectId: string, name: string) => void remove.run(projectId, name),
  };
}
export type PictureTables = ReturnType<typeof createPictureTables>;
