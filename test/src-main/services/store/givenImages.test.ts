import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { migrate } from "../../../../src-main/services/store/index.ts";
import { allMigrations } from "../../../../src-main/services/store/migrations/all.ts";

test("images of packets that are there already go on being shown as stored; other image files say nothing of it", () => {
  const database = new Database(":memory:");
  migrate(database, allMigrations.slice(0, 40));
  for (const [id, scope] of [
    [1, "packet 7"],
    [2, "folder"],
  ] as const) {
    database.exec(`
      INSERT INTO study (id, study_instance_uid, patient_id, patient_name, patient_scope, description, accession_number, imported_at)
        VALUES (${id}, 's${id}', '', '', '${scope}', '', '', '');
      INSERT INTO series (id, study_id, series_instance_uid, modality, description, body_part, protocol_name, manufacturer)
        VALUES (${id}, ${id}, 'r${id}', '', '', '', '', '');
      INSERT INTO volume (id, series_id, ordinal, description) VALUES ('v${id}', ${id}, 0, '{"columns":2}');
    `);
  }
  migrate(database, allMigrations.slice(0, 41));
  const described = database.prepare<[], string>("SELECT description FROM volume ORDER BY id").pluck().all();
  expect(described.map((each) => JSON.parse(each) as object)).toEqual([{ columns: 2, turnsUpright: false }, { columns: 2 }]);
});
