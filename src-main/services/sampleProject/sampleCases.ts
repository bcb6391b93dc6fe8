import { createRandom, fatAreaOfGrade, muscleCodes, type MercuriGrade, type Random, type SampleStudy } from "../sample/index.ts";
import { sampleParameters, uidOf } from "../sample/index.ts";
import { drawnGrade } from "./simulatedScores.ts";
import type { ProjectParameters } from "./projectParameters.ts";

/** The true grade of a muscle on each side. */
export type TrueGrades = Readonly<Record<string, { readonly right: MercuriGrade; readonly left: MercuriGrade }>>;

/** A made-up person of the sample project, with what is true of him or her. */
export interface SampleCase {
  /** "Sample project case 07": what its random numbers belong to. */
  readonly key: string;
  readonly studyInstanceUid: string;
  readonly group: string;
  readonly grades: TrueGrades;
  /** Against the sample study's limbs. */
  readonly scale: number;
  /** For the generator: the study's header, with the four series. */
  readonly study: SampleStudy;
}

const dayMs = 86_400_000;

/** The persons of a project, in an order that says nothing of their groups: the same for the same seed. */
export function sampleCases(parameters: ProjectParameters, seed: number): SampleCase[] {
  const groups = parameters.groups.flatMap(({ name, cases }) => Array.from({ length: cases }, () => name));
  return shuffled(groups, createRandom(seed, "project/groups")).map((group, at) => sampleCase(parameters, seed, group, at + 1));
}

function sampleCase(parameters: ProjectParameters, seed: number, group: string, number: number): SampleCase {
  const name = String(number).padStart(2, "0");
  const key = `sample project case ${name}`;
  const random = createRandom(seed, `${key}/person`);
  const { infiltrated } = parameters.groups.find((each) => each.name === group)!;
  const age = Math.floor(random.between(19, 68));
  const sex = random.uniform() < 0.5 ? "F" : "M";
  // Studies were made in the year before they are read.
  const studyDay = new Date(Date.parse(parameters.startsAt) - dayMs * Math.floor(random.between(20, 340)));
  const dicomDate = (day: Date) => day.toISOString().slice(0, 10).replaceAll("-", "");
  const limbs = sampleParameters().studies.find((study) => study.key === "limbs")!;
  const study: SampleStudy = {
    ...limbs,
    key,
    patientName: `Sample^Person ${name}`,
    patientId: `SAMPLE-${seed}-${name}`,
    birthDate: dicomDate(new Date(studyDay.getTime() - dayMs * Math.floor(365.25 * age + random.between(0, 360)))),
    sex,
    age: `${String(age).padStart(3, "0")}Y`,
    weightKg: Math.round(random.between(52, 94)),
    studyDate: dicomDate(studyDay),
    accessionNumber: "",
    series: limbs.series.map((series) => ({ ...series, key: `${key} ${series.key}` })),
  };
  const grades = Object.fromEntries(
    muscleCodes.map((code) => [
      code,
      sidesOf(random, parameters, infiltrated.includes(code) ? parameters.grades.infiltrated : parameters.grades.others),
    ]),
  );
  const scale = (sex === "F" ? 0.97 : 1.03) * random.between(0.95, 1.05);
  return { key, studyInstanceUid: uidOf(seed, key), group, grades, scale, study };
}

/** Both sides are mostly alike. */
function sidesOf(random: Random, { grades }: ProjectParameters, probabilities: readonly number[]) {
  const right = drawnGrade(probabilities, random.uniform());
  const isOther = random.uniform() < grades.sideDiffers;
  const other = drawnGrade(probabilities, random.uniform());
  return { right, left: isOther ? other : right };
}

/** The share of a muscle's area that fat has replaced: anything that its grade allows. */
export function fatAreaOf(seed: number, key: string, muscle: string, grade: MercuriGrade): number {
  const { low, high } = fatAreaOfGrade[grade];
  return createRandom(seed, `${key}/fat/${muscle}`).between(low, high);
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const list = [...items];
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random.uniform() * (at + 1));
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}
