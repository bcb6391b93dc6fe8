import { PlainError } from "#shared/domain/plainError.ts";
import { levelOrderNote, levelRole, placeOnSeries, sliceCentreMm } from "#shared/domain/project/levels.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { Store } from "../store/index.ts";
import { createCaseImages, type CaseImages } from "./caseImages.ts";
import { createCaseTables, type CaseRow, type CaseTables } from "./caseTables.ts";
import { createLevelTables, type CaseLevelRow, type LevelTables } from "./levelTables.ts";
import { isSameState, states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** Which level of which case: ids of the protocol. */
export interface LevelName {
  readonly code: string;
  readonly region: string;
  readonly level: string;
  readonly reason?: string | undefined;
}

/** Which slice a coordinator says is a level. */
export interface LevelChoice extends LevelName {
  /** From 1, as the window counts the slices of the series that is drawn on. */
  readonly slice: number;
}

/** What a coordinator should look at again, in words; the levels are kept as they were said. */
export interface LevelsSet {
  /** How many levels have another slice than before. */
  readonly changed: number;
  readonly notes: readonly string[];
}

/** A level of a case as a coordinator sees it: of a region whose levels the coordinator chooses. */
export interface CaseLevel {
  readonly region: string;
  readonly level: string;
  /** The role whose slices are meant. */
  readonly role: string;
  /** From 1; null where none is chosen. */
  readonly slice: number | null;
  /** The other roles of the region, where a slice is chosen: which slice shows the same place, from 1, or why none does. */
  readonly shown: readonly { readonly role: string; readonly slice: number | null; readonly why: string | null }[];
}

/** What is wrong with one choice of several; `field` is the one of LevelChoice. */
export interface LevelFault {
  readonly at: number;
  readonly field: "code" | "region" | "level" | "slice";
  readonly words: string;
}

/** A level with its slice, as the coordinator or a reader chose it. */
export type PlacedLevel = Pick<CaseLevelRow, "level" | "sliceIndex" | "positionMm">;

interface Parts {
  readonly cases: CaseTables;
  readonly levels: LevelTables;
  readonly images: CaseImages;
}

interface Planned {
  readonly at: number;
  readonly choice: LevelChoice;
  readonly region: Region;
  readonly row: CaseRow;
  readonly next: CaseLevelRow;
}

/** Reads and changes which slices the levels of cases are. */
export function createCaseLevels({ cases, levels, images }: Parts) {
  const levelOf = (caseId: string, region: string, level: string) =>
    levels.of(caseId).find((each) => each.region === region && each.level === level);

  const volumeOf = (caseId: string, region: string, role: string): Volume | undefined => {
    const row = cases.roles(caseId).find((each) => each.region === region && each.role === role);
    return row && images.volume(row.volumeId);
  };

  /** What a choice says, or what is wrong with it. */
  const planOne = (projectId: string, protocol: Protocol, choice: LevelChoice, at: number): Planned | LevelFault => {
    const fault = (field: LevelFault["field"], words: string): LevelFault => ({ at, field, words });
    const row = cases.find(projectId, choice.code.trim());
    if (!row) return fault("code", "this project has no such case");
    const region = regionOf(protocol, choice);
    if ("field" in region) return { at, ...region };
    const role = levelRole(region);
    const volume = volumeOf(row.id, region.id, role.id);
    if (!volume) return fault("slice", `${role.name} has no series yet; set its volume first`);
    const count = `${role.name} has ${volume.slices} slice${volume.slices === 1 ? "" : "s"}`;
    if (!Number.isInteger(choice.slice)) return fault("slice", `a slice is a whole number; ${count}, counted from 1`);
    if (choice.slice < 1 || choice.slice > volume.slices) return fault("slice", `there is no slice ${choice.slice}; ${count}`);
    const centre = sliceCentreMm(volume, choice.slice - 1);
    const next: CaseLevelRow = {
      caseId: row.id,
      region: region.id,
      level: choice.level,
      sliceIndex: choice.slice - 1,
      positionMm: centre && JSON.stringify(centre),
    };
    return { at, choice, region, row, next };
  };

  /** All slices of a region of a case by level, as they are after the choices. */
  const slicesAfter = (planned: readonly Planned[], { row, region }: Pick<Planned, "row" | "region">): Map<string, number> => {
    const rows = [...levels.of(row.id), ...planned.filter((each) => each.row.id === row.id).map(({ next }) => next)];
    return new Map(rows.filter((each) => each.region === region.id).map(({ level, sliceIndex }) => [level, sliceIndex]));
  };

  /** Faults between the choices, and between them and what is there already. */
  const faultsBetween = (planned: readonly Planned[]): LevelFault[] =>
    planned.flatMap(({ at, row, region, next }): LevelFault[] => {
      const earlier = planned.filter((each) => each.at < at && each.row.id === row.id && each.region.id === region.id);
      if (earlier.some((each) => each.next.level === next.level))
        return [{ at, field: "level", words: "this level of the case is named twice" }];
      const later = new Set(
        planned.flatMap((each) => (each.at > at && each.row.id === row.id ? [`${each.region.id} ${each.next.level}`] : [])),
      );
      const other = [...slicesAfter(planned, { row, region })].find(
        ([level, slice]) => level !== next.level && slice === next.sliceIndex && !later.has(`${region.id} ${level}`),
      );
      return other ? [{ at, field: "slice", words: `slice ${next.sliceIndex + 1} is ${other[0]} already` }] : [];
    });

  /**
   * Says within a write which slices levels are: all of them, or none where `refuse` is called with faults (it throws). Tells the log of those that are
   * other than before.
   */
  const choose = (
    { tell, projectId, protocol }: { tell: Tell; projectId: string; protocol: Protocol },
    choices: readonly LevelChoice[],
    refuse: (faults: readonly LevelFault[]) => never,
  ): LevelsSet => {
    const plans = choices.map((choice, at) => planOne(projectId, protocol, choice, at));
    const planned = plans.filter((plan) => "next" in plan);
    const faults = [...plans.filter((plan) => "field" in plan), ...faultsBetween(planned)];
    if (faults.length > 0) refuse(faults.toSorted((a, b) => a.at - b.at));
    let changed = 0;
    for (const { choice, row, next } of planned) {
      const earlier = levelOf(row.id, next.region, next.level);
      const [before, after] = [earlier ? states.caseLevel(earlier) : null, states.caseLevel(next)];
      if (isSameState(before, after)) continue;
      levels.save(next);
      tell({ subject: subjects.caseLevel(row.code, next), before, after, reason: choice.reason?.trim() || null });
      changed += 1;
    }
    const notes = planned.flatMap(({ row, region }) => {
      const note = levelOrderNote(region, slicesAfter([], { row, region }));
      return note === null ? [] : [`Case ${row.code}, ${region.id}: ${note}.`];
    });
    return { changed, notes: [...new Set(notes)] };
  };

  /** Takes the choice of a slice back within a write. Throws PlainError where there is no such level, or nothing was chosen. */
  const clear = (tell: Tell, protocol: Protocol, row: CaseRow, { code: _code, reason, ...name }: LevelName): void => {
    const region = regionOf(protocol, name);
    const where = `Case ${row.code}, ${name.region}, ${name.level}`;
    if ("field" in region) throw new PlainError(`${where}: ${region.words}.`);
    const earlier = levelOf(row.id, name.region, name.level);
    if (!earlier) throw new PlainError(`${where}: no slice is chosen.`);
    levels.remove(earlier);
    tell({
      subject: subjects.caseLevel(row.code, earlier),
      before: states.caseLevel(earlier),
      after: null,
      reason: reason?.trim() || null,
    });
  };

  /** Drops levels of a case within a write, and tells the log; answers the subjects. */
  const drop = (tell: Tell, { id, code }: Pick<CaseRow, "id" | "code">, isDropped: (row: CaseLevelRow) => boolean): string[] =>
    levels
      .of(id)
      .filter(isDropped)
      .map((row) => {
        levels.remove(row);
        const subject = subjects.caseLevel(code, row);
        tell({ action: "level.drop", subject, before: states.caseLevel(row), after: null });
        return subject;
      });

  /** Levels of a region of a case in the order of the protocol: the slice by role, from 0; a role that does not show it is left out. */
  const slicesOfRows = (
    caseId: string,
    region: Region,
    rows: readonly PlacedLevel[],
  ): { readonly level: string; readonly slices: Readonly<Record<string, number>> }[] => {
    const drawnOn = levelRole(region);
    const volumes = new Map(region.roles.map(({ id }) => [id, volumeOf(caseId, region.id, id)]));
    return region.levels.flatMap(({ id: level }) => {
      const row = rows.find((each) => each.level === level);
      if (!row) return [];
      const placed = region.roles.map(({ id }) => {
        const place = id === drawnOn.id ? row : placeOf(volumes.get(drawnOn.id), row, volumes.get(id));
        return [id, place.sliceIndex] as const;
      });
      return [{ level, slices: Object.fromEntries(placed.filter((pair): pair is readonly [string, number] => pair[1] !== null)) }];
    });
  };

  return {
    choose,
    clear,
    /** Drops the levels of a region of which a role has another volume now, or none. */
    dropRegion: (tell: Tell, row: Pick<CaseRow, "id" | "code">, region: string) => drop(tell, row, (level) => level.region === region),
    /** Drops the levels that a changed protocol does not have any more, lets readers choose, or means on another series. */
    dropUnknown: (tell: Tell, row: CaseRow, before: Protocol, after: Protocol) =>
      drop(tell, row, (level) => {
        const [old, now] = [before, after].map(({ regions }) => regions.find(({ id }) => id === level.region));
        return !old || !now || "field" in regionOf(after, level) || levelRole(old).id !== levelRole(now).id;
      }),
    /** The levels of a region of a case that the coordinator chose, as slicesOfRows has them. */
    slicesOf: (caseId: string, region: Region) =>
      isCoordinators(region)
        ? slicesOfRows(
            caseId,
            region,
            levels.of(caseId).filter((row) => row.region === region.id),
          )
        : [],
    slicesOfRows,
    /** The levels of a case that the coordinator chooses, in the order of the protocol, chosen or not. */
    describe: (protocol: Protocol, row: CaseRow): CaseLevel[] => {
      const rows = levels.of(row.id);
      return protocol.regions.filter(isCoordinators).flatMap((region) => {
        const role = levelRole(region);
        const volume = volumeOf(row.id, region.id, role.id);
        return region.levels.map(({ id }): CaseLevel => {
          const chosen = rows.find((each) => each.region === region.id && each.level === id);
          const others = chosen ? region.roles.filter((other) => other.id !== role.id) : [];
          const shown = others.map((other) => {
            const place = placeOf(volume, chosen!, volumeOf(row.id, region.id, other.id));
            return { role: other.id, slice: place.sliceIndex === null ? null : place.sliceIndex + 1, why: place.why };
          });
          return { region: region.id, level: id, role: role.id, slice: chosen ? chosen.sliceIndex + 1 : null, shown };
        });
      });
    },
  };
}
export type CaseLevels = ReturnType<typeof createCaseLevels>;

/** What readings ask: on which slices the coordinator's levels of a case lie (CaseLevels.slicesOf). */
export function createFindLevels(store: Store): CaseLevels["slicesOf"] {
  return levelsOfStore(store).slicesOf;
}

/** The same of levels that somebody else chose (CaseLevels.slicesOfRows). */
export function createPlaceLevels(store: Store): CaseLevels["slicesOfRows"] {
  return levelsOfStore(store).slicesOfRows;
}

const levelsOfStore = (store: Store): CaseLevels =>
  createCaseLevels({ cases: createCaseTables(store), levels: createLevelTables(store), images: createCaseImages(store) });

/** Whether the coordinator says once for all readers which slices of a region are read. */
const isCoordinators = ({ levels, levelsChosenBy }: Region): boolean => levels.length > 0 && levelsChosenBy === "coordinator";

/** The region of a level that the coordinator chooses, or what is wrong with its name. */
function regionOf(protocol: Protocol, { region: id, level }: Pick<LevelName, "region" | "level">): Region | Omit<LevelFault, "at"> {
  const region = protocol.regions.find((each) => each.id === id);
  if (!region)
    return { field: "region", words: `the protocol has no region “${id}”; regions: ${protocol.regions.map((each) => each.id).join(", ")}` };
  if (region.levels.length === 0) return { field: "region", words: `the region “${id}” has no levels: all slices of it are read` };
  if (!region.levels.some((each) => each.id === level))
    return {
      field: "level",
      words: `the region “${id}” has no level “${level}”; levels: ${region.levels.map((each) => each.id).join(", ")}`,
    };
  return isCoordinators(region)
    ? region
    : { field: "region", words: `the levels of “${id}” are chosen by each reader, not by the coordinator` };
}

function placeOf(volume: Volume | undefined, { positionMm }: PlacedLevel, other: Volume | undefined) {
  const nowhere = (why: string) => ({ sliceIndex: null, why });
  if (!volume || !other) return nowhere("no series has this role yet");
  if (positionMm === null) return nowhere("the files of the series drawn on do not say where its slices lie");
  return placeOnSeries(volume, JSON.parse(positionMm) as [number, number, number], other);
}
