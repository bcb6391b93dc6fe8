import { PlainError } from "#shared/domain/plainError.ts";
import { milliseconds } from "#shared/domain/project/duration.ts";
import { parseProtocol } from "#shared/domain/project/protocol.ts";
import { fingerprintOf } from "../../readers/index.ts";
import type { Author } from "../../store/index.ts";
import type { CaseImages } from "../caseImages.ts";
import type { LogTable } from "../logTable.ts";
import { openProject } from "../openProject.ts";
import type { ReadingRow } from "../readings/readingTables.ts";
import { isSameState, subjects, type SubjectState } from "../subjects.ts";
import { refuseOthers, type WriteProject } from "../writeProject.ts";
import { returnedLogFault } from "./checkReturnedLog.ts";
import { returnedReadingFault } from "./checkReturnedReading.ts";
import { keepReading, versionOf, type KeepingParts, type Writing } from "./keepReading.ts";
import type { TakenReturn } from "./packets.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import type { PacketKeyRow, PacketRow, PacketTables, ReturnRow } from "./packetTables.ts";
import { receiveReturn, type ReceivedReturn } from "./receiveReturn.ts";
import type { ReturnedReading } from "./returnContent.ts";
import { nameOfSealed } from "./sealedFile.ts";

interface Parts extends KeepingParts {
  readonly images: CaseImages;
  readonly packets: PacketTables;
  readonly log: LogTable;
  readonly write: WriteProject;
}

/** What is to become of each reading of a return. */
interface Sorted {
  readonly fresh: readonly { readonly reading: ReturnedReading; readonly row: ReadingRow }[];
  readonly already: readonly string[];
  readonly leftOut: TakenReturn["leftOut"];
}

/** Takes the readings of a return in, see Packets.takeIn. */
export async function takeReturn(
  parts: Parts,
  by: Author,
  path: string,
  { fingerprint: confirmed }: { readonly fingerprint?: string | undefined },
): Promise<TakenReturn> {
  const { projects, packets, log, write } = parts;
  const packet = packets.find((await nameOfSealed(path)).packet);
  if (!packet) throw new PlainError("This is the return of a packet that was not written in this data folder. Nothing was taken in.");
  const { projectId, readerNumber, pass } = packet;
  refuseOthers(projects, by, projectId);
  const { received, gone } = withoutGone(parts, await receiveReturn(path, packet));
  const { content } = received;
  const fingerprint = fingerprintOf(content.key.publicKey);
  const own = log.rows(projectId)[packet.headNumber - 1]?.entry;
  if (own?.hash !== packet.headHash)
    throw new PlainError("The log of this project is not the one of which the packet was written. Verify it.");

  const answer = (sorted: Sorted, notes: readonly string[]): TakenReturn => ({
    projectId,
    readerNumber,
    pass,
    taken: sorted.fresh.map(({ reading }) => reading.code),
    already: sorted.already,
    leftOut: [...gone, ...sorted.leftOut],
    fingerprint,
    notes,
  });
  const head = log.head(projectId).hash;
  refuseFaults(parts, packet, received, new Date().toISOString());
  const known = sortReadings(parts, received);
  const notes = notesOf(packet, received);
  if (known.fresh.length === 0) return answer(known, notes);
  refuseUnconfirmed(parts, packet, received, confirmed);
  return write(by, projectId, "packet.take", (open, tell) => {
    const { name, state } = openProject(projects, projectId);
    if (state !== "running") throw new PlainError(`“${name}” is ${state}: no reading is taken in.`);
    // Somebody may have opened, withdrawn or taken in one meanwhile. What is long to check is not checked again where nothing was changed.
    if (log.head(projectId).hash !== head) refuseFaults(parts, packet, received, open.at);
    const sorted = sortReadings(parts, received);
    keepKey(parts, { open, tell }, packet, received);
    keepReturn(parts, { open, tell }, packet, received);
    for (const { reading, row } of sorted.fresh) keepReading(parts, { open, tell }, received, { reading, row });
    return answer(sorted, notes);
  });
}

/** Readings of cases or passes that the project does not have any more: they were not opened when it was changed. */
function withoutGone(
  { readings }: Parts,
  received: ReceivedReturn,
): { readonly received: ReceivedReturn; readonly gone: TakenReturn["leftOut"] } {
  const { content } = received;
  const [there, gone] = [true, false].map((isThere) => content.readings.filter(({ id }) => (readings.find(id) !== undefined) === isThere));
  return {
    received: { ...received, content: { ...content, readings: there! } },
    gone: gone!.map(({ code }) => ({ code, why: "the project does not have this reading any more" })),
  };
}

function refuseFaults(parts: Parts, packet: PacketRow, received: ReceivedReturn, now: string): void {
  const { projects, cases, images, readings } = parts;
  // What comes now was read by the packet's version of the protocol, whatever was amended since; what came before stays as it was read.
  const order = (JSON.parse(packet.readings) as string[])
    .flatMap((id) => readings.find(id) ?? [])
    .map((row) => (row.openedAt === null ? { ...row, protocolVersion: versionOf(projects, row, packet.protocolHash) } : row));
  const faultOf = (): string | null => {
    const logFault = returnedLogFault(packet, order, received, now);
    if (logFault !== null) return logFault;
    for (const reading of received.content.readings) {
      const row = order.find(({ id }) => id === reading.id)!;
      const version = projects.protocols(row.projectId).find((each) => each.version === row.protocolVersion)!;
      const { code } = cases.findById(row.caseId)!;
      if (row.openedAt === null && isChangedSince(parts, packet, code))
        return `case ${row.code} has another series or other levels than when the packet was written. Write a packet of it as it is now`;
      const roles = cases.roles(row.caseId);
      const fault = returnedReadingFault(received, reading, {
        row,
        protocol: parseProtocol(JSON.parse(version.content)),
        images: readings.images(row.id),
        sizeOf: (region, role) => {
          const chosen = roles.find((each) => each.region === region && each.role === role);
          return chosen && images.volume(chosen.volumeId);
        },
      });
      if (fault !== null) return fault;
    }
    return null;
  };
  const fault = faultOf();
  if (fault !== null) throw new PlainError(`${received.fileName}: ${fault}. Nothing was taken in.`);
}

/** Whether a series or a level of a case is another one than when a packet was written, by the log. */
function isChangedSince({ log }: Parts, { projectId, headNumber }: PacketRow, code: string): boolean {
  const entries = log.rows(projectId).flatMap(({ entry }) => (entry?.subject.startsWith(`${subjects.case(code)}, `) ? [entry] : []));
  const shown = (state: SubjectState) => (state !== null && typeof state === "object" && "frames" in state ? state["frames"]! : state);
  const last = (until: number) =>
    new Map(entries.flatMap(({ number, subject, after }) => (number <= until ? [[subject, shown(after)] as const] : [])));
  const [then, now] = [last(headNumber), last(Infinity)];
  return [...now].some(([subject, state]) => !isSameState(then.get(subject) ?? null, state));
}

/** Throws PlainError that names every case of which another reading is here. */
function sortReadings({ readings }: Parts, { fileName, content }: ReceivedReturn): Sorted {
  const all = content.readings.map((reading) => {
    const row = readings.find(reading.id)!;
    const kept = readings.signatures(row.id).map(({ content: text, signature }) => `${text} ${signature}`);
    const isSame = reading.signatures.every(({ content: text, signature }) => kept.includes(`${text} ${signature}`));
    const isFresh = row.openedAt === null && row.state === "open";
    return {
      reading,
      row,
      kind: isFresh ? "fresh" : isSame ? "already" : row.state === "withdrawn" && row.openedAt === null ? "withdrawn" : "other",
    };
  });
  const of = (kind: string) => all.filter((each) => each.kind === kind);
  const others = of("other").map(
    ({ row }) => `${row.code} (${row.state === "open" ? "opened" : row.state} here, ${row.submittedAt ?? row.openedAt})`,
  );
  if (others.length > 0)
    throw new PlainError(
      `${fileName}: of ${others.length === 1 ? "a case" : "cases"} there is another reading of this pass already: ${others.join("; ")}. A case is read once in a ` +
        "pass. Nothing was taken in.",
    );
  return {
    fresh: of("fresh"),
    already: of("already").map(({ row }) => row.code),
    leftOut: of("withdrawn").map(({ row }) => ({ code: row.code, why: "the reading was withdrawn here before it was taken in" })),
  };
}

/** A clock that runs behind harms no washout, but times in reports: it is told. */
function notesOf({ writtenAt }: PacketRow, { entries, content }: ReceivedReturn): string[] {
  const early = milliseconds(writtenAt) - milliseconds(entries[0]!.at) > 300_000;
  return [
    ...(early
      ? [`The clock ran behind where it was read: the packet came in on ${entries[0]!.at} by its log, and was written on ${writtenAt}.`]
      : []),
    ...(entries.some(({ action }) => action === "clock.jump")
      ? ["The clock was set where it was read, while the program ran: look at the times, which are those of that clock."]
      : []),
    ...(content.key.madeBecause === "first" ? [] : ["The key was made after the reader's passphrase was set anew."]),
  ];
}

const isKnownKey = ({ packets }: Parts, { projectId, readerNumber }: PacketRow, { content }: ReceivedReturn): boolean =>
  packets.keys(projectId).some((key) => key.readerNumber === readerNumber && key.publicKey === content.key.publicKey);

function refuseUnconfirmed(parts: Parts, packet: PacketRow, received: ReceivedReturn, confirmed: string | undefined): void {
  const fingerprint = fingerprintOf(received.content.key.publicKey);
  const plain = (text: string) => text.replace(/[^0-9a-f]/gi, "").toLowerCase();
  if (isKnownKey(parts, packet, received)) return;
  if (confirmed === undefined)
    throw new PlainError(
      `It is signed by “${received.content.reader}” with a key that is not known of reader ${packet.readerNumber}. Its fingerprint is ${fingerprint}. Ask the reader, ` +
        "by another way than the one that the file came by, whether it is that of the reader's key; if it is, take the file in with it. Nothing was taken in.",
    );
  if (plain(confirmed) !== plain(fingerprint))
    throw new PlainError(
      `The key of this file has another fingerprint (${fingerprint}) than the one that was given. Nothing was taken in.`,
    );
}

function keepKey(parts: Parts, { open, tell }: Writing, packet: PacketRow, received: ReceivedReturn): void {
  if (isKnownKey(parts, packet, received)) return;
  const { publicKey, madeBecause } = received.content.key;
  const row: PacketKeyRow = {
    projectId: packet.projectId,
    readerNumber: packet.readerNumber,
    publicKey,
    madeBecause,
    confirmedAt: open.at,
  };
  parts.packets.insertKey(row);
  tell({ action: "packet.confirm", subject: packetSubjects.key(row), before: null, after: packetStates.key(row) });
}

function keepReturn(
  { packets }: Parts,
  { open, tell }: Writing,
  packet: PacketRow,
  { text, signature, content, logText }: ReceivedReturn,
): void {
  const earlier = packets.returns(packet.projectId).filter(({ packetId }) => packetId === packet.id).length;
  const row: ReturnRow = {
    projectId: packet.projectId,
    packetId: packet.id,
    number: earlier + 1,
    content: text,
    publicKey: content.key.publicKey,
    signature,
    log: logText,
    at: open.at,
  };
  packets.insertReturn(row);
  tell({ subject: packetSubjects.return(row, packet.number), before: null, after: packetStates.return(row) });
}
