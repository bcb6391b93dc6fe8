import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { milliseconds } from "#shared/domain/project/duration.ts";
import { parseProtocol } from "#shared/domain/project/protocol.ts";
import type { JobContext, Jobs } from "../../jobs/index.ts";
import { fingerprintOf } from "../../readers/index.ts";
import type { Author, Store } from "../../store/index.ts";
import type { CaseImages } from "../caseImages.ts";
import type { LogTable } from "../logTable.ts";
import { openProject } from "../openProject.ts";
import type { ReadingRow } from "../readings/readingTables.ts";
import { refuseOthers, type WriteProject } from "../writeProject.ts";
import { returnedLogFault } from "./checkReturnedLog.ts";
import { returnedReadingFault, returnedSignatureFault } from "./checkReturnedReading.ts";
import { keepReading, versionOf, type KeepingParts, type Writing } from "./keepReading.ts";
import { minuteOf } from "./packetOfReading.ts";
import type { TakeAnswer } from "./packets.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import type { LeftOut, PacketKeyRow, PacketRow, PacketTables, ReturnRow } from "./packetTables.ts";
import { receiveReturn, type ReceivedReturn } from "./receiveReturn.ts";
import { nameOfSealed } from "./sealedFile.ts";
import { sortReturn, type SortedReturn } from "./sortReturn.ts";

interface Parts extends KeepingParts {
  readonly store: Pick<Store, "now">;
  readonly images: CaseImages;
  readonly packets: PacketTables;
  readonly log: LogTable;
  readonly write: WriteProject;
}

interface Confirmation {
  readonly fingerprint?: string | undefined;
  /** Of which project it is expected to be. */
  readonly projectId?: string | undefined;
}

/** Starts the job that takes the readings of a return in, see Packets.startTakeIn; answers the job's id. */
export async function startTakeIn(
  { jobs, ...parts }: Parts & { readonly jobs: Pick<Jobs, "start"> },
  by: Author,
  path: string,
  confirmation: Confirmation,
): Promise<string> {
  const packet = await packetOf(parts, by, path, confirmation);
  return jobs.start({
    kind: "packet",
    lane: "import",
    title: "Taking in what came back of a packet",
    run: (context) => takeReturn(parts, { by, path, packet }, confirmation, context),
  });
}

interface Taking {
  readonly by: Author;
  readonly path: string;
  readonly packet: PacketRow;
}

/** Takes the readings of a return in, in one transaction; cancelled, it leaves nothing. */
async function takeReturn(
  parts: Parts,
  { by, path, packet }: Taking,
  { fingerprint: confirmed }: Confirmation,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
): Promise<TakeAnswer> {
  const { store, projects, packets, log, write } = parts;
  progress({ phase: "reading the file" });
  const received = await receiveReturn(path, packet);
  signal.throwIfAborted();
  const { projectId, readerNumber, pass } = packet;
  const fingerprint = fingerprintOf(received.content.key.publicKey);
  const own = log.rows(projectId)[packet.headNumber - 1]?.entry;
  if (own?.hash !== packet.headHash)
    throw new PlainError("The log of this project is not the one of which the packet was written. Verify it.");

  const notes = notesOf(packet, received);
  const answer = ({ fresh, already, leftOut }: SortedReturn): TakeAnswer => ({
    isTaken: true,
    projectId,
    readerNumber,
    pass,
    taken: fresh.map(({ reading }) => reading.code),
    already,
    leftOut,
    fingerprint,
    notes,
  });
  const head = log.head(projectId).hash;
  const known = sortReturn(parts, packet, received);
  const total = received.content.readings.length + known.fresh.length;
  let done = 0;
  for (const fault of faultsOf(parts, packet, received, known, store.now())) {
    progress({ phase: "checking readings", done: done++, total });
    refuseFault(received, fault);
    // Others are answered between two readings, and a cancelling is heard.
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  if (known.fresh.length === 0) {
    if (known.already.length === 0) throw nothingTaken(received.fileName, known.leftOut);
    return answer(known);
  }
  if (!isKnownKey(parts, packet, received)) {
    if (confirmed === undefined) return unknownKeyOf(packet, received);
    refuseOtherKey(received, confirmed);
  }
  progress({ phase: "taking them in", done: total });
  return write(by, projectId, "packet.take", (open, tell) => {
    const { name, state } = openProject(projects, projectId);
    if (state !== "running") throw new PlainError(`“${name}” is ${state}: no reading is taken in.`);
    // Somebody may have opened, withdrawn or taken in one meanwhile. What is long to check is not checked again where nothing was changed.
    const isChanged = log.head(projectId).hash !== head;
    const sorted = isChanged ? sortReturn(parts, packet, received) : known;
    if (isChanged) for (const fault of faultsOf(parts, packets.find(packet.id)!, received, sorted, open.at)) refuseFault(received, fault);
    if (sorted.fresh.length === 0) throw nothingTaken(received.fileName, sorted.leftOut);
    keepKey(parts, { open, tell }, packet, received);
    keepReturn(parts, { open, tell }, packet, received, sorted.leftOut);
    for (const { reading, row } of sorted.fresh) keepReading(parts, { open, tell }, received, { reading, row });
    return answer(sorted);
  });
}

/** The packet of which a file is the return. Throws PlainError where it is none, or the packet is not one of the author's, or of another project than expected. */
async function packetOf(
  { projects, packets }: Pick<Parts, "projects" | "packets">,
  by: Author,
  path: string,
  { projectId }: Confirmation,
): Promise<PacketRow> {
  const { contents, packet: id } = await nameOfSealed(path);
  if (contents !== "return")
    throw new PlainError(`${basename(path)}: is a packet, and not what came back of one. It is imported where it is to be read.`);
  const packet = packets.find(id);
  if (!packet) throw new PlainError("This is the return of a packet that was not written in this data folder. Nothing was taken in.");
  refuseOthers(projects, by, packet.projectId);
  if (projectId !== undefined && projectId !== packet.projectId) {
    const { name } = openProject(projects, packet.projectId);
    throw new PlainError(`${basename(path)}: came back of a packet of another project, “${name}”. Take it in there. Nothing was taken in.`);
  }
  return packet;
}

function unknownKeyOf({ number, readerNumber, pass }: PacketRow, { content: { key, reader, readings } }: ReceivedReturn): TakeAnswer {
  const fingerprint = fingerprintOf(key.publicKey);
  return { isTaken: false, packetNumber: number, readerNumber, pass, signedBy: reader, fingerprint, cases: readings.length };
}

const nothingTaken = (fileName: string, leftOut: readonly LeftOut[]): PlainError =>
  new PlainError(`${fileName}: nothing of it was taken in.${leftOut.map(({ code, why }) => `\n  ${code}: ${why}.`).join("")}`);

function refuseFault({ fileName }: ReceivedReturn, fault: string | null): void {
  if (fault !== null) throw new PlainError(`${fileName}: ${fault}. Nothing was taken in.`);
}

/** Where the return is not what was signed, or what is to be taken in of it does not fit its case, in steps of one reading; null in a step without a fault. */
function* faultsOf(
  parts: Parts,
  packet: PacketRow,
  received: ReceivedReturn,
  { fresh }: SortedReturn,
  now: string,
): Generator<string | null, void> {
  const { projects, cases, images, readings } = parts;
  // What comes now was read by the packet's version of the protocol, whatever was amended since; what came before stays as it was read.
  const versioned = (row: ReadingRow) =>
    row.openedAt === null ? { ...row, protocolVersion: versionOf(projects, row, packet.protocolHash) } : row;
  const order = (JSON.parse(packet.readings) as string[]).flatMap((id) => readings.find(id) ?? []).map(versioned);
  const there = {
    ...received,
    content: { ...received.content, readings: received.content.readings.filter(({ id }) => readings.find(id)) },
  };
  yield returnedLogFault(packet, order, there, now);
  for (const reading of there.content.readings) {
    const row = versioned(readings.find(reading.id)!);
    yield returnedSignatureFault(received, reading, { row, images: readings.images(row.id) });
  }
  for (const { reading, row: known } of fresh) {
    const row = versioned(known);
    const version = projects.protocols(row.projectId).find((each) => each.version === row.protocolVersion)!;
    const roles = cases.roles(row.caseId);
    yield returnedReadingFault(received, reading, {
      row,
      protocol: parseProtocol(JSON.parse(version.content)),
      images: readings.images(row.id),
      sizeOf: (region, role) => {
        const chosen = roles.find((each) => each.region === region && each.role === role);
        return chosen && images.volume(chosen.volumeId);
      },
    });
  }
}

/** A clock that runs behind harms no washout, but times in reports: it is told. */
function notesOf({ number, writtenAt, calledBackAt, calledBackBecause }: PacketRow, { entries, content }: ReceivedReturn): string[] {
  const early = milliseconds(writtenAt) - milliseconds(entries[0]!.at) > 300_000;
  return [
    ...(calledBackAt === null ? [] : [`Packet ${number} was called back on ${minuteOf(calledBackAt)}: ${calledBackBecause ?? ""}`]),
    ...(early
      ? [`The clock ran behind where it was read: the packet came in on ${entries[0]!.at} by its log, and was written on ${writtenAt}.`]
      : []),
    ...(entries.some(({ action }) => action === "clock.jump")
      ? ["The clock was set where it was read, while the program ran: look at the times, which are those of that clock."]
      : []),
    ...(content.key.madeBecause === "first" ? [] : ["The key was made after the reader's passphrase was set anew."]),
  ];
}

const isKnownKey = ({ packets }: Pick<Parts, "packets">, { projectId, readerNumber }: PacketRow, { content }: ReceivedReturn): boolean =>
  packets.keys(projectId).some((key) => key.readerNumber === readerNumber && key.publicKey === content.key.publicKey);

function refuseOtherKey(received: ReceivedReturn, confirmed: string): void {
  const fingerprint = fingerprintOf(received.content.key.publicKey);
  const plain = (text: string) => text.replace(/[^0-9a-f]/gi, "").toLowerCase();
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
  leftOut: readonly LeftOut[],
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
    leftOut: JSON.stringify(leftOut),
    at: open.at,
  };
  packets.insertReturn(row);
  tell({ subject: packetSubjects.return(row, packet.number), before: null, after: packetStates.return(row) });
}
