import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exportCodes } from "../../../../src-main/services/exports/exportCodes.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { openReadOnly } from "../../../../src-main/services/store/openReadOnly.ts";
import { change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  const insert = store.database.prepare(
    "INSERT INTO study (study_instance_uid, patient_id, patient_name, patient_sort, description, accession_number, imported_at) VALUES " +
      "(?, 'P1', 'Doe^Jane', 'doe jane', '', '', '')",
  );
  change(store, () => {
    for (const uid of ["2.25.1", "2.25.2"]) insert.run(uid);
  });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

/** The same folder where it may only be read. */
function readOnly(): Store {
  store.close();
  return { ...store, database: openReadOnly(join(folder, "fascicle.db")), isReadOnly: true };
}

test("codes are the same ever after, one for a patient, also where the folder may only be read later", () => {
  const first = exportCodes(store, "2.25.1");
  const second = exportCodes(store, "2.25.2");
  expect(first).toEqual({
    patientCode: expect.stringMatching(/^P[A-Z2-9]{6}$/) as string,
    studyCode: expect.stringMatching(/^S[A-Z2-9]{6}$/) as string,
  });
  expect(second.patientCode).toBe(first.patientCode);
  expect(second.studyCode).not.toBe(first.studyCode);
  expect(exportCodes(readOnly(), "2.25.1")).toEqual(first);
});

test("where none was made and the folder may only be read, there is none: nothing fails, and no other one comes the next time", () => {
  expect(exportCodes(readOnly(), "2.25.1")).toEqual({ patientCode: undefined, studyCode: undefined });
});
