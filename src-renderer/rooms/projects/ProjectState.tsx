import { Badge } from "@mantine/core";
import type { ProjectSummary } from "../../client/projects.ts";

const looks = {
  draft: { color: "gray", words: "Draft" },
  running: { color: "accent", words: "Running" },
  closed: { color: "dark", words: "Closed" },
} as const;

/** Whether a project is set up, read or finished. */
export function ProjectState({ state }: Pick<ProjectSummary, "state">) {
  const { color, words } = looks[state];
  return (
    <Badge variant={state === "closed" ? "default" : "light"} color={color} radius="sm" tt="none">
      {words}
    </Badge>
  );
}
