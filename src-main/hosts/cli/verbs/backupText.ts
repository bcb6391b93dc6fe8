import type { ProjectState } from "../../../app/commands/backUpData.ts";

/** The heads of projects' logs, to be kept elsewhere; of a log that does not fit, why. */
export function projectsText(projects: readonly ProjectState[]): string {
  return projects
    .map(({ name, head, fault }) =>
      fault === null ? `${name}: head ${head.number}:${head.hash}\n` : `${name}: it does not fit: ${fault}.\n`,
    )
    .join("");
}
