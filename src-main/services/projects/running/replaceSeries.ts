import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { isWritable } from "#shared/domain/project/states.ts";
import type { Write } from "../../store/index.ts";
import type { CaseImages } from "../caseImages.ts";
import { chooseRole, roleOf } from "../caseRoles.ts";
import type { CaseRow, CaseTables } from "../caseTables.ts";
import type { ProjectRow, ProjectTables } from "../projectTables.ts";
import type { Anew } from "../readings/beginAnew.ts";
import type { createProtocolReader } from "../readings/protocolReader.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import type { RoleFinder } from "../roleFinder.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import { readingNames, type ReadingName } from "./readingName.ts";

/** Which volume has a role in place of the wrong one. */
export interface Replacement {
  readonly code: string;
  /** Ids of the protocol. */
  readonly region: string;
  readonly role: string;
  readonly volumeId: string;
  readonly reason: string;
}

/** What a replacement touches. */
export interface Replaced {
  /** Submitted or withdrawn: they stay as they were read, on the old series. Unlocked, one is begun anew on the new one. */
  readonly kept: readonly ReadingName[];
  /** In work: begun anew on the new series; what was drawn and answered before is kept. */
  readonly begunAnew: readonly ReadingName[];
  /** Not opened yet: they will be read on the new series. */
  readonly notOpened: number;
  /** Levels that were dropped, as the log names them: their slices are to be chosen again. */
  readonly droppedLevels: readonly string[];
}

interface Parts {
  readonly tables: Pick<ProjectTables, "protocols">;
  readonly cases: CaseTables;
  readonly images: CaseImages;
  readonly roles: RoleFinder;
  readonly readings: ReadingTables;
  readonly anew: Anew;
  readonly parse: ReturnType<typeof createProtocolReader>;
}

interface Place {
  readonly write: Write;
  readonly tell: Tell;
  readonly project: ProjectRow;
  readonly protocol: Protocol;
  readonly row: CaseRow;
  readonly isDryRun: boolean;
}

/**
 * Replaces within a write the series of a role of a running study's case. What was read of the old one stays pinned. Throws PlainError where nothing was
 * confirmed before, where the volume has the role already, or cannot have it (chooseRole).
 */
export function replaceSeries(parts: Parts, { write, tell, project, protocol, row, isDryRun }: Place, choice: Replacement): Replaced {
  const { cases, readings, anew } = parts;
  if (project.state !== "running")
    throw new PlainError(`“${project.name}” is ${project.state}: set the volume of a draft with “cases role”.`);
  if (choice.reason.trim() === "" && !isDryRun) throw new PlainError("Say why: replacing a series needs a reason, which the log keeps.");
  const { region, role } = roleOf(protocol, choice);
  const where = `Case ${row.code}, ${region.name}, ${role.name}`;
  const old = cases.roles(row.id).find((each) => each.region === region.id && each.role === role.id);
  if (old?.isConfirmed !== 1) throw new PlainError(`${where}: no series was confirmed yet. Set its volume with “cases role”.`);
  if (old.volumeId === choice.volumeId) throw new PlainError(`${where}: this volume has the role already. Nothing was changed.`);

  const all = readings.ofProject(project.id).filter(({ caseId }) => caseId === row.id);
  const opened = all.filter(({ openedAt }) => openedAt !== null);
  const [inWork, done] = [opened.filter(({ state }) => isWritable(state)), opened.filter(({ state }) => !isWritable(state))];
  // Before the role has another volume: what is kept is what was read.
  for (const reading of done) {
    const image = readings.images(reading.id).find((each) => each.region === region.id && each.role === role.id);
    if (image) anew.keepImage(write, tell, reading, image);
  }
  const begun = inWork.map((reading): ReadingRow => {
    const own = parts.parse(parts.tables.protocols(project.id).find(({ version }) => version === reading.protocolVersion)!);
    const next = { ...reading, version: reading.version + 1 };
    const after = anew.beginAnew(write, tell, next, own, [{ region: region.id, role: role.id }], choice.reason.trim());
    readings.save(after);
    const [before, now] = [states.reading(reading, row.code), states.reading(after, row.code)];
    tell({ action: "reading.renew", subject: subjects.reading(reading), before, after: now, reason: choice.reason.trim() });
    return after;
  });
  const droppedLevels = chooseRole(parts, { write, tell: renamed(tell), protocol, row }, { ...choice, reason: choice.reason.trim() });
  return {
    kept: readingNames(cases, done),
    begunAnew: readingNames(cases, begun),
    notOpened: all.filter(({ openedAt, state }) => openedAt === null && state === "open").length,
    droppedLevels,
  };
}

/** What sets a role in a draft replaces a series here. */
const renamed =
  (tell: Tell): Tell =>
  (event) =>
    tell(event.action === "role.set" ? { ...event, action: "role.replace" } : event);
