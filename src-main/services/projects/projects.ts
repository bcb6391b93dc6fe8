import type { Form } from "#shared/domain/project/form.ts";
import type { LogEntry } from "#shared/domain/project/logChain.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { ProjectState } from "#shared/domain/project/states.ts";
import type { DataTable } from "../exports/index.ts";
import type { Author } from "../store/index.ts";
import type { AddedCases, CaseRequest } from "./addCases.ts";
import type { CaseChange } from "./changeCase.ts";
import type { LevelChoice, LevelName, LevelsSet } from "./caseLevels.ts";
import type { RoleChoice } from "./caseRoles.ts";
import type { Look } from "./lookAt.ts";
import type { PictureRow } from "./pictures/pictureTables.ts";
import type { MemberRole } from "./projectTables.ts";
import type { ProjectCase, ProjectStatus } from "./projectStatus.ts";
import type { Amendment } from "./running/amendProtocol.ts";
import type { Left } from "./running/changeReaders.ts";
import type { Replaced, Replacement } from "./running/replaceSeries.ts";
import type { Verification } from "./verifyProject.ts";

/** A project as everybody sees it. */
export interface ProjectSummary {
  readonly id: string;
  readonly name: string;
  readonly state: ProjectState;
  readonly createdAt: string;
  readonly cases: number;
  /** Who may see all of it. */
  readonly coordinatorIds: readonly number[];
}

/** A protocol that comes with the program. */
export interface ProjectTemplate {
  readonly template: string;
  /** Of the protocol, as a project made from it is named where nothing else is said. */
  readonly name: string;
  readonly description: string;
}

/** Levels that were dropped, as the log names them, because their series or the protocol is another one now: their slices are to be chosen again. */
export interface DroppedLevels {
  readonly droppedLevels: readonly string[];
}

/**
 * Reader studies: set up as drafts, then started; their readings are in `Readings`. Every method but `list`, `templates`, `forms`, `named` and
 * `verify` throws PlainError where the
 * author is no
 * coordinator of the project: group and variables of cases are for coordinators alone. What throws changes neither a row nor the log.
 */
export interface Projects {
  /** By name. */
  list(): ProjectSummary[];
  /** By name. */
  templates(): ProjectTemplate[];
  /** Forms that come with the program, by name. */
  forms(): Form[];
  /** The id of the project of an id or a name. Throws PlainError where there is none. */
  named(words: string): string;
  /** Makes a draft with its author as coordinator 1; answers its id. Throws PlainError where there is a project of this name. */
  create(by: Author, request: { readonly name?: string | undefined; readonly protocol: Protocol }): string;
  /** Makes a draft with the protocol of another project, and nothing else of it. */
  copy(by: Author, projectId: string, name: string): string;
  protocol(by: Author, projectId: string): Protocol;
  /** Changes the protocol of a draft, finds the roles anew that nobody confirmed, and drops the levels that it does not have any more. */
  changeProtocol(by: Author, projectId: string, protocol: Protocol): DroppedLevels;
  /** Pictures that the protocol may name, by name. */
  pictures(by: Author, projectId: string): PictureRow[];
  /** The bytes of a picture. Throws PlainError where the project has none of this name. */
  picture(by: Author, projectId: string, name: string): Uint8Array;
  /** Keeps a picture (pictureOf), in place of one of the same name that no frozen protocol names. */
  addPicture(by: Author, projectId: string, name: string, bytes: Uint8Array): void;
  /** Takes away a picture that no protocol names. */
  removePicture(by: Author, projectId: string, name: string): void;
  /** Names all readers, or all coordinators, of a draft, from number 1 on. */
  setMembers(by: Author, projectId: string, role: MemberRole, readerIds: readonly number[]): void;
  /** Adds studies of the worklist, in a running study with their readings behind the others; `source` says in messages what they are. */
  addCases(by: Author, projectId: string, requests: readonly CaseRequest[], source: string): AddedCases;
  /** Adds what a table names (readCaseTable). */
  addTable(by: Author, projectId: string, table: DataTable): AddedCases;
  /** By code. */
  cases(by: Author, projectId: string): ProjectCase[];
  /** Which studies belong to which cases. */
  studies(by: Author, projectId: string): { readonly code: string; readonly studyInstanceUid: string }[];
  /**
   * Sets the volume of a role that none was confirmed for, or confirms the one that was found (of a draft also in place of a confirmed one).
   * Another volume drops the levels of its region, and what was looked at.
   */
  chooseRole(by: Author, projectId: string, choice: RoleChoice): DroppedLevels;
  /** Confirms every role that was found and that nobody confirmed yet, of one case or of all; answers how many. */
  confirmRoles(by: Author, projectId: string, code?: string): number;
  /** Says which slice of a case a level is: in a running study where none is chosen, or no reading of the case was opened. */
  setLevel(by: Author, projectId: string, choice: LevelChoice): LevelsSet;
  /** Says it for the rows of a table (readLevelTable): for all of them, or for none. */
  setLevels(by: Author, projectId: string, table: DataTable): LevelsSet;
  /** Takes the choice of a slice back. */
  clearLevel(by: Author, projectId: string, level: LevelName): void;
  /**
   * Keeps that the coordinator looked at a series for burned-in text (in a running study the first time, or before a reading of the case was
   * opened), and what is to be hidden of it.
   */
  lookAt(by: Author, projectId: string, look: Look): void;
  /** See changeCase. */
  changeCase(by: Author, projectId: string, change: CaseChange): void;
  excludeCase(by: Author, projectId: string, code: string, reason: string): void;
  includeCase(by: Author, projectId: string, code: string, reason: string): void;
  /** Takes a case out of a draft whole: one that was added by mistake. Its studies stay in the data folder. */
  removeCase(by: Author, projectId: string, code: string, reason: string): void;
  /** Starts a draft: the protocol is frozen, and every reading is made. Answers how many. Throws PlainError that lists what the draft lacks. */
  start(by: Author, projectId: string): number;
  /** See amendProtocol; with `isDryRun` nothing is changed, and what would be is answered. */
  amend(
    by: Author,
    projectId: string,
    request: { readonly protocol: Protocol; readonly reason: string; readonly isDryRun?: boolean | undefined },
  ): Amendment;
  /** See replaceSeries; with `isDryRun` nothing is changed, and what would be is answered. */
  replaceSeries(by: Author, projectId: string, replacement: Replacement & { readonly isDryRun?: boolean | undefined }): Replaced;
  /** Adds readers to a running study, behind those who are there (addReaders). */
  addReaders(by: Author, projectId: string, readerIds: readonly number[], reason: string): Amendment;
  /** Keeps that a reader has left a running study (removeReader); `number` is that in the project. */
  removeReader(by: Author, projectId: string, number: number, reason: string): Left;
  /** Keeps that the clock ran ahead when the last entry was written, and is right now: time counts from now on. The log keeps both, and the reason. */
  releaseClock(by: Author, projectId: string, reason: string): void;
  /**
   * Has the log tell that a recipe was run on the project's cases, or its outcome for a case accepted or refused. Throws PlainError where the words name the
   * patient of the case.
   */
  tellRecipe(
    by: Author,
    projectId: string,
    event: { readonly action: "recipe.run" | "recipe.accept" | "recipe.refuse"; readonly code?: string; readonly words: string },
  ): void;
  status(by: Author, projectId: string): ProjectStatus;
  /** The entries of the log, the first one first. Throws PlainError where one cannot be read: `verify` names it. */
  log(by: Author, projectId: string): LogEntry[];
  /** Checks the log against itself, the rows and a head that is known. */
  verify(projectId: string, head?: string): Verification;
  /** Removes a draft whole, with its log. Studies stay. */
  remove(by: Author, projectId: string): void;
}
