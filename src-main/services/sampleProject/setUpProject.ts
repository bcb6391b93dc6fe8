import type { LimbRegion } from "../sample/index.ts";
import { templateProtocol } from "../projects/index.ts";
import { sampleProjectName } from "./projectNames.ts";
import type { ProjectParameters } from "./projectParameters.ts";
import type { SampleCase } from "./sampleCases.ts";
import type { SimulatedClock } from "./simulatedClock.ts";
import type { StagedStudy } from "./stagedStudy.ts";

const minuteMs = 60_000;

/**
 * Sets the project up as a coordinator does, and starts it: the myopathy protocol, cases with their groups, series looked at and confirmed, levels. Answers its
 * id.
 */
export function setUpProject(
  { projects, people }: StagedStudy,
  { parameters, seed, cases, clock }: { parameters: ProjectParameters; seed: number; cases: readonly SampleCase[]; clock: SimulatedClock },
): string {
  const { coordinator, readers, maker } = people;
  const protocol = templateProtocol("myopathy");
  const name = sampleProjectName(parameters, seed);
  const projectId = projects.create(coordinator, {
    name,
    protocol: { ...protocol, name, description: `${parameters.description} ${protocol.description}` },
  });
  projects.setMembers(
    coordinator,
    projectId,
    "coordinator",
    [coordinator, maker].map(({ readerId }) => readerId),
  );
  projects.setMembers(
    coordinator,
    projectId,
    "reader",
    readers.map(({ readerId }) => readerId),
  );
  projects.addCases(
    coordinator,
    projectId,
    cases.map(({ studyInstanceUid, group, study }) => ({
      where: study.patientId,
      studyInstanceUids: [studyInstanceUid],
      group,
      variables: { Age: String(Number.parseInt(study.age, 10)), Sex: study.sex },
    })),
    "the sample's persons",
  );
  for (const { code, roles } of projects.cases(coordinator, projectId)) {
    clock.pass(minuteMs);
    for (const { region, role } of roles) projects.lookAt(coordinator, projectId, { code, region, role });
    projects.confirmRoles(coordinator, projectId, code);
    for (const region of ["thigh", "calf"] satisfies LimbRegion[])
      for (const [level, slice] of Object.entries(parameters.regions[region].levels))
        projects.setLevel(coordinator, projectId, { code, region, level, slice });
  }
  clock.pass(minuteMs);
  projects.start(coordinator, projectId);
  return projectId;
}
