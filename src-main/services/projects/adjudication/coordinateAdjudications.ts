import { randomUUID } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { consensusTable, isWritable, stateAfter } from "#shared/domain/project/states.ts";
import type { Author, Store } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import type { LogTable } from "../logTable.ts";
import { openProject } from "../openProject.ts";
import { createPatients, namesPatient } from "../patients.ts";
import type { ProjectTables } from "../projectTables.ts";
import { createProjectWriter, refuseOthers, type Tell } from "../writeProject.ts";
import type { Adjudications } from "./adjudications.ts";
import type { AdjudicationRow, AdjudicationTables } from "./adjudicationTables.ts";
import { refuseAdjudicators } from "./adjudicators.ts";
import type { ConsensusContent } from "./consensusContent.ts";
import { consensusSubjects } from "./consensusStates.ts";
import { createCompareCases, type AskedOfPairs } from "./compareCases.ts";
import type { ReadingPairs } from "./readingPairs.ts";

interface Parts {
  readonly store: Store;
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly tables: AdjudicationTables;
  readonly log: LogTable;
  readonly pairs: ReadingPairs;
  readonly content: ConsensusContent;
}

/** What coordinators do with the consensus of their projects. */
export function coordinateAdjudications({
  store,
  projects,
  cases,
  tables,
  log,
  pairs,
  content,
}: Parts): Pick<Adjudications, "list" | "all" | "assign" | "unlock" | "withdraw"> {
  const patients = createPatients(store);
  const write = createProjectWriter({ store, tables: projects, log });

  const compare = createCompareCases(store);
  const list: Adjudications["list"] = (by, projectId) => {
    const { cases: found, waiting } = compare.all(by, projectId);
    return { cases: found, waiting };
  };

  /** Makes the consensus of one case within a write. */
  const make = (tell: Tell, projectId: string, code: string, readerIds: readonly number[], known: AskedOfPairs): void => {
    const row = cases.find(projectId, code.trim());
    if (!row) throw new PlainError(`This project has no case ${code.trim()}.`);
    const before = tables.ofProject(projectId).filter(({ caseId }) => caseId === row.id);
    if (before.some(({ state }) => state !== "withdrawn"))
      throw new PlainError(`Case ${row.code} has a consensus already. Withdraw it first, with a reason.`);
    const pair = pairs.ofCase(row, projectId);
    if (!pair)
      throw new PlainError(`Case ${row.code}: a consensus is made when both first readings are locked, of cases that are counted.`);
    const asked = compare.asked(pair, known);
    if (!asked) throw new PlainError(`Case ${row.code}: the two readings do not differ as much as the protocol's rule says.`);
    refuseAdjudicators({ projects }, projectId, [pair.a.readerId, pair.b.readerId], readerIds);
    const { seed, a, b } = pair;
    const made: AdjudicationRow = {
      id: randomUUID(),
      projectId,
      caseId: row.id,
      number: before.length + 1,
      seed,
      readingA: a.id,
      versionA: a.version,
      readingB: b.id,
      versionB: b.version,
      asked: JSON.stringify(asked),
      state: "open",
      version: 1,
      openedAt: null,
      submittedAt: null,
      activeMs: 0,
    };
    tables.insert(made);
    for (const [at, readerId] of readerIds.entries()) tables.insertAdjudicator(made.id, { number: at + 1, readerId });
    for (const { region, role } of cases.roles(row.id)) tables.insertImage({ id: randomUUID(), adjudicationId: made.id, region, role });
    tell({ subject: consensusSubjects.consensus(content.namedOf(made)), before: null, after: content.stateOf(made) });
  };

  const assign: Adjudications["assign"] = (by, projectId, { codes, readerIds }, compared = compare.all(by, projectId)) => {
    const found = compared.cases.filter(({ adjudication }) => adjudication === null);
    const chosen = [...new Set(codes ?? found.map(({ code }) => code))];
    if (chosen.length === 0) throw new PlainError("No case is left that the rule asks a consensus of and nobody was assigned to.");
    write(by, projectId, "consensus.assign", (_write, tell) => {
      const { name, state } = openProject(projects, projectId);
      if (state !== "running") throw new PlainError(`“${name}” is ${state}: a consensus is made while a project runs.`);
      for (const code of chosen) make(tell, projectId, code, readerIds, compared.askedOfPairs);
    });
    return chosen.length;
  };

  /** A coordinator's change of a consensus, with a reason. */
  const change = (by: Author, id: string, action: "unlock" | "withdraw", reason: string) => {
    const forCoordinator = (): AdjudicationRow => {
      const row = tables.find(id);
      if (!row) throw new PlainError("There is no such consensus.");
      refuseOthers(projects, by, row.projectId);
      return row;
    };
    write(by, forCoordinator().projectId, `consensus.${action}`, (_write, tell) => {
      const row = forCoordinator();
      const project = projects.find(row.projectId)!;
      if (project.state !== "running") throw new PlainError(`“${project.name}” is ${project.state}: its consensus stays as it is.`);
      if (tables.adjudicators(id).some(({ readerId }) => readerId === by.readerId))
        throw new PlainError("You made this consensus: another coordinator unlocks or withdraws it, or nobody does.");
      const outdated = action === "unlock" && !isWritable(row.state) ? pairs.whyOutdated(row) : null;
      if (outdated !== null) throw new PlainError(outdated);
      if (cases.studies(row.caseId).some((study) => namesPatient(reason, patients.ofStudy(study)!)))
        throw new PlainError("The reason holds the patient's name or ID, which the log must not. Say it without.");
      const state = stateAfter(consensusTable, row.state, action, reason);
      const after: AdjudicationRow = { ...row, state, version: action === "unlock" ? row.version + 1 : row.version };
      tables.save(after);
      const subject = consensusSubjects.consensus(content.namedOf(row));
      tell({ subject, before: content.stateOf(row), after: content.stateOf(after), reason: reason.trim() });
    });
  };

  return {
    list,
    all: (by, projectId) => {
      refuseOthers(projects, by, projectId);
      return tables
        .ofProject(projectId)
        .map(compare.described)
        .toSorted((one, other) => one.caseCode.localeCompare(other.caseCode) || one.number - other.number);
    },
    assign,
    unlock: (by, id, reason) => change(by, id, "unlock", reason),
    withdraw: (by, id, reason) => change(by, id, "withdraw", reason),
  };
}
