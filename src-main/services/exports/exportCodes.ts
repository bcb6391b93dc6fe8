import { createHash, randomInt } from "node:crypto";
import { codeAlphabet } from "#shared/domain/codeAlphabet.ts";
import { systemAuthor, type Store } from "../store/index.ts";

const length = 6;

/**
 * What an export calls a patient and a study; undefined where none was made yet and the data folder may only be read: it could not be kept,
 * and would be another the
 * next time.
 */
export interface ExportCodes {
  readonly patientCode: string | undefined;
  readonly studyCode: string | undefined;
}

/**
 * The codes of a study and of its patient: "P" or "S" and six signs, made at random at the first export and the same ever after in this data folder.
 * They are the program's own, whoever exports first. A patient is known by ID and name without regard to case, as in the study list, and of
 * image files by the data set, as each has a sub-01; where both are empty, each study is taken to be a patient of its own.
 */
export function exportCodes(store: Store, studyInstanceUid: string): ExportCodes {
  const { database, isReadOnly } = store;
  const study = database
    .prepare<[string], { patient_id: string; patient_sort: string; patient_scope: string }>(
      "SELECT patient_id, patient_sort, patient_scope FROM study WHERE study_instance_uid = ?",
    )
    .get(studyInstanceUid);
  const isNamed = study !== undefined && (study.patient_id !== "" || study.patient_sort !== "");
  const find = database.prepare<[string], string>("SELECT code FROM export_code WHERE subject = ?").pluck();
  const insert = database.prepare("INSERT OR IGNORE INTO export_code (subject, code) VALUES (?, ?)");
  const codeOf = (prefix: string, subject: readonly string[]) => {
    const key = createHash("sha256")
      .update(JSON.stringify([prefix, ...subject]))
      .digest("hex");
    let code = find.get(key);
    if (isReadOnly) return code;
    // A code that another subject has already is not taken, nor a second one for a subject that another program has just given one.
    while (code === undefined) {
      const wanted = `${prefix}${Array.from({ length }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join("")}`;
      store.write(systemAuthor, () => insert.run(key, wanted));
      code = find.get(key);
    }
    return code;
  };
  return {
    patientCode: codeOf(
      "P",
      isNamed ? ["patient", study.patient_id, study.patient_sort, ...scopeOf(study.patient_scope)] : ["study", studyInstanceUid],
    ),
    studyCode: codeOf("S", [studyInstanceUid]),
  };
}

/** Nothing for DICOM: the codes of earlier exports stay. */
function scopeOf(scope: string): string[] {
  return scope === "" ? [] : [scope];
}
