import { ageAt } from "#shared/domain/ageAt.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Store } from "../../store/index.ts";
import { createPatients, namesPatient } from "../patients.ts";

type Shown = Pick<Protocol, "blinding">;

/** What a reader is told of the patient: a field that the protocol does not show is not there; null where the files do not say it. */
export interface ShownPatient {
  /** Whole years at the study. */
  readonly age?: number | null;
  readonly sex?: "female" | "male" | "other" | null;
}

const sexes = { F: "female", M: "male", O: "other" } as const;

interface StudyRow {
  readonly birthDate: string | null;
  readonly studyDate: string | null;
  readonly sex: string | null;
}

/** Reads what a protocol lets through of patients and series: a list of what is shown, not of what is left out. */
export function createShownFacts(store: Pick<Store, "database">) {
  const { database } = store;
  const patients = createPatients(store);
  const studies = database.prepare<[string], StudyRow>(
    `SELECT patient_birth_date AS birthDate, study_date AS studyDate, patient_sex AS sex
     FROM case_study JOIN study USING (study_instance_uid) WHERE case_id = ? ORDER BY study_date, study_instance_uid`,
  );
  /** Of a case that came in a packet: its studies say nothing of a patient. */
  const variables = database
    .prepare<[string], string>("SELECT variables FROM project_case JOIN packet_project USING (project_id) WHERE id = ?")
    .pluck();
  const series = database.prepare<[string], { description: string; study: string }>(
    `SELECT series.description AS description, study_instance_uid AS study
     FROM volume JOIN series ON series.id = series_id JOIN study ON study.id = study_id WHERE volume.id = ?`,
  );
  return {
    /** Of several studies the age at the first one. */
    patient: (caseId: string, { blinding: { shown } }: Shown): ShownPatient => {
      const carried = variables.get(caseId);
      if (carried !== undefined) return only(shown, patientOfVariables(JSON.parse(carried) as Record<string, string>));
      const rows = studies.all(caseId);
      const sex = rows.flatMap((row) => sexes[row.sex as keyof typeof sexes] ?? [])[0] ?? null;
      const age = rows.flatMap(({ birthDate, studyDate }) => ageAt(birthDate, studyDate) ?? [])[0] ?? null;
      return only(shown, { age, sex });
    },
    /** The description of a volume's series; null where the protocol does not show it, there is none, or it names the patient. */
    seriesDescription: (volumeId: string, { blinding: { shown } }: Shown): string | null => {
      if (!shown.includes("series descriptions")) return null;
      const found = series.get(volumeId);
      if (!found || found.description === "" || namesPatient(found.description, patients.ofStudy(found.study)!)) return null;
      return found.description;
    },
  };
}
/** What is on the list, and nothing else. */
function only(shown: Protocol["blinding"]["shown"], { age = null, sex = null }: ShownPatient): ShownPatient {
  return { ...(shown.includes("age") ? { age } : {}), ...(shown.includes("sex") ? { sex } : {}) };
}

/** A patient as a case of a packet keeps it, among its variables: text by name. */
export function variablesOfPatient(patient: ShownPatient): Record<string, string> {
  return Object.fromEntries(Object.entries(patient).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
}

function patientOfVariables({ age, sex }: Readonly<Record<string, string>>): ShownPatient {
  return { age: age === undefined ? null : Number(age), sex: Object.values(sexes).find((each) => each === sex) ?? null };
}

export type ShownFacts = ReturnType<typeof createShownFacts>;
