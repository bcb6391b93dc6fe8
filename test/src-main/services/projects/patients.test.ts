import { expect, test } from "vitest";
import { namesPatient, tellsPatient, type Patient } from "../../../../src-main/services/projects/patients.ts";

const patient: Patient = { key: "k", patientId: "12-345-678", patientName: "Müller^Anna" };

test.each(["12-345-678", "12345678", "1234-5678", "X12345678", "muller1", "MULLER-2", "anna"])(
  "the code %s tells whose case it is",
  (code) => expect(tellsPatient(code, patient)).toBe(true),
);

test.each(["K7PQ2M", "LGMD-03", "1234", "5678"])("the code %s does not", (code) => expect(tellsPatient(code, patient)).toBe(false));

test.each(["wrong series of 12-345-678", "is P12345678x", "asked Mrs. MÜLLER"])("the reason “%s” names the patient", (reason) =>
  expect(namesPatient(reason, patient)).toBe(true),
);

test.each(["fat suppression failed", "12 slices of 345 are dark", "annals"])("the reason “%s” does not", (reason) =>
  expect(namesPatient(reason, patient)).toBe(false),
);
