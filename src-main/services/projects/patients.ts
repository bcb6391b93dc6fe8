import { foldText } from "#shared/domain/foldText.ts";
import type { Store } from "../store/index.ts";

/** Whose a study is. */
export interface Patient {
  /** The same for all studies of a patient, as the worklist puts them together. */
  readonly key: string;
  readonly patientId: string;
  readonly patientName: string;
}

interface Row {
  readonly uid: string;
  readonly patientId: string;
  readonly patientName: string;
  readonly patientSort: string;
  readonly patientScope: string;
}

/** Finds patients and their studies. */
export function createPatients({ database }: Pick<Store, "database">) {
  const columns =
    "study_instance_uid AS uid, patient_id AS patientId, patient_name AS patientName, patient_sort AS patientSort, patient_scope AS patientScope";
  const byStudy = database.prepare<[string], Row>(`SELECT ${columns} FROM study WHERE study_instance_uid = ?`);
  const byId = database.prepare<[string], Row>(`SELECT ${columns} FROM study WHERE patient_id = ? ORDER BY study_instance_uid`);
  const patientOf = ({ uid, patientId, patientName, patientSort, patientScope }: Row): Patient => ({
    // Where a study names nobody, it is taken for a patient of its own.
    key: JSON.stringify(patientId === "" && patientSort === "" ? [uid] : [patientId, patientSort, patientScope]),
    patientId,
    patientName,
  });
  return {
    /** Whose a study is; undefined where it is not here. */
    ofStudy: (studyInstanceUid: string): Patient | undefined => {
      const row = byStudy.get(studyInstanceUid);
      return row && patientOf(row);
    },
    /** The studies of a patient ID; several patients may have it, each with a key. */
    withId: (patientId: string) => byId.all(patientId).map((row) => ({ studyInstanceUid: row.uid, key: patientOf(row).key })),
  };
}
export type Patients = ReturnType<typeof createPatients>;

/** Whether words for the log name whose case it is: a whole word is the patient's ID or a part of the name. */
export function namesPatient(text: string, { patientId, patientName }: Patient): boolean {
  const words = wordsOf(text);
  const id = wordsOf(patientId).join("");
  const holdsId = id.length >= 4 && words.join("").includes(id);
  return holdsId || wordsOf(patientName).some((part) => part.length >= 3 && words.includes(part));
}

const wordsOf = (text: string): string[] =>
  foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** Whether a code tells whose case it is: it holds the patient's ID or a part of the name. */
export function tellsPatient(code: string, { patientId, patientName }: Patient): boolean {
  const [joined, id] = [code, patientId].map((text) => wordsOf(text).join("")) as [string, string];
  return (
    (id !== "" && (joined === id || (id.length >= 4 && joined.includes(id)))) ||
    wordsOf(patientName).some((part) => part.length >= 3 && joined.includes(part))
  );
}
