import type { Checked, Finding } from "#shared/domain/finding.ts";
import type { Store } from "../store/index.ts";
import { createProjects } from "./createProjects.ts";

/** Verifies the log of every project. Nothing mends a log: what does not fit is named. */
export function checkProjects(store: Store): Checked {
  const projects = createProjects(store);
  const all = projects.list();
  const findings = all.flatMap(({ id, name }): Finding[] => {
    const { fault } = projects.verify(id);
    if (fault === null) return [];
    const action = "A log is never mended. Compare with a copy of the data folder of before.";
    return [{ area: "project", name, problem: fault, mended: false, action }];
  });
  return { count: all.length, findings };
}
