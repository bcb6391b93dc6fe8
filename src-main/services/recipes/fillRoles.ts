import { PlainError } from "#shared/domain/plainError.ts";
import type { Projects, Replaced } from "../projects/index.ts";
import type { Author } from "../store/index.ts";
import type { OutcomeTables } from "./outcomeTables.ts";
import type { RunCaseRow, RunRow } from "./runTables.ts";

/** Which role of the protocol an output of a recipe gets. */
export type FilledRoles = Readonly<Record<string, { readonly region: string; readonly role: string }>>;

/** What filling roles does, or would do. */
export interface Filled {
  /** Codes of the cases whose roles get other volumes. */
  readonly filled: readonly string[];
  /** Which have them already. */
  readonly already: readonly string[];
  /** Whose outcome nobody has accepted yet, which was refused, or which failed: they stay as they are. */
  readonly notAccepted: readonly string[];
  /** What it touches in a running study, by case and role. */
  readonly replaced: readonly (Replaced & { readonly code: string; readonly region: string; readonly role: string })[];
  /** Levels that were dropped in a draft, as the log names them. */
  readonly droppedLevels: readonly string[];
}

/**
 * Gives roles of the protocol the accepted outcomes of a run. Each case is a write of its own, so that one that cannot be changed names itself and the others
 * before it stay changed; with `isDryRun` nothing is changed. Of a draft it is as if a coordinator had chosen the volume; in a running study the series is
 * replaced (replaceSeries), which names the readings that it touches and needs a reason.
 */
export function fillRoles(
  { projects, outcomes }: { projects: Pick<Projects, "status" | "cases" | "chooseRole" | "replaceSeries">; outcomes: OutcomeTables },
  by: Author,
  run: RunRow,
  cases: readonly RunCaseRow[],
  { roles, reason, isDryRun }: { roles: FilledRoles; reason: string; isDryRun: boolean },
): Filled {
  if (Object.keys(roles).length === 0) throw new PlainError("Say which role of the protocol gets which output of the recipe.");
  const unknown = Object.keys(roles).find((output) => !run.recipe.outputs.includes(output));
  if (unknown !== undefined) throw new PlainError(`The recipe keeps no ${unknown}. It keeps ${run.recipe.outputs.join(", ")}.`);
  const { state } = projects.status(by, run.projectId);
  const present = new Map(projects.cases(by, run.projectId).map((one) => [one.code, one]));
  const [filled, already, notAccepted]: [string[], string[], string[]] = [[], [], []];
  const replaced: Filled["replaced"][number][] = [];
  const droppedLevels: string[] = [];
  const words = `Recipe “${run.recipe.name}” ${run.recipe.version}, sha256 ${run.recipeHash}.${reason.trim() === "" ? "" : ` ${reason.trim()}`}`;
  for (const { code, outcomeId } of cases) {
    const outcome = outcomeId === null ? undefined : outcomes.find(outcomeId);
    if (outcome?.state !== "accepted") {
      notAccepted.push(code);
      continue;
    }
    const volumes = new Map(outcome.outputs.map(({ role, volumeId }) => [role, volumeId]));
    const open = Object.entries(roles).filter(([output, { region, role }]) => {
      const now = present.get(code)?.roles.find((each) => each.region === region && each.role === role);
      return now?.volumeId !== volumes.get(output) || now?.state !== "confirmed";
    });
    (open.length === 0 ? already : filled).push(code);
    for (const [output, { region, role }] of open) {
      const choice = { code, region, role, volumeId: volumes.get(output)! };
      if (state === "running") {
        if (reason.trim() === "" && !isDryRun)
          throw new PlainError("Say why: replacing series of a running study needs a reason, which the log keeps.");
        replaced.push({ ...projects.replaceSeries(by, run.projectId, { ...choice, reason: words, isDryRun }), code, region, role });
      } else if (!isDryRun) droppedLevels.push(...projects.chooseRole(by, run.projectId, { ...choice, reason: words }).droppedLevels);
    }
  }
  return { filled, already, notAccepted, replaced, droppedLevels };
}
