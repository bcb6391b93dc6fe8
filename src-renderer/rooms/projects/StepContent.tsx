import { CasesStep } from "./cases/CasesStep.tsx";
import { ConsensusStep } from "./consensus/ConsensusStep.tsx";
import { LogStep } from "./log/LogStep.tsx";
import { LooksStep } from "./looks/LooksStep.tsx";
import { PacketsStep } from "./packets/PacketsStep.tsx";
import { PeopleStep } from "./people/PeopleStep.tsx";
import { PrepareStep } from "./prepare/PrepareStep.tsx";
import { ProtocolStep } from "./protocol/ProtocolStep.tsx";
import { ReadingsStep } from "./readings/ReadingsStep.tsx";
import { RolesStep } from "./roles/RolesStep.tsx";
import type { StepName } from "./steps.ts";
import type { OpenProject } from "./useProject.ts";

interface Props {
  readonly name: StepName;
  readonly project: OpenProject;
}

/** One part of a project's page. */
export function StepContent({ name, project }: Props) {
  switch (name) {
    case "people":
      return <PeopleStep project={project} />;
    case "cases":
      return <CasesStep project={project} />;
    case "roles":
      return <RolesStep project={project} />;
    case "prepare":
      return <PrepareStep project={project} />;
    case "looks":
      return <LooksStep project={project} />;
    case "readings":
      return <ReadingsStep project={project} />;
    case "consensus":
      return <ConsensusStep project={project} />;
    case "packets":
      return <PacketsStep project={project} />;
    case "log":
      return <LogStep project={project} />;
    case "protocol":
      return <ProtocolStep project={project} />;
  }
}
