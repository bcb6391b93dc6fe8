import { PeopleStep } from "./people/PeopleStep.tsx";
import type { StepName } from "./steps.ts";
import type { OpenProject } from "./useProject.ts";

interface Props {
  readonly name: StepName;
  readonly project: OpenProject;
  readonly onStep: (name: StepName) => void;
}

/** One part of a project's page. */
export function StepContent({ name, project }: Props) {
  switch (name) {
    case "people":
      return <PeopleStep project={project} />;
    default:
      return null;
  }
}
