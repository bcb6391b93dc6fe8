import { expect, test } from "vitest";
import { templateProtocol } from "../../../../../src-main/services/projects/index.ts";
import { makeReadings } from "../../../../../src-main/services/projects/readings/makeReadings.ts";

test("over 10,000 projects every case is in every place alike for each reader and pass, and a second pass has another order", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const cases = names.map((id) => ({
    id,
    code: id.toUpperCase(),
    isTraining: 0 as const,
    state: "included" as const,
    reason: null,
    groupName: null,
    variables: "{}",
  }));
  const readers = [1, 2].map((number) => ({ role: "reader" as const, number, readerId: number }));
  // Without images: of each reading its place alone counts here.
  const protocol = { ...templateProtocol("myopathy"), regions: [] };
  const projects = 10_000;
  const plans = ["1 1", "1 2", "2 1"];
  const counts = new Map(plans.map((plan) => [plan, names.map(() => names.map(() => 0))]));
  let same = 0;
  for (let project = 0; project < projects; project++) {
    const rows = makeReadings({ projectId: `project-${project}`, protocol, protocolVersion: 1, cases, readers }).map(({ row }) => row);
    const orders = plans.map((plan) => {
      const places = rows.filter(({ readerNumber, pass }) => `${readerNumber} ${pass}` === plan);
      for (const { caseId, position } of places) counts.get(plan)![names.indexOf(caseId)]![position - 1]! += 1;
      return places
        .toSorted((a, b) => a.position - b.position)
        .map(({ caseId }) => caseId)
        .join("");
    });
    if (orders[0] === orders[1]) same += 1;
  }
  expect(same).toBe(0);
  const expected = projects / names.length;
  for (const table of counts.values()) {
    const statistic = table.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // With (6 - 1)^2 = 25 degrees of freedom for the table, of which the sum is 6/5: 99.9 % quantile 52.620 (SciPy).
    expect((statistic * (names.length - 1)) / names.length).toBeLessThan(52.62);
  }
});
