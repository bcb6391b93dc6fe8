import type { Author, Write } from "../../store/index.ts";
import type { CaseImages } from "../caseImages.ts";
import type { CaseRow, CaseTables } from "../caseTables.ts";
import type { LevelTables } from "../levelTables.ts";
import { currentProtocol, openCase } from "../openProject.ts";
import type { PacketTables } from "../packets/packetTables.ts";
import type { PictureTables } from "../pictures/pictureTables.ts";
import type { Projects } from "../projects.ts";
import type { ProjectRow, ProjectTables } from "../projectTables.ts";
import type { Anew } from "../readings/beginAnew.ts";
import { createProtocolReader } from "../readings/protocolReader.ts";
import type { ReadingTables } from "../readings/readingTables.ts";
import type { RoleFinder } from "../roleFinder.ts";
import type { Tell } from "../writeProject.ts";
import { amendProtocol, type Amendment } from "./amendProtocol.ts";
import { addReaders, removeReader } from "./changeReaders.ts";
import { replaceSeries, type Replaced } from "./replaceSeries.ts";
import { tryOut } from "./tryOut.ts";

interface Parts {
  readonly tables: ProjectTables;
  readonly pictures: Pick<PictureTables, "list">;
  readonly packets: Pick<PacketTables, "holding">;
  readonly cases: CaseTables;
  readonly levels: LevelTables;
  readonly images: CaseImages;
  readonly roles: RoleFinder;
  readonly readings: ReadingTables;
  readonly anew: Anew;
  /** A write to a project by one of its coordinators. */
  readonly change: <Result>(
    by: Author,
    projectId: string,
    what: { action: string },
    work: (write: Write, tell: Tell, project: ProjectRow) => Result,
  ) => Result;
  /** Throws PlainError where words for the log name the patient of a case. */
  readonly refuseNames: (row: CaseRow, words: string | undefined) => void;
}

/** What coordinators change in a running study besides its readings. */
export function runningProjects({
  tables,
  pictures,
  packets,
  cases,
  levels,
  images,
  roles,
  readings,
  anew,
  change,
  refuseNames,
}: Parts): Pick<Projects, "amend" | "replaceSeries" | "addReaders" | "removeReader"> {
  const parse = createProtocolReader();
  const refuseAllNames = (projectId: string, words: string) => {
    for (const row of cases.list(projectId)) refuseNames(row, words);
  };
  return {
    amend: (by, projectId, { protocol, reason, isDryRun = false }) =>
      tryOut<Amendment>(isDryRun, (done) =>
        change(by, projectId, { action: "protocol.amend" }, (write, tell, project) => {
          refuseAllNames(projectId, reason);
          return done(
            amendProtocol(
              { tables, pictures, packets, cases, levels, readings, anew },
              { write, tell, project, reason, isDryRun },
              protocol,
            ),
          );
        }),
      ),
    replaceSeries: (by, projectId, { isDryRun = false, ...choice }) =>
      tryOut<Replaced>(isDryRun, (done) =>
        change(by, projectId, { action: "role.replace" }, (write, tell, project) => {
          const row = openCase(cases, projectId, choice.code);
          refuseNames(row, choice.reason);
          const place = { write, tell, project, protocol: currentProtocol(tables, projectId), row, isDryRun };
          return done(replaceSeries({ tables, cases, images, roles, readings, anew, parse }, place, choice));
        }),
      ),
    addReaders: (by, projectId, readerIds, reason) =>
      change(by, projectId, { action: "reader.join" }, (write, tell, project) => {
        refuseAllNames(projectId, reason);
        return addReaders({ tables, cases, levels, readings, anew }, { write, tell, project, reason }, readerIds);
      }),
    removeReader: (by, projectId, number, reason) =>
      change(by, projectId, { action: "reader.leave" }, (write, tell, project) => {
        refuseAllNames(projectId, reason);
        return removeReader({ tables, cases, levels, readings, anew }, { write, tell, project, reason }, number);
      }),
  };
}
