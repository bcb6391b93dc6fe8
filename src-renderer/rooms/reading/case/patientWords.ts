import type { OpenReading } from "#shared/api/reading.ts";

/** What the protocol shows of the patient, in words: "54 years, female"; empty where it shows nothing. */
export function patientWords({ age, sex }: OpenReading["patient"]): string {
  return [
    ...(age === undefined ? [] : [age === null ? "age not stated" : `${age} years`]),
    ...(sex === undefined ? [] : [sex ?? "sex not stated"]),
  ].join(", ");
}
