import { PlainError } from "#shared/domain/plainError.ts";
import { opensAt, type PlannedReading } from "#shared/domain/project/nextReading.ts";
import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import type { CaseRoleRow, CaseTables } from "../caseTables.ts";
import type { LevelTables } from "../levelTables.ts";
import { namedPictures } from "#shared/domain/project/protocolPictures.ts";
import type { PictureTables } from "../pictures/pictureTables.ts";
import { isCaseReady } from "../caseGate.ts";
import { openProject } from "../openProject.ts";
import type { ProjectTables, ProtocolRow } from "../projectTables.ts";
import { isReaders } from "../readings/createReadingLevels.ts";
import type { Training } from "../readings/createTraining.ts";
import { dayFrom } from "../readings/ownReadings.ts";
import type { ShownFacts } from "../readings/shownFacts.ts";
import { isReference } from "../readings/referenceReading.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import type { PacketReading } from "./packetContent.ts";
import { isFresh, minuteOf, nameOfPacket, packetOfReading } from "./packetOfReading.ts";
import type { LeftOut, PacketTables } from "./packetTables.ts";

interface Parts {
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly levels: LevelTables;
  readonly readings: ReadingTables;
  readonly packets: Pick<PacketTables, "holding">;
  readonly pictures: Pick<PictureTables, "list">;
  readonly facts: ShownFacts;
  /** Why a reader may not open cases that count yet, in words; null where the reader may. */
  readonly whyNotPassed: Training["whyNotPassed"];
}

/** An image of a packet: whose volume it is here, and what is hidden of it. */
export type PlannedImage = Pick<CaseRoleRow, "volumeId" | "framesHash" | "mask"> & {
  readonly caseId: string;
  /** Null where the protocol does not show it, and where a reader would not see it here. */
  readonly seriesDescription: string | null;
};

/** What a packet is to hold. */
export interface PacketPlan {
  readonly project: string;
  readonly readerNumber: number;
  readonly pass: number;
  readonly notBefore: string | null;
  readonly protocol: ProtocolRow;
  /** Names of regions whose images may show a face. */
  readonly heads: readonly string[];
  /** What the protocol shows of patients and series: it is in the packet. */
  readonly shown: Protocol["blinding"]["shown"];
  /** Names and hashes of the pictures that the protocol shows. */
  readonly pictures: readonly { readonly name: string; readonly hash: string }[];
  readonly images: readonly PlannedImage[];
  readonly readings: readonly PacketReading[];
  /** Cases of the pass that are read here, or were read: they are not in it. */
  readonly leftOut: readonly LeftOut[];
}

/** Words of a region that shows a head. */
const headWords = /brain|head|skull|face|facial|neck|cerebr|crani|orbit|hirn|kopf|schädel/i;

/**
 * What a packet of a reader's pass holds: the readings that nobody has opened yet, in their order; of all passes the first one that has such readings, where
 * none is named. Its not-before is the day (UTC) on which the last washout of its cases is over: a time for each case would tell which case it is. Throws
 * PlainError where there is nothing to be read, a case is out in another packet, or a case waits for a reading of the pass before.
 */
export function planPacket(
  { projects, cases, levels, readings: tables, pictures, packets, facts, whyNotPassed }: Parts,
  projectId: string,
  readerNumber: number,
  asked?: number,
): PacketPlan {
  const project = openProject(projects, projectId);
  if (project.state !== "running") throw new PlainError(`“${project.name}” is ${project.state}: packets are written of a running project.`);
  const own = tables.ofProject(projectId).filter((row) => row.readerNumber === readerNumber && !isReference(row));
  if (own.length === 0) throw new PlainError(`“${project.name}” has no readings of a reader ${readerNumber}.`);
  const isToRead = (row: ReadingRow) => isFresh(row) && cases.findById(row.caseId)!.state !== "excluded";
  const pass = asked ?? own.find(isToRead)?.pass;
  const fresh = own.filter((row) => row.pass === pass && isToRead(row));
  if (pass === undefined || fresh.length === 0)
    throw new PlainError(`Reader ${readerNumber} has no case${asked === undefined ? "" : ` in pass ${asked}`} that was not opened yet.`);
  refuseAway(packets, fresh, readerNumber, pass);
  const versions = [...new Set(fresh.map(({ protocolVersion }) => protocolVersion))];
  if (versions.length > 1)
    throw new PlainError(`Cases of this pass are read under several versions of the protocol (${versions.join(", ")}).`);
  const protocol = projects.protocols(projectId).find(({ version }) => version === versions[0])!;
  const parsed = parseProtocol(JSON.parse(protocol.content));
  const unready = fresh.filter((row) => !isCaseReady({ cases, levels }, parsed, row.caseId));
  if (unready.length > 0)
    throw new PlainError(
      `These cases are not prepared yet: ${unready.map(({ code }) => code).join(", ")}. “fascicle project status” tells what they lack.`,
    );
  const { regions, passes } = parsed;
  const untrained = whyNotPassed(projectId, readerNumber, parsed);
  if (untrained !== null)
    throw new PlainError(
      "The protocol has a pass mark: training cases are read where the coordinator's reading of them is, before a packet is written for the others. " +
        `The reader is told: ${untrained}`,
    );
  if (regions.some(isReaders))
    throw new PlainError("Readers choose the levels of this study: it is read where it was set up. A packet holds no such choice.");
  if (parsed.blinding.showsModelResults)
    throw new PlainError(
      "The protocol shows readers the results of models, which no packet holds: this study is read where it was set up.",
    );

  const patientOf = (caseId: string): Pick<PacketReading, "patient"> => {
    const patient = facts.patient(caseId, parsed);
    return Object.keys(patient).length === 0 ? {} : { patient };
  };
  const named = namedPictures(parsed).map(({ name }) => name);
  const images: PlannedImage[] = [];
  const imageOf = (caseId: string, { volumeId, framesHash, mask }: CaseRoleRow): number => {
    const there = images.findIndex((image) => image.caseId === caseId && image.volumeId === volumeId && image.mask === mask);
    const seriesDescription = facts.seriesDescription(volumeId, parsed);
    return there >= 0 ? there : images.push({ caseId, volumeId, framesHash, mask, seriesDescription }) - 1;
  };
  return {
    project: project.name,
    readerNumber,
    pass,
    notBefore: notBeforeOf(fresh, own, passes),
    protocol,
    shown: parsed.blinding.shown,
    heads: regions.filter(({ id, name }) => headWords.test(id) || headWords.test(name)).map(({ name }) => name),
    readings: fresh.map(({ id, caseId, code, seed, position }) => ({
      id,
      code,
      seed,
      position,
      isTraining: cases.findById(caseId)!.isTraining === 1,
      ...patientOf(caseId),
      roles: cases.roles(caseId).map((row) => ({ region: row.region, role: row.role, image: imageOf(caseId, row) })),
      levels: levels.of(caseId).map(({ region, level, sliceIndex, positionMm }) => ({
        region,
        level,
        sliceIndex,
        positionMm: positionMm === null ? null : (JSON.parse(positionMm) as [number, number, number]),
      })),
    })),
    pictures: pictures.list(projectId).flatMap(({ name, contentHash }) => (named.includes(name) ? [{ name, hash: contentHash }] : [])),
    images,
    leftOut: own.filter((row) => row.pass === pass && row.openedAt !== null).map((row) => ({ code: row.code, why: whyLeftOut(row) })),
  };
}

/** A case is read in one place: here, or from one packet. */
function refuseAway(packets: Parts["packets"], fresh: readonly ReadingRow[], readerNumber: number, pass: number): void {
  const away = fresh.flatMap((row) => {
    const packet = packetOfReading(packets, row);
    return packet ? [{ row, packet }] : [];
  });
  if (away.length === 0) return;
  const words = [...Map.groupBy(away, ({ packet }) => packet.number).values()].map(
    (of) => `${nameOfPacket(of[0]!.packet)} (${of.map(({ row }) => row.code).join(", ")})`,
  );
  throw new PlainError(
    `Cases of reader ${readerNumber}, pass ${pass}, are out already, in ${words.join("; ")}. Take in what comes back of it, or call it back, before another ` +
      "packet is written. Nothing was written.",
  );
}

function whyLeftOut({ state, openedAt, submittedAt }: ReadingRow): string {
  if (state === "submitted") return `submitted on ${minuteOf(submittedAt!)}`;
  if (state === "withdrawn") return "withdrawn after it was opened";
  return `opened here on ${minuteOf(openedAt!)}, and not submitted`;
}

function notBeforeOf(
  fresh: readonly ReadingRow[],
  own: readonly ReadingRow[],
  passes: readonly { readonly washout: string | null }[],
): string | null {
  const washouts = passes.map(({ washout }) => washout);
  const planned = own.map((row): PlannedReading => ({ ...row, isTraining: false, isAsking: false }));
  const opens = fresh.map((row) => ({
    code: row.code,
    opens: opensAt(
      planned.find(({ id }) => id === row.id)!,
      planned,
      washouts,
    ),
  }));
  const waiting = opens.filter((each) => each.opens === null).length;
  if (waiting > 0)
    throw new PlainError(
      `${waiting} of the ${fresh.length} cases of this pass wait for readings of the pass before that are not submitted, or not taken in. Write the packet then.`,
    );
  return dayFrom(
    opens
      .flatMap((each) => each.opens ?? [])
      .toSorted()
      .at(-1) ?? null,
  );
}
