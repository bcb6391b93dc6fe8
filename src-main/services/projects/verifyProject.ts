import { PlainError } from "#shared/domain/plainError.ts";
import { canonicalHash } from "#shared/domain/project/canonicalHash.ts";
import { genesisHead, verifyChain, type LogEntry, type LogHead } from "#shared/domain/project/logChain.ts";
import { levelRole, sliceCentreMm } from "#shared/domain/project/levels.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { AdjudicationStates } from "./adjudication/verifyAdjudications.ts";
import type { CaseImages } from "./caseImages.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import type { LevelTables } from "./levelTables.ts";
import type { LogTable } from "./logTable.ts";
import type { Mark } from "./marks.ts";
import type { PictureTables } from "./pictures/pictureTables.ts";
import { pictureFault } from "./pictures/projectPictures.ts";
import type { ProjectRow, ProjectTables } from "./projectTables.ts";
import type { ReadingStates } from "./readings/verifyReadings.ts";
import { isSameState, sha256, states, subjects, type SubjectState } from "./subjects.ts";

/** The outcome of checking a project's log, alone and against the rows. */
export interface Verification {
  readonly entries: number;
  /** The end of the log as it is; of a log with a fault, what its last row says. */
  readonly head: LogHead;
  /** The first entry or row that does not fit, in words; null where all fit. */
  readonly fault: string | null;
  /** What the log marks: a clock that was set or released, readings that were opened early, or by a coordinator who could see the study. */
  readonly marks: readonly Mark[];
}

interface Parts {
  readonly tables: ProjectTables;
  readonly pictures: PictureTables;
  readonly cases: CaseTables;
  readonly levels: LevelTables;
  readonly images: CaseImages;
  readonly readings: ReadingStates;
  readonly adjudications: AdjudicationStates;
  readonly log: LogTable;
}

/** What the log's last entry of a subject says, and which entry that is. */
export type Told = ReadonlyMap<string, { readonly state: SubjectState; readonly number: number }>;

/**
 * Checks a project's log: each entry as it was written and after the one before; `known`, a head from outside (its hash, or number and hash with a colon); then
 * what the entries say of each subject against the rows that are there, and the images of roles against what they were. Throws PlainError where
 * `known` is none.
 */
export function verifyProject(parts: Parts, project: ProjectRow, known?: string): Verification {
  const { log } = parts;
  const read = log.rows(project.id);
  const head = log.head(project.id);
  const answer = (fault: string | null): Verification => ({
    entries: read.length,
    head: { number: head.number, hash: head.hash },
    fault,
    marks: log.marks(project.id),
  });
  const stated = known === undefined ? undefined : statedHead(known);
  const spoilt = read.find(({ entry }) => entry === null);
  const entries = read.flatMap(({ entry, number }) => (entry && number < (spoilt?.number ?? Infinity) ? [entry] : []));
  const genesis = genesisHead(project.id, sha256);
  const heads = stated?.number === undefined ? [] : [{ number: stated.number, hash: stated.hash }];
  const chain = verifyChain(entries, genesis, heads, sha256);
  if (chain && !(spoilt && chain.number > entries.length)) return answer(chain.problem);
  if (spoilt && spoilt.number > entries.length + 1)
    return answer(`entry ${entries.length + 1} is missing: entry ${spoilt.number} stands in its place`);
  if (spoilt) return answer(`entry ${spoilt.number} was changed after it was written`);
  if (stated && stated.number === undefined && ![genesis, ...entries].some(({ hash }) => hash === stated.hash))
    return answer(
      `no entry of the log has the head that was given: its end, after entry ${head.number}, was cut off, or it was computed anew`,
    );
  const replayed = replay(entries);
  return answer(
    typeof replayed === "string"
      ? replayed
      : (rowFault(parts, project, replayed) ??
          imageFault(parts, project) ??
          parts.readings.keptImageFault(project.id, parts.images.framesHash) ??
          levelFault(parts, project) ??
          parts.readings.drawingFault(project.id) ??
          parts.readings.signatureFault(project.id) ??
          parts.readings.packetFault(project.id) ??
          parts.readings.timesFault(project.id, entries) ??
          parts.adjudications.drawingFault(project.id) ??
          parts.adjudications.signatureFault(project.id)),
  );
}

function statedHead(text: string): { number?: number; hash: string } {
  const match = /^(?:(\d{1,9}):)?([0-9a-f]{64})$/i.exec(text.trim());
  if (!match) throw new PlainError("This is no head of a log: give its 64 hexadecimal digits, or its number and them, as “12:3f…”.");
  return { hash: match[2]!.toLowerCase(), ...(match[1] === undefined ? {} : { number: Number(match[1]) }) };
}

/** Words where an entry does not begin with what the entries before it left. */
export function replay(entries: readonly LogEntry[]): Told | string {
  const told = new Map<string, { state: SubjectState; number: number }>();
  for (const { number, subject, before, after } of entries) {
    if (!isSameState(told.get(subject)?.state ?? null, before))
      return `entry ${number} (${subject}) does not begin with what the entries before it say`;
    told.set(subject, { state: after, number });
  }
  return told;
}

function rowFault(
  { tables, pictures, cases, levels, readings, adjudications, log }: Parts,
  project: ProjectRow,
  told: Told,
): string | undefined {
  const rows = new Map<string, SubjectState>([[subjects.project, states.project(project)]]);
  const clock = states.clock(log.clock.setMs(project.id));
  if (clock !== null) rows.set(subjects.clock, clock);
  for (const row of tables.protocols(project.id)) {
    const contentHash = hashOfJson(row.content);
    if (contentHash !== row.contentHash) return `the row of ${subjects.protocol(row)} has another content than its hash says`;
    rows.set(subjects.protocol(row), states.protocol(row));
  }
  const spoilt = pictureFault(pictures, project.id);
  if (spoilt !== undefined) return spoilt;
  for (const row of pictures.list(project.id)) rows.set(subjects.picture(row), states.picture(row));
  for (const row of tables.members(project.id)) rows.set(subjects.member(row), states.member(row));
  for (const row of cases.list(project.id)) {
    rows.set(subjects.case(row.code), states.case(row, cases.studies(row.id)));
    for (const role of cases.roles(row.id)) rows.set(subjects.caseRole(row.code, role), states.caseRole(role));
    for (const level of levels.of(row.id)) rows.set(subjects.caseLevel(row.code, level), states.caseLevel(level));
  }
  for (const [subject, state] of [...readings.rows(project.id, told), ...adjudications.rows(project.id)]) rows.set(subject, state);
  for (const [subject, { state, number }] of [...told].toSorted(([, a], [, b]) => a.number - b.number)) {
    const row = rows.get(subject) ?? null;
    if (isSameState(row, state)) continue;
    if (row === null) return `the row of ${subject} is gone; entry ${number} tells of it`;
    return state === null
      ? `the row of ${subject} is there; entry ${number} says that it was removed`
      : `the row of ${subject} is not as entry ${number} left it: ${differing(row, state).join(", ")}`;
  }
  const untold = [...rows.keys()].find((subject) => !told.has(subject));
  return untold === undefined ? undefined : `the row of ${untold} is there, and no entry tells of it`;
}

function imageFault({ cases, images }: Parts, project: ProjectRow): string | null {
  for (const row of cases.list(project.id))
    for (const role of cases.roles(row.id)) {
      const now = images.framesHash(role.volumeId);
      const where = subjects.caseRole(row.code, role);
      if (now === undefined) return `the image of ${where} is gone`;
      if (now !== role.framesHash) return `the image of ${where} is of other files than when it was chosen`;
      if (!cases.isPinned({ ...role, caseId: row.id })) return `the image of ${where} is not kept any more: the row of its pin is gone`;
    }
  return null;
}

/** Slices that do not lie, in the images as they are described now, where they lay when they were chosen. */
function levelFault({ tables, cases, levels, images }: Parts, project: ProjectRow): string | null {
  // Their hashes were compared before. A level that an amendment took out is still that of the readings before it; no amendment changes what is drawn on.
  const regions = tables
    .protocols(project.id)
    .toReversed()
    .flatMap(({ content }) => (JSON.parse(content) as Protocol).regions);
  const centreOf = ({ id }: CaseRow, regionId: string, slice: number) => {
    const region = regions.find((each) => each.id === regionId);
    const role = cases.roles(id).find((each) => region && each.region === regionId && each.role === levelRole(region).id);
    const volume = role && images.volume(role.volumeId);
    return volume && slice < volume.slices ? sliceCentreMm(volume, slice) : undefined;
  };
  for (const row of cases.list(project.id))
    for (const level of levels.of(row.id)) {
      const [now, then] = [centreOf(row, level.region, level.sliceIndex), JSON.parse(level.positionMm ?? "null") as number[] | null];
      const where = subjects.caseLevel(row.code, level);
      if (now === undefined) return `the slice of ${where} is not there`;
      if (!isSamePlace(now, then)) return `the slice of ${where} does not lie where it lay when it was chosen`;
    }
  return null;
}

const isSamePlace = (a: readonly number[] | null, b: readonly number[] | null): boolean =>
  a === null || b === null ? a === b : a.every((place, axis) => Math.abs(place - b[axis]!) < 1e-3);

function hashOfJson(text: string): string | null {
  try {
    return canonicalHash(JSON.parse(text) as object, sha256);
  } catch {
    return null;
  }
}

/** The names of fields that differ; of the content of a case only that it does. */
function differing(row: SubjectState, told: SubjectState): string[] {
  const [a, b] = [row, told] as Array<Record<string, SubjectState> | null>;
  return Object.keys({ ...a, ...b }).filter((key) => !isSameState(a?.[key] ?? null, b?.[key] ?? null));
}
