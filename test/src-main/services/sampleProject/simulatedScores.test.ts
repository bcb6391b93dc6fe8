import { expect, test } from "vitest";
import type { MercuriGrade } from "../../../../src-main/services/sample/index.ts";
import { projectParameters } from "../../../../src-main/services/sampleProject/projectParameters.ts";
import { sampleCases } from "../../../../src-main/services/sampleProject/sampleCases.ts";
import { simulatedScore } from "../../../../src-main/services/sampleProject/simulatedScores.ts";

const { readers, repeats, ...parameters } = projectParameters();
/** Quantile 99.9 % of chi-squared by degrees of freedom from 1 (SciPy). */
const quantiles = [10.828, 13.816, 16.266, 18.467, 20.515];
const draws = 3000;

test.each([1, 2])("the grades that simulated reader %i gives are as often as the declared confusion says, in each pass", (readerNumber) => {
  const { confusion } = readers[readerNumber - 1]!;
  for (const truth of [0, 1, 2, 3, 4, 5] as MercuriGrade[]) {
    let isSame = 0;
    const counts = [0, 1].map(() => Array.from({ length: 6 }, () => 0));
    for (let number = 0; number < draws; number++) {
      const [first, second] = [1, 2].map((pass) =>
        simulatedScore({ confusion, repeats }, { seed: 5, readerNumber, pass, caseKey: `case ${number}`, muscle: "RFEM/right", truth }),
      ) as [MercuriGrade, MercuriGrade];
      counts[0]![first]! += 1;
      counts[1]![second]! += 1;
      if (first === second) isSame += 1;
    }
    const expected = confusion[truth]!.map((probability) => probability * draws);
    const possible = expected.flatMap((count, grade) => (count > 0 ? [grade] : []));
    for (const ofPass of counts) {
      expect(ofPass.filter((count, grade) => count > 0 && !possible.includes(grade))).toEqual([]);
      const statistic = possible.reduce((sum, grade) => sum + (ofPass[grade]! - expected[grade]!) ** 2 / expected[grade]!, 0);
      expect(statistic).toBeLessThan(quantiles[possible.length - 2]!);
    }
    // Repeated, or drawn anew and the same by chance.
    const chance = confusion[truth]!.reduce((sum, probability) => sum + probability ** 2, 0);
    const share = repeats + (1 - repeats) * chance;
    expect(Math.abs(isSame / draws - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / draws));
  }
});

test("the groups have different muscles infiltrated; the order of persons and another seed say nothing of them", () => {
  const cases = sampleCases({ ...parameters, readers, repeats }, 7);
  expect(cases).toHaveLength(24);
  for (const { name, infiltrated } of parameters.groups) {
    const mean = (group: string) => {
      const grades = cases
        .filter((one) => one.group === group)
        .flatMap((one) => infiltrated.flatMap((code) => Object.values(one.grades[code]!)));
      return grades.reduce((sum: number, grade) => sum + grade, 0) / grades.length;
    };
    const other = parameters.groups.find((group) => group.name !== name)!.name;
    expect(cases.filter((one) => one.group === name)).toHaveLength(12);
    // By the parameters 3.27 and 0.64; 144 muscles a group, of which about 1.2 of two sides count.
    expect(mean(name)).toBeGreaterThan(2.7);
    expect(mean(other)).toBeLessThan(1.2);
  }
  expect(sampleCases({ ...parameters, readers, repeats }, 7)).toEqual(cases);
  const groups = (seed: number) => sampleCases({ ...parameters, readers, repeats }, seed).map(({ group }) => group);
  expect(groups(8)).not.toEqual(groups(7));
});
