import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconCircle, IconCircleCheck, IconPoint } from "@tabler/icons-react";
import { useState } from "react";
import { plainWords } from "../../client/plainWords.ts";
import { ProjectActions } from "./ProjectActions.tsx";
import { ProjectState } from "./ProjectState.tsx";
import { Refusal } from "./Refusal.tsx";
import { StepContent } from "./StepContent.tsx";
import { stepsOf, type Step, type StepName } from "./steps.ts";
import { useProject, type OpenProject } from "./useProject.ts";
import classes from "./ProjectPage.module.css";

/** Where the coordinator was in each project, until the window is left. */
const remembered = new Map<string, StepName>();

/** One project: what it consists of at the left, with all that a draft still lacks; one part of it at the right. */
export function ProjectPage({ projectId, onLeave }: { readonly projectId: string; readonly onLeave: () => void }) {
  const { project, error } = useProject(projectId);
  const [chosen, setChosen] = useState<StepName | null>(remembered.get(projectId) ?? null);
  if (!project)
    return (
      <div className={classes.section}>
        <BackToList onLeave={onLeave} />
        <Refusal error={error ? plainWords(error) : null} />
      </div>
    );

  const steps = stepsOf(project);
  // A start changes what there is to do.
  const shown =
    steps.find(({ name }) => name === chosen) ??
    (project.status.state === "draft" ? steps.find(({ isDone }) => isDone === false) : undefined) ??
    steps[0]!;
  const choose = (name: StepName) => {
    remembered.set(projectId, name);
    setChosen(name);
  };
  return (
    <div className={classes.frame}>
      <div className={classes.head}>
        <BackToList onLeave={onLeave} />
        <h1 className={classes.name} title={project.status.name}>
          {project.status.name}
        </h1>
        <ProjectState state={project.status.state} />
        <span className={classes.space} />
        <ProjectActions project={project} onLeave={onLeave} onStarted={() => choose("readings")} />
      </div>
      <div className={classes.rail}>
        <nav aria-label="Parts of the project">
          <ol className={classes.steps}>
            {steps.map((step) => (
              <li key={step.name}>
                <StepButton step={step} isShown={step.name === shown.name} onChoose={() => choose(step.name)} />
              </li>
            ))}
          </ol>
        </nav>
        {(project.status.state === "draft" || project.status.lacks.length > 0) && <Lacks project={project} />}
      </div>
      <div className={classes.content}>
        <Refusal error={error ? plainWords(error) : null} />
        <StepContent name={shown.name} project={project} />
      </div>
    </div>
  );
}

function BackToList({ onLeave }: { readonly onLeave: () => void }) {
  return (
    <ActionIcon aria-label="Back to all projects" title="All projects" onClick={onLeave}>
      <IconChevronLeft size={18} stroke={1.6} />
    </ActionIcon>
  );
}

function StepButton({
  step: { title, count, isDone },
  isShown,
  onChoose,
}: {
  readonly step: Step;
  readonly isShown: boolean;
  readonly onChoose: () => void;
}) {
  const Icon = isDone === null ? IconPoint : isDone ? IconCircleCheck : IconCircle;
  return (
    <button type="button" className={classes.step} aria-current={isShown ? "step" : undefined} onClick={onChoose}>
      <span className={classes.mark} data-done={isDone === true || undefined}>
        <Icon size={16} stroke={1.6} aria-label={isDone === null ? undefined : isDone ? "Done" : "To do"} aria-hidden={isDone === null} />
      </span>
      <span>{title}</span>
      <span className={classes.count}>{count}</span>
    </button>
  );
}

/** All that is to be done before a start, or in a running project before cases that wait can be read. */
function Lacks({ project: { status } }: { readonly project: OpenProject }) {
  const { lacks, state } = status;
  const title = state === "draft" ? "Before a start" : "Cases that wait";
  const heading =
    lacks.length === 0 ? title : state === "draft" ? `Before a start it lacks (${lacks.length})` : `Cases wait for (${lacks.length})`;
  return (
    // Long lists are scrolled by keys, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keys too
    <section className={classes.lacks} aria-label={title} tabIndex={lacks.length > 0 ? 0 : undefined}>
      <h2>{heading}</h2>
      {lacks.length === 0 ? (
        <p className={classes.ready}>Nothing is lacking: it can be started.</p>
      ) : (
        <ul>
          {lacks.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
