import { ProjectList } from "./ProjectList.tsx";
import { ProjectPage } from "./ProjectPage.tsx";
import "./shortcuts.ts";

interface Props {
  /** The project on show; null for the list of all. */
  readonly projectId: string | null;
  readonly onProject: (projectId: string | null) => void;
}

/** Reader studies for those who coordinate them: a list, or one of them to be set up, run and closed. */
export function ProjectsRoom({ projectId, onProject }: Props) {
  return projectId === null ? (
    <ProjectList onOpen={onProject} />
  ) : (
    <ProjectPage key={projectId} projectId={projectId} onLeave={() => onProject(null)} />
  );
}
