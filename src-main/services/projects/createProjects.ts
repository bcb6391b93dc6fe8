import { randomUUID } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { parseProtocol, protocolHash, type Protocol } from "#shared/domain/project/protocol.ts";
import { caseTable, stateAfter } from "#shared/domain/project/states.ts";
import type { FindKeptWay } from "../segmentation/index.ts";
import type { Author, Store, Write } from "../store/index.ts";
import { createAdjudicationStates } from "./adjudication/verifyAdjudications.ts";
import { addCases, type CaseRequest } from "./addCases.ts";
import { createCaseImages } from "./caseImages.ts";
import { createCaseLevels } from "./caseLevels.ts";
import { stateByReadings } from "./caseMarks.ts";
import { chooseRole } from "./caseRoles.ts";
import { changeCase } from "./changeCase.ts";
import { createCaseTables, type CaseRow } from "./caseTables.ts";
import { createLevelTables } from "./levelTables.ts";
import { createLogTable } from "./logTable.ts";
import { lookAt } from "./lookAt.ts";
import { currentProtocol, openCase, openProject, refuseRunning } from "./openProject.ts";
import { createPacketTables } from "./packets/packetTables.ts";
import { createPatients, namesPatient } from "./patients.ts";
import { createPictureTables } from "./pictures/pictureTables.ts";
import { addPicture, missingPictures, removePicture } from "./pictures/projectPictures.ts";
import type { Projects } from "./projects.ts";
import { createProjectTables, type MemberRole, type ProjectRow } from "./projectTables.ts";
import { describeCase, lacksOf, statusOf } from "./projectStatus.ts";
import { programForms, templateNames, templateProtocol } from "./protocolFiles.ts";
import { readCaseTable } from "./readCaseTable.ts";
import { readLevelTable } from "./readLevelTable.ts";
import { brokenBlindsOf } from "./readings/breakBlind.ts";
import { createBrokenBlindTables } from "./readings/brokenBlindTables.ts";
import { addReadings } from "./readings/addReadings.ts";
import { createAnew } from "./readings/beginAnew.ts";
import { createEarlyOpenings } from "./readings/earlyOpenings.ts";
import { createReadingTables } from "./readings/readingTables.ts";
import { createReadingStates } from "./readings/verifyReadings.ts";
import { runningProjects } from "./running/runningProjects.ts";
import { createRunningGuards, refuseTraining } from "./running/whileRunning.ts";
import { createRoleFinder } from "./roleFinder.ts";
import { refuseLeaving, setMembers } from "./setMembers.ts";
import { startProject } from "./startProject.ts";
import { sha256, states, subjects } from "./subjects.ts";
import { verifyProject } from "./verifyProject.ts";
import { createProjectWriter, refuseBlinded, refuseOthers, refuseReadOnly, type Tell } from "./writeProject.ts";

const longestName = 120;

/** Makes the reader studies of one store. `keptWay`: see createSegmentations. */
export function createProjects(store: Store, keptWay: FindKeptWay = () => null): Projects {
  const [tables, cases, log] = [createProjectTables(store), createCaseTables(store), createLogTable(store)];
  const pictures = createPictureTables(store);
  const [images, patients] = [createCaseImages(store), createPatients(store)];
  const levelTables = createLevelTables(store);
  const levels = createCaseLevels({ cases, levels: levelTables, images });
  const roles = createRoleFinder({ cases, images, levels });
  const [readings, readingStates] = [createReadingTables(store), createReadingStates(store, cases)];
  const broken = createBrokenBlindTables(store);
  const anew = createAnew({ store, cases, tables: readings });
  const guards = createRunningGuards({ cases, levels: levelTables, readings });
  const adjudications = createAdjudicationStates(store);
  const [begin, commit] = [store.database.prepare("BEGIN"), store.database.prepare("COMMIT")];
  const writeProject = createProjectWriter({ store, tables, log });
  const releaseClock = createProjectWriter({ store, tables, log, releasesClock: true });

  /** A project for one who may see all of it. */
  const openFor = (by: Author, projectId: string): ProjectRow => {
    const project = openProject(tables, projectId);
    refuseOthers(tables, by, projectId);
    return project;
  };
  /** A write to a project that is there; `draft` names what only a draft may change. */
  const change = <Result>(
    by: Author,
    projectId: string,
    { action, draft }: { action: string; draft?: string },
    work: (write: Write, tell: Tell, project: ProjectRow) => Result,
  ): Result =>
    writeProject(by, projectId, action, (write, tell) => {
      const project = openProject(tables, projectId);
      if (draft !== undefined) refuseRunning(project, draft);
      return work(write, tell, project);
    });

  const create = (by: Author, wanted: string, protocol: Protocol, copied?: string): string => {
    const [id, name] = [randomUUID(), wanted.trim()];
    refuseBlinded(tables, by);
    writeProject(by, id, "project.create", ({ at }, tell) => {
      if (name === "" || name.length > longestName) throw new PlainError(`A project needs a name of 1 to ${longestName} characters.`);
      if (tables.findByName(name)) throw new PlainError(`There is a project named “${name}” already. Give this one another name.`);
      const project: ProjectRow = { id, name, state: "draft", createdAt: at };
      tables.insert(project);
      tell({ subject: subjects.project, before: null, after: states.project(project) });
      saveProtocol(tell, id, protocol, "protocol.create");
      setMembers(tables, tell, id, "coordinator", [by.readerId], "coordinator.set");
      if (copied === undefined) return;
      for (const { name: picture } of pictures.list(copied))
        addPicture({ tables, pictures, tell, projectId: id }, picture, pictures.bytes(copied, picture)!);
    });
    return id;
  };

  /** Version 1, which a draft changes in place. */
  const saveProtocol = (tell: Tell, projectId: string, content: Protocol, action: string): boolean => {
    const protocol = parseProtocol(content);
    const earlier = tables.protocols(projectId).at(-1);
    const contentHash = protocolHash(protocol, sha256);
    if (earlier?.contentHash === contentHash) return false;
    const row = { version: earlier?.version ?? 1, content: JSON.stringify(protocol), contentHash, frozenAt: null };
    tables.saveProtocol(projectId, row);
    tell({ action, subject: subjects.protocol(row), before: earlier ? states.protocol(earlier) : null, after: states.protocol(row) });
    return true;
  };

  const add = (by: Author, projectId: string, requestsOf: () => readonly CaseRequest[], source: string) =>
    change(by, projectId, { action: "case.add" }, (write, tell, project) => {
      const place = { write, tell, projectId, protocol: currentProtocol(tables, projectId) };
      const requests = requestsOf();
      if (project.state !== "draft") refuseTraining(project, requests, source);
      const added = addCases({ cases, patients, roles }, place, requests, source);
      return project.state === "draft" ? added : { ...added, readings: addReadings({ tables, cases, readings }, tell, projectId).length };
    });

  /** A reason stands in the log and, of an exclusion, in reports. */
  const refuseNames = ({ id }: CaseRow, reason: string | undefined) => {
    if (reason !== undefined && cases.studies(id).some((study) => namesPatient(reason, patients.ofStudy(study)!)))
      throw new PlainError("The reason holds the patient's name or ID, which the log must not. Say it without.");
  };

  const setCaseState = (by: Author, projectId: string, code: string, action: "exclude" | "include", reason: string) =>
    change(by, projectId, { action: `case.${action}` }, (_write, tell, project) => {
      const row = openCase(cases, projectId, code);
      refuseNames(row, reason);
      const own = readings.ofProject(projectId).filter(({ caseId }) => caseId === row.id);
      const state = stateAfter(caseTable, row.state, action, reason);
      // What its readings make of it holds again.
      const after = { ...row, state: state === "included" ? stateByReadings(own) : state, reason: reason.trim() };
      if (after.state === row.state)
        throw new PlainError(`Case ${row.code} is marked as ${row.state} by its readings: one that was withdrawn stays so.`);
      cases.setState(after);
      const studies = cases.studies(row.id);
      tell({
        subject: subjects.case(row.code),
        before: states.case(row, studies),
        after: states.case(after, studies),
        reason: after.reason,
      });
      if (project.state === "running" && action === "include") addReadings({ tables, cases, readings }, tell, projectId);
    });

  /** Reads log and rows as they were at one time, whatever another program writes meanwhile. */
  const inSnapshot = <Result>(read: () => Result): Result => {
    begin.run();
    try {
      return read();
    } finally {
      commit.run();
    }
  };

  const described = (projectId: string, protocol: Protocol) => ({
    protocol,
    members: tables.members(projectId),
    cases: describedCases(projectId, protocol),
    missing: missingPictures(pictures, projectId, protocol),
  });

  const describedCases = (projectId: string, protocol: Protocol) =>
    cases.list(projectId).map((row) => describeCase({ cases, roles, levels, images, keptWay }, protocol, row));

  return {
    list: () =>
      tables.list().map((project) => ({
        ...project,
        cases: cases.list(project.id).length,
        coordinatorIds: tables.members(project.id).flatMap(({ role, readerId }) => (role === "coordinator" ? [readerId] : [])),
      })),
    templates: () =>
      templateNames()
        .map((template) => ({ template, protocol: templateProtocol(template) }))
        .map(({ template, protocol: { name, description } }) => ({ template, name, description }))
        .toSorted((a, b) => a.name.localeCompare(b.name, "en")),
    forms: programForms,
    named: (words) => {
      const row = tables.find(words.trim()) ?? tables.findByName(words.trim());
      if (!row) throw new PlainError(`There is no project “${words.trim()}”. “fascicle project list” names those that are here.`);
      return row.id;
    },
    create: (by, { name, protocol }) => create(by, name ?? protocol.name, protocol),
    copy: (by, projectId, name) => {
      openFor(by, projectId);
      return create(by, name, currentProtocol(tables, projectId), projectId);
    },
    protocol: (by, projectId) => {
      openFor(by, projectId);
      return currentProtocol(tables, projectId);
    },
    changeProtocol: (by, projectId, protocol) =>
      change(by, projectId, { action: "protocol.change", draft: "The protocol" }, (write, tell) => {
        const before = currentProtocol(tables, projectId);
        if (!saveProtocol(tell, projectId, protocol, "protocol.change")) return { droppedLevels: [] };
        const droppedLevels = cases
          .list(projectId)
          .flatMap((row) => [...levels.dropUnknown(tell, row, before, protocol), ...roles.find(write, tell, protocol, row)]);
        return { droppedLevels };
      }),
    pictures: (by, projectId) => {
      openFor(by, projectId);
      return pictures.list(projectId);
    },
    picture: (by, projectId, name) => {
      openFor(by, projectId);
      const bytes = pictures.bytes(projectId, name);
      if (!bytes) throw new PlainError(`The project has no picture ${name}.`);
      return bytes;
    },
    addPicture: (by, projectId, name, bytes) =>
      change(by, projectId, { action: "picture.add" }, (_write, tell) => addPicture({ tables, pictures, tell, projectId }, name, bytes)),
    removePicture: (by, projectId, name) =>
      change(by, projectId, { action: "picture.remove" }, (_write, tell) => removePicture({ tables, pictures, tell, projectId }, name)),
    setMembers: (by, projectId, role: MemberRole, readerIds) =>
      change(by, projectId, { action: `${role}.set`, ...(role === "reader" ? { draft: "The readers" } : {}) }, (_write, tell, project) => {
        if (project.state !== "draft") refuseLeaving(tables, project, readerIds);
        setMembers(tables, tell, projectId, role, readerIds, `${role}.set`);
      }),
    addCases: (by, projectId, requests, source) => add(by, projectId, () => requests, source),
    addTable: (by, projectId, table) => add(by, projectId, () => readCaseTable(table, patients), table.fileName),
    cases: (by, projectId) => {
      openFor(by, projectId);
      return describedCases(projectId, currentProtocol(tables, projectId));
    },
    studies: (by, projectId) => {
      openFor(by, projectId);
      return cases.list(projectId).flatMap(({ id, code }) => cases.studies(id).map((studyInstanceUid) => ({ code, studyInstanceUid })));
    },
    chooseRole: (by, projectId, choice) =>
      change(by, projectId, { action: "role.set" }, (write, tell, project) => {
        const row = openCase(cases, projectId, choice.code);
        guards.refuseRole(project, row, choice);
        refuseNames(row, choice.reason);
        const place = { write, tell, protocol: currentProtocol(tables, projectId), row };
        return { droppedLevels: chooseRole({ cases, images, roles }, place, choice) };
      }),
    confirmRoles: (by, projectId, code) =>
      change(by, projectId, { action: "role.confirm" }, (write, tell) => {
        const protocol = currentProtocol(tables, projectId);
        const rows = code === undefined ? cases.list(projectId) : [openCase(cases, projectId, code)];
        const open = rows.flatMap((row) => cases.roles(row.id).flatMap((role) => (role.isConfirmed === 1 ? [] : [{ row, role }])));
        for (const {
          row,
          role: { region, role },
        } of open)
          chooseRole({ cases, images, roles }, { write, tell, protocol, row }, { code: row.code, region, role });
        return open.length;
      }),
    setLevel: (by, projectId, choice) =>
      change(by, projectId, { action: "level.set" }, (_write, tell, project) => {
        guards.refuseLevel(project, choice.code, choice);
        refuseNames(openCase(cases, projectId, choice.code), choice.reason);
        return levels.choose({ tell, projectId, protocol: currentProtocol(tables, projectId) }, [choice], ([fault]) => {
          throw new PlainError(`Case ${choice.code.trim()}, ${choice.region}, ${choice.level}: ${fault!.words}.`);
        });
      }),
    setLevels: (by, projectId, table) =>
      change(by, projectId, { action: "level.set" }, (_write, tell, project) => {
        const { choices, error } = readLevelTable(table);
        for (const choice of choices) guards.refuseLevel(project, choice.code, choice);
        return levels.choose({ tell, projectId, protocol: currentProtocol(tables, projectId) }, choices, (faults) => {
          throw error(faults);
        });
      }),
    clearLevel: (by, projectId, level) =>
      change(by, projectId, { action: "level.clear", draft: "The levels" }, (_write, tell) => {
        const row = openCase(cases, projectId, level.code);
        refuseNames(row, level.reason);
        levels.clear(tell, currentProtocol(tables, projectId), row, level);
      }),
    lookAt: (by, projectId, look) =>
      change(by, projectId, { action: "role.look" }, ({ at }, tell, project) => {
        const row = openCase(cases, projectId, look.code);
        guards.refuseLook(project, row, look);
        lookAt({ cases, images }, { at, tell, protocol: currentProtocol(tables, projectId), row }, look);
      }),
    changeCase: (by, projectId, wanted) =>
      change(by, projectId, { action: "case.change" }, (_write, tell, project) => {
        const row = openCase(cases, projectId, wanted.code);
        refuseNames(row, wanted.reason);
        changeCase(cases, tell, project, row, wanted);
      }),
    excludeCase: (by, projectId, code, reason) => setCaseState(by, projectId, code, "exclude", reason),
    includeCase: (by, projectId, code, reason) => setCaseState(by, projectId, code, "include", reason),
    removeCase: (by, projectId, code, reason) =>
      change(by, projectId, { action: "case.remove", draft: "The cases" }, (write, tell) => {
        const row = openCase(cases, projectId, code);
        refuseNames(row, reason);
        if (reason.trim() === "") throw new PlainError("Say why: taking a case out needs a reason, which the log keeps.");
        for (const role of cases.roles(row.id)) roles.drop(write, tell, row, role, "role.drop");
        const before = states.case(row, cases.studies(row.id));
        cases.remove(row.id);
        tell({ subject: subjects.case(row.code), before, after: null, reason: reason.trim() });
      }),
    ...runningProjects({
      tables,
      pictures,
      packets: createPacketTables(store),
      cases,
      levels: levelTables,
      images,
      roles,
      readings,
      anew,
      change,
      refuseNames,
    }),
    releaseClock: (by, projectId, reason) =>
      releaseClock(by, projectId, "clock.release", ({ at }, tell) => {
        const project = openProject(tables, projectId);
        if (reason.trim() === "") throw new PlainError("Say why: releasing the clock needs a reason, which the log keeps.");
        const state = states.project(project);
        tell({ subject: subjects.project, before: state, after: state, reason: reason.trim() });
        const washouts = currentProtocol(tables, projectId).passes.map(({ washout }) => washout);
        createEarlyOpenings({ cases, tables: readings, log }).atRelease(tell, at, projectId, washouts);
      }),
    tellRecipe: (by, projectId, { action, code, words }) =>
      change(by, projectId, { action }, (_write, tell, project) => {
        const row = code === undefined ? undefined : openCase(cases, projectId, code);
        if (row) refuseNames(row, words);
        // What a recipe makes changes neither: the log says that it was made, or what a reader thinks of it.
        const subject = row ? subjects.case(row.code) : subjects.project;
        const state = row ? states.case(row, cases.studies(row.id)) : states.project(project);
        tell({ subject, before: state, after: state, reason: words });
      }),
    status: (by, projectId) => {
      const project = openFor(by, projectId);
      const protocol = currentProtocol(tables, projectId);
      const brokenBlinds = brokenBlindsOf({ projects: tables, cases, tables: readings, broken }, projectId);
      return statusOf(tables, project, log.head(projectId), { ...described(projectId, protocol), brokenBlinds });
    },
    start: (by, projectId) =>
      change(by, projectId, { action: "project.start" }, (write, tell, project) => {
        const protocol = currentProtocol(tables, projectId);
        const lacks = lacksOf(tables, described(projectId, protocol));
        return startProject({ tables, cases, readings }, { write, tell, project, lacks });
      }),
    log: (by, projectId) => {
      openFor(by, projectId);
      return log.rows(projectId).map(({ number, entry }) => {
        if (!entry)
          throw new PlainError(`Entry ${number} of the log was changed after it was written. “fascicle project verify” tells more.`);
        return entry;
      });
    },
    verify: (projectId, head) =>
      inSnapshot(() =>
        verifyProject(
          { tables, pictures, cases, levels: levelTables, images, readings: readingStates, adjudications, log },
          openProject(tables, projectId),
          head,
        ),
      ),
    // The log goes with its project, so there is none to tell.
    remove: (by, projectId) => {
      refuseReadOnly(store);
      store.write(by, (write) => {
        const project = openFor(by, projectId);
        if (project.state !== "draft") throw new PlainError(`“${project.name}” is ${project.state}: only a draft can be removed.`);
        for (const row of cases.list(projectId)) for (const role of cases.roles(row.id)) cases.removeRole(write, role);
        tables.remove(projectId);
      });
      // Nor in the write-ahead log.
      store.database.pragma("wal_checkpoint(TRUNCATE)");
    },
  };
}
