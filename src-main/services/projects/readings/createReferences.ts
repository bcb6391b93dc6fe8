import { randomUUID } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Author, Write } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { currentProtocol, openCase, openProject } from "../openProject.ts";
import type { ProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import { refuseBlinded, refuseOthers, type Tell, type WriteProject } from "../writeProject.ts";
import { isReference, reference } from "./referenceReading.ts";
import type { Readings, ReferencesOfProject } from "./readings.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly tables: ReadingTables;
  readonly write: WriteProject;
  /** Opens a reading for the first time, within a write. */
  readonly begin: (write: Write, tell: Tell, row: ReadingRow, protocol: Protocol) => void;
  /** Goes on with one. */
  readonly openAgain: Readings["open"];
}

/**
 * The coordinator's own readings of training cases: made in the window like every other, by one coordinator for each case, who reads
 * nothing else of the study.
 */
export function createReferences({
  projects,
  cases,
  tables,
  write,
  begin,
  openAgain,
}: Parts): Pick<Readings, "references" | "openReference"> {
  const isReader = (projectId: string, { readerId }: Author) =>
    projects.members(projectId).some((member) => member.role === "reader" && member.readerId === readerId);
  const isCoordinator = (projectId: string, { readerId }: Author) =>
    projects.members(projectId).some((member) => member.role === "coordinator" && member.readerId === readerId);

  const ofProject = (by: Author, projectId: string): ReferencesOfProject["cases"] => {
    const readings = tables.ofProject(projectId).filter(isReference);
    return cases
      .list(projectId)
      .filter(({ isTraining, state }) => isTraining === 1 && state !== "excluded")
      .map(({ id, code }) => {
        const row = readings.find(({ caseId }) => caseId === id);
        return {
          caseCode: code,
          readingId: row?.readerId === by.readerId ? row.id : null,
          state: row?.state ?? null,
          by: row ? projects.readerName(row.readerId)! : null,
        };
      });
  };

  return {
    references: (by) => {
      refuseBlinded(projects, by);
      return projects
        .list()
        .filter(({ id, state }) => state === "running" && isCoordinator(id, by) && !isReader(id, by))
        .map(({ id, name }) => ({ projectId: id, project: name, cases: ofProject(by, id) }))
        .filter((each) => each.cases.length > 0);
    },
    openReference: (by, projectId, caseCode) => {
      refuseOthers(projects, by, projectId);
      const { name, state } = openProject(projects, projectId);
      if (state !== "running") throw new PlainError(`“${name}” is ${state}: its training cases are read by the coordinator while it runs.`);
      if (isReader(projectId, by))
        throw new PlainError("You read in this study: a coordinator who does not reads its training cases for comparison.");
      const id = write(by, projectId, "reading.open", (current, tell) => {
        const ofCase = openCase(cases, projectId, caseCode);
        if (ofCase.isTraining !== 1)
          throw new PlainError(`Case ${ofCase.code} is no training case: only these have a coordinator's reading to compare with.`);
        if (ofCase.state === "excluded") throw new PlainError(`Case ${ofCase.code} was taken out of the study.`);
        const references = tables.ofProject(projectId).filter(isReference);
        const there = references.find(({ caseId }) => caseId === ofCase.id);
        if (there?.readerId === by.readerId) return there.id;
        if (there)
          throw new PlainError(`${projects.readerName(there.readerId)!} has begun the coordinator's reading of case ${ofCase.code}.`);
        const protocol = currentProtocol(projects, projectId);
        const row: ReadingRow = {
          ...reference,
          id: randomUUID(),
          projectId,
          caseId: ofCase.id,
          readerId: by.readerId,
          seed: 0,
          position: references.length + 1,
          code: ofCase.code,
          protocolVersion: projects.protocols(projectId).at(-1)!.version,
          state: "open",
          version: 1,
          openedAt: null,
          submittedAt: null,
          activeMs: 0,
        };
        tables.insert(row);
        for (const region of protocol.regions)
          for (const role of region.roles) tables.insertImage({ id: randomUUID(), readingId: row.id, region: region.id, role: role.id });
        tell({ action: "reading.make", subject: subjects.reading(row), before: null, after: states.reading(row, ofCase.code) });
        begin(current, tell, row, protocol);
        return row.id;
      });
      return openAgain(by, id);
    },
  };
}
