import type { Answers } from "#shared/domain/project/answer.ts";
import type { LogHead } from "#shared/domain/project/logChain.ts";
import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import { isAnalysed, type ProjectState } from "#shared/domain/project/states.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Author, Store } from "../../store/index.ts";
import { createCaseTables } from "../caseTables.ts";
import { createLogTable } from "../logTable.ts";
import { createProjectTables } from "../projectTables.ts";
import { sha256 } from "../subjects.ts";
import { refuseOthers } from "../writeProject.ts";
import { changedParts, withoutForms, type ChangedParts } from "./comparableParts.ts";
import { createReadingLevels, isReaders } from "./createReadingLevels.ts";
import { volumeOfImage } from "./drawingChecks.ts";
import { createLockedState } from "./lockedState.ts";
import { isReference } from "./referenceReading.ts";
import { createReadingTables, type ReadingRow } from "./readingTables.ts";

/** What a reader drew on one series. */
export interface LockedDrawing {
  readonly region: string;
  readonly role: string;
  readonly segmentationId: string;
  /** See createDrawingHashes. */
  readonly drawingHash: string;
  /** The slices of its levels, from 0; empty where the region has none, and all slices are read. */
  readonly levels: readonly { readonly level: string; readonly slice: number }[];
}

/** A locked reading of a case that is analysed. */
export interface LockedReading {
  readonly readingId: string;
  readonly caseCode: string;
  readonly group: string | null;
  readonly readerNumber: number;
  readonly pass: number;
  readonly version: number;
  /** SHA-256 of what the reader signed. */
  readonly signedHash: string;
  readonly openedAt: string;
  readonly submittedAt: string;
  /** Before it was unlocked; the same as submittedAt where it never was. */
  readonly firstSubmittedAt: string;
  readonly activeMs: number;
  /** Of the protocol that it was read by. */
  readonly protocolVersion: number;
  readonly answers: Answers;
  readonly drawings: readonly LockedDrawing[];
}

/** The locked readings of a project, and how many are none. */
export interface LockedStudy {
  readonly projectId: string;
  readonly name: string;
  readonly state: ProjectState;
  readonly protocol: Protocol;
  readonly protocolVersion: number;
  readonly head: LogHead;
  /** By reader, pass and position: the same array as long as they have not changed. */
  readonly readings: readonly LockedReading[];
  /** What of them is left out, a sentence each. */
  readonly notes: readonly string[];
  readonly leftOut: { readonly training: number; readonly excluded: number; readonly withdrawn: number; readonly notSubmitted: number };
}

/** Locked readings, and the state of the project that they are of: see createLockedState. */
export interface LockedNow {
  readonly state: string;
  readonly study: LockedStudy;
}

/** What statistics are made of. */
export interface LockedReadings {
  /** The projects that were started and that the author coordinates, by name. Empty for whoever is blinded. */
  list(by: Author): { readonly id: string; readonly name: string; readonly state: ProjectState }[];
  /** Throws PlainError where the author is no coordinator of the project, or is blinded, or nothing was started. */
  of(by: Author, projectId: string): LockedStudy;
  /** The same with its state, for another process. */
  now(by: Author, projectId: string): LockedNow;
  /** Has another process read them, where they have changed since: of a large study that takes a while, and `of` then answers at once. Throws as `of` does. */
  ready(by: Author, projectId: string): Promise<void>;
  /** What was done in a project, entry by entry of its log. Throws PlainError as `of` does. */
  actions(by: Author, projectId: string): { readonly number: number; readonly action: string }[];
}

/** The name that the protocol gives; the id of what is no longer in it. */
const nameOf = (all: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  all.find((each) => each.id === id)?.name ?? id;

/** Reads the locked readings of one store, or has them read by `elsewhere`: see `ready`. */
export function createLockedReadings(store: Store, elsewhere?: (by: Author, projectId: string) => Promise<LockedNow>): LockedReadings {
  const [projects, cases, tables, log] = [
    createProjectTables(store),
    createCaseTables(store),
    createReadingTables(store),
    createLogTable(store),
  ];
  const levelsOf = createReadingLevels(store, cases);
  const stateOf = createLockedState(store);
  const volumeOf = store.database.prepare<[string], string>("SELECT volume_id FROM segmentation WHERE id = ?").pluck();
  // Of a large study all readings are many rows, and a window asks part by part: they are read anew where what they are made of has changed.
  let kept: LockedNow | null = null;
  let awaited: { readonly state: string; readonly now: Promise<LockedNow> } | null = null;
  /** Answers of locked readings, by id: a version of a reading that is locked never changes. */
  let answers = new Map<string, { readonly version: number; readonly answers: Answers }>();
  const answersOf = ({ id, version }: ReadingRow): Answers => {
    const before = answers.get(id);
    if (before?.version === version) return before.answers;
    const own = tables.latestAnswers(id);
    answers.set(id, { version, answers: own });
    return own;
  };
  const parsed = new Map<string, Protocol>();
  const protocolOf = ({ content, contentHash }: { readonly content: string; readonly contentHash: string }): Protocol => {
    const own = parsed.get(contentHash) ?? parseProtocol(JSON.parse(content));
    parsed.set(contentHash, own);
    return own;
  };
  const read = (projectId: string): LockedStudy => {
    const project = projects.find(projectId)!;
    if (project.state === "draft") throw new PlainError(`“${project.name}” was not started: there are no readings to compare.`);
    const newest = projects.protocols(projectId).at(-1)!;
    const protocolVersion = newest.version;
    const protocol = protocolOf(newest);
    // Levels that the coordinator chose are those of all readings of a case.
    const levelsOfCases = new Map<string, ReturnType<typeof levelsOf.of>>();
    const isChosenByReaders = protocol.regions.some(isReaders);
    const levelsOfRow = (row: ReadingRow) => {
      const own = (isChosenByReaders ? undefined : levelsOfCases.get(row.caseId)) ?? levelsOf.of(row, protocol);
      levelsOfCases.set(row.caseId, own);
      return own;
    };
    const all = tables.ofProject(projectId).map((row) => ({ row, ofCase: cases.findById(row.caseId)! }));
    const count = (is: (each: (typeof all)[number]) => boolean) => all.filter(is).length;
    const imagesOfRows = new Map<string, ReturnType<typeof tables.images>>();
    const imagesOf = ({ id }: ReadingRow) => {
      const own = imagesOfRows.get(id) ?? tables.images(id);
      imagesOfRows.set(id, own);
      return own;
    };
    const rolesOfCases = new Map<string, ReturnType<typeof cases.roles>>();
    const rolesOf = ({ caseId }: ReadingRow) => {
      const own = rolesOfCases.get(caseId) ?? cases.roles(caseId);
      rolesOfCases.set(caseId, own);
      return own;
    };
    // The levels of such a region lie on the series that came in place of the one that was drawn on.
    const replaced = (row: ReadingRow): string[] => [
      ...new Set(imagesOf(row).flatMap(({ region, volumeId }) => (volumeId === null ? [] : [region]))),
    ];
    const changed = new Map(projects.protocols(projectId).map((own) => [own.version, changedParts(protocolOf(own), protocol)]));
    const changedOf = (row: ReadingRow): ChangedParts => changed.get(row.protocolVersion)!;
    const counted = all.filter(({ ofCase }) => ofCase.isTraining === 0 && ofCase.state !== "excluded");
    return {
      projectId,
      name: project.name,
      state: project.state,
      protocol,
      protocolVersion,
      head: log.head(projectId),
      readings: counted
        .filter(({ row, ofCase }) => isAnalysed(row.state, { state: ofCase.state, isTraining: false }))
        .map(({ row, ofCase }) => ({ row, ofCase, levels: levelsOfRow(row), signatures: tables.signatures(row.id) }))
        .map(({ row, ofCase, levels: all, signatures }) => ({
          readingId: row.id,
          caseCode: ofCase.code,
          group: ofCase.groupName,
          readerNumber: row.readerNumber,
          pass: row.pass,
          version: row.version,
          signedHash: sha256(signatures.at(-1)!.content),
          openedAt: row.openedAt!,
          submittedAt: row.submittedAt!,
          firstSubmittedAt: (JSON.parse(signatures[0]!.content) as { readonly submittedAt: string }).submittedAt,
          activeMs: row.activeMs,
          protocolVersion: row.protocolVersion,
          answers: withoutForms(answersOf(row), changedOf(row).forms),
          drawings: imagesOf(row).flatMap(({ region: id, role, segmentationId, drawingHash }) => {
            const region = protocol.regions.find((each) => each.id === id);
            if (!region || segmentationId === null || drawingHash === null || [...replaced(row), ...changedOf(row).regions].includes(id))
              return [];
            if (volumeOf.get(segmentationId) !== volumeOfImage({ region: id, role, volumeId: null }, rolesOf(row)))
              throw new PlainError(
                `Case ${ofCase.code}, reader ${row.readerNumber}, pass ${row.pass}, ${id}, ${role}: the drawing lies on another series than the one that it was ` +
                  "drawn on. Nothing is measured; “fascicle project verify” tells more.",
              );
            const levels = (all.get(id) ?? []).flatMap(({ level, slices }) =>
              slices[role] === undefined ? [] : [{ level, slice: slices[role] }],
            );
            return [{ region: id, role, segmentationId, drawingHash, levels }];
          }),
        })),
      notes: counted
        .filter(({ row }) => row.state === "submitted")
        .flatMap(({ row, ofCase }) => {
          const start = `Case ${ofCase.code}, reader ${row.readerNumber}, pass ${row.pass}`;
          const { regions, forms } = changedOf(row);
          const earlier = `read by version ${row.protocolVersion} of the protocol`;
          return [
            ...replaced(row).map(
              (region) =>
                `${start}, ${nameOf(protocol.regions, region)}: read on a series that was replaced since. Its drawings are left out; its scores are not.`,
            ),
            ...regions.map(
              (region) =>
                `${start}, ${nameOf(protocol.regions, region)}: ${earlier}, with other segments or levels. Its drawings are left out.`,
            ),
            ...forms.map((form) => `${start}, ${nameOf(protocol.forms, form)}: ${earlier}, with other scales. Its scores are left out.`),
          ];
        }),
      leftOut: {
        training: count(({ row, ofCase }) => ofCase.isTraining === 1 && !isReference(row)),
        excluded: count(({ ofCase }) => ofCase.isTraining === 0 && ofCase.state === "excluded"),
        withdrawn: counted.filter(({ row }) => row.state === "withdrawn").length,
        notSubmitted: counted.filter(({ row }) => row.state === "open" || row.state === "unlocked").length,
      },
    };
  };
  const now = (by: Author, projectId: string): LockedNow => {
    refuseOthers(projects, by, projectId);
    const state = stateOf(projectId);
    if (kept?.state !== state) {
      if (kept?.study.projectId !== projectId) answers = new Map();
      kept = { state, study: read(projectId) };
    }
    return kept;
  };
  return {
    now,
    ready: async (by, projectId) => {
      refuseOthers(projects, by, projectId);
      const state = stateOf(projectId);
      if (!elsewhere || kept?.state === state) return;
      if (awaited?.state !== state) awaited = { state, now: elsewhere(by, projectId) };
      const own = awaited;
      try {
        kept = await own.now;
      } finally {
        if (awaited === own) awaited = null;
      }
    },
    list: (by) =>
      projects.isBlinded(by.readerId)
        ? []
        : projects
            .list()
            .filter(
              ({ id, state }) =>
                state !== "draft" && projects.members(id).some(({ role, readerId }) => role === "coordinator" && readerId === by.readerId),
            ),
    // The log grows with what changes nothing here, too.
    of: (by, projectId) => ({ ...now(by, projectId).study, head: log.head(projectId) }),
    actions: (by, projectId) => {
      refuseOthers(projects, by, projectId);
      return log.actions(projectId);
    },
  };
}
