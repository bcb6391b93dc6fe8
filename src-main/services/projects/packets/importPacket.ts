import { createHash, randomUUID } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { parseProtocol, protocolHash, type Protocol } from "#shared/domain/project/protocol.ts";
import type { JobContext, Jobs } from "../../jobs/index.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { Author, Store, Write } from "../../store/index.ts";
import { makeIncomingFolder, removeIncomingFolder } from "../../system/index.ts";
import { addGivenStudy, type GivenImage } from "../../volumes/index.ts";
import type { CaseImages } from "../caseImages.ts";
import type { CaseTables } from "../caseTables.ts";
import type { LevelTables } from "../levelTables.ts";
import type { ProjectTables } from "../projectTables.ts";
import type { PictureTables } from "../pictures/pictureTables.ts";
import { largestPicture, pictureOf } from "../pictures/projectPictures.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import { variablesOfPatient } from "../readings/shownFacts.ts";
import { sha256, states, subjects } from "../subjects.ts";
import { refuseReadOnly, type Tell, type WriteProject } from "../writeProject.ts";
import { packetContentSchema, type PacketContent, type PacketReading } from "./packetContent.ts";
import type { ImportedPacket } from "./packets.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import type { PacketProjectRow, PacketTables } from "./packetTables.ts";
import { createRecordReader, parseRecord, type RecordReader } from "./records.ts";
import { nameOfSealed, openSealed } from "./sealedFile.ts";

interface Parts {
  readonly store: Store;
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly levels: LevelTables;
  readonly readings: ReadingTables;
  readonly images: CaseImages;
  readonly packets: PacketTables;
  readonly pictures: PictureTables;
  readonly keys: Pick<SigningKeys, "ensure">;
  /** By whoever imports. */
  readonly write: WriteProject;
}

/** What was read of a packet; its images lie in a folder of their own. */
interface Received {
  readonly content: PacketContent;
  readonly protocol: Protocol;
  readonly contentHash: string;
  readonly pictures: readonly ReturnType<typeof pictureOf>[];
  readonly files: readonly Pick<GivenImage, "path" | "contentHash" | "byteLength">[];
}

/**
 * Looks at all that can be refused, asks for the passphrase, and starts the job that makes a project of a packet, see Packets.startImport; answers the job's id.
 */
export async function startImport(
  { jobs, ...parts }: Parts & { readonly jobs: Pick<Jobs, "start"> },
  by: Author,
  path: string,
  { passphrase, own }: { readonly passphrase: () => Promise<string>; readonly own: string },
): Promise<string> {
  const { store, packets, keys } = parts;
  refuseReadOnly(store);
  const { contents, packet } = await nameOfSealed(path);
  if (contents !== "packet") throw new PlainError(`${basename(path)}: is the return of a packet, which its coordinator takes in.`);
  if (packets.origin(packet)) throw new PlainError("This packet is here already: read it in My readings. Nothing was changed.");
  refuseOthers(packets);
  const { fingerprint } = await keys.ensure(by, own);
  const secret = await passphrase();
  return jobs.start({
    kind: "packet",
    lane: "import",
    title: "Importing a packet",
    run: async (context) => ({ ...(await importPacket(parts, { by, path, packet, passphrase: secret }, context)), fingerprint }),
  });
}

interface Import {
  readonly by: Author;
  readonly path: string;
  /** Its id, by its first line. */
  readonly packet: string;
  readonly passphrase: string;
}

/** Makes a project of a packet in one transaction; cancelled, it leaves neither a file nor a row. */
async function importPacket(
  parts: Parts,
  { by, path, packet, passphrase }: Import,
  context: Pick<JobContext, "signal" | "progress">,
): Promise<Omit<ImportedPacket, "fingerprint">> {
  const { store, projects, packets, write } = parts;
  const folder = makeIncomingFolder(store.dataFolder, "packet");
  try {
    const received = await receive(path, passphrase, folder, context);
    if (received.content.packet !== packet)
      throw new PlainError(`${basename(path)}: its first line was changed. Nothing was taken in. Copy it again.`);
    // Once it stands in the log, it is here.
    context.signal.throwIfAborted();
    write(by, packet, "packet.import", (open, tell) => {
      refuseOthers(packets);
      if (packets.origin(packet) || projects.find(packet))
        throw new PlainError("This packet is here already: read it in My readings. Nothing was changed.");
      keep(parts, { by, open, tell }, received);
    });
    const { pass, notBefore, readings } = received.content;
    return { projectId: packet, project: projects.find(packet)!.name, pass, cases: readings.length, notBefore };
  } finally {
    await removeIncomingFolder(folder);
  }
}

function refuseOthers(packets: PacketTables): void {
  if (packets.hasOthers())
    throw new PlainError(
      "This data folder holds studies or projects of its own. While a packet is read, nothing else can be done in its data folder: start the program with an " +
        "empty one (“fascicle serve --data FOLDER”), and import the packet there. Nothing was taken in.",
    );
}

async function receive(
  path: string,
  passphrase: string,
  folder: string,
  { signal, progress }: Pick<JobContext, "signal" | "progress">,
): Promise<Received> {
  const name = basename(path);
  const records = createRecordReader(openSealed(path, { passphrase }), name);
  try {
    const content = parseRecord(packetContentSchema, await records.text("content"), name);
    const protocol = parseProtocol(content.protocol);
    if (protocolHash(protocol, sha256) !== content.protocolHash)
      throw new PlainError(
        `${name}: the protocol in it is not the one that it was written with. Nothing was taken in. Ask the coordinator for another packet.`,
      );
    refuseGaps(name, content, protocol);
    const files: Received["files"][number][] = [];
    for (const index of content.images.keys()) {
      progress({ phase: "reading images", done: index, total: content.images.length });
      signal.throwIfAborted();
      files.push(await receiveImage(records, join(folder, `${index}.nrrd`), signal));
    }
    progress({ phase: "taking them in", done: content.images.length });
    const pictures: Received["pictures"][number][] = [];
    for (const each of content.pictures) pictures.push(await receivePicture(records, each, name));
    return { content, protocol, files, pictures, contentHash: await records.end() };
  } finally {
    await records.close();
  }
}

/** Throws PlainError where it is not the picture that the packet names. */
async function receivePicture(
  records: RecordReader,
  { name, hash }: PacketContent["pictures"][number],
  fileName: string,
): Promise<ReturnType<typeof pictureOf>> {
  const parts: Buffer[] = [];
  let byteLength = 0;
  await records.copy("picture", (bytes) => {
    byteLength += bytes.length;
    if (byteLength > largestPicture) throw new PlainError(`${fileName}: its picture ${name} is too large. Nothing was taken in.`);
    parts.push(Buffer.from(bytes));
    return Promise.resolve();
  });
  const picture = pictureOf(name, Buffer.concat(parts));
  if (picture.row.contentHash !== hash)
    throw new PlainError(`${fileName}: its picture ${name} is not the one that it names. Nothing was taken in.`);
  return picture;
}

async function receiveImage(records: RecordReader, path: string, signal: AbortSignal): Promise<Received["files"][number]> {
  const digest = createHash("sha256");
  let byteLength = 0;
  const file: FileHandle = await open(path, "wx", 0o600);
  try {
    await records.copy("image", async (bytes) => {
      signal.throwIfAborted();
      digest.update(bytes);
      byteLength += bytes.length;
      await file.writeFile(bytes);
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, contentHash: digest.digest("hex"), byteLength };
}

/** Throws PlainError where a case lacks an image of a role, or names one that is not there. */
function refuseGaps(name: string, { images, readings }: PacketContent, { regions }: Protocol): void {
  for (const { code, roles } of readings)
    for (const region of regions)
      for (const role of region.roles) {
        const found = roles.find((each) => each.region === region.id && each.role === role.id);
        if (!found || !images[found.image])
          throw new PlainError(
            `${name}: case ${code} has no image of ${region.name}, ${role.name}. Nothing was taken in. Ask the coordinator for another packet.`,
          );
      }
}

interface Writing {
  readonly by: Author;
  readonly open: Write;
  readonly tell: Tell;
}

function keep(parts: Parts, { by, open, tell }: Writing, { content, contentHash, files, pictures }: Received): void {
  const { projects, packets, readings } = parts;
  if (content.readings.some(({ id }) => readings.find(id)))
    throw new PlainError("Cases of this packet came in another packet already. Read them there. Nothing was taken in.");
  const { packet: projectId, readerNumber, pass, head } = content;
  const project = { id: projectId, name: freeName(projects, content), state: "running" as const, createdAt: open.at };
  projects.insert(project);
  tell({ subject: subjects.project, before: null, after: states.project(project) });
  const origin: PacketProjectRow = {
    projectId,
    notBefore: content.notBefore,
    headNumber: head.number,
    headHash: head.hash,
    contentHash,
    returnKey: content.returnKey,
  };
  packets.insertOrigin(origin);
  tell({ subject: packetSubjects.origin, before: null, after: packetStates.origin(origin) });
  const protocol = {
    version: content.protocolVersion,
    content: JSON.stringify(content.protocol),
    contentHash: content.protocolHash,
    frozenAt: open.at,
  };
  projects.saveProtocol(projectId, protocol);
  tell({ subject: subjects.protocol(protocol), before: null, after: states.protocol(protocol) });
  for (const { row, bytes } of pictures) {
    parts.pictures.save(projectId, row, bytes);
    tell({ subject: subjects.picture(row), before: null, after: states.picture(row) });
  }
  const member = { role: "reader" as const, number: readerNumber, readerId: by.readerId };
  projects.saveMembers(projectId, "reader", [member]);
  tell({ subject: subjects.member(member), before: null, after: states.member(member) });
  // Rows in random order of their ids, as everywhere: they say nothing of the order of reading.
  for (const reading of content.readings) keepReading(parts, { by, open, tell }, { content, files, reading, pass });
}

function keepReading(
  { store, cases, levels, readings, images }: Parts,
  { by, open, tell }: Writing,
  { content, files, reading, pass }: Pick<Received, "content" | "files"> & { readonly reading: PacketReading; readonly pass: number },
): void {
  const { packet: projectId, readerNumber, protocolVersion } = content;
  const { id, code, seed, position, roles } = reading;
  const used = [...new Set(roles.map(({ image }) => image))];
  const given = used.map((image): GivenImage => {
    const { space, warnings, seriesDescription: description = "", ...volume } = content.images[image]!;
    // In words the desk of a reading says them.
    return {
      ...files[image]!,
      space,
      description,
      volume: { ...volume, warnings: warnings.map((warning) => ({ code: warning, message: "" })) },
    };
  });
  const { studyKey, volumeIds } = addGivenStudy(store, open, {
    name: `packet|${projectId}|${code}`,
    scope: `packet ${projectId}`,
    images: given,
  });
  const row = {
    id: randomUUID(),
    code,
    isTraining: reading.isTraining ? (1 as const) : (0 as const),
    state: "included" as const,
    reason: null,
    groupName: null,
    variables: JSON.stringify(variablesOfPatient(reading.patient ?? {})),
  };
  cases.insert(projectId, row);
  cases.insertStudy(row.id, studyKey);
  tell({ subject: subjects.case(code), before: null, after: states.case(row, [studyKey]) });
  for (const { region, role, image } of roles) {
    const volumeId = volumeIds[used.indexOf(image)]!;
    // It was looked at where the packet was written, and is hidden already.
    const kept = {
      caseId: row.id,
      region,
      role,
      volumeId,
      framesHash: images.framesHash(volumeId)!,
      isConfirmed: 1 as const,
      lookedAt: open.at,
      mask: null,
    };
    cases.saveRole(open, kept);
    tell({ subject: subjects.caseRole(code, kept), before: null, after: states.caseRole(kept) });
  }
  for (const { region, level, sliceIndex, positionMm } of reading.levels) {
    const kept = { caseId: row.id, region, level, sliceIndex, positionMm: positionMm === null ? null : JSON.stringify(positionMm) };
    levels.save(kept);
    tell({ subject: subjects.caseLevel(code, kept), before: null, after: states.caseLevel(kept) });
  }
  const made: ReadingRow = {
    id,
    projectId,
    caseId: row.id,
    readerNumber,
    readerId: by.readerId,
    pass,
    seed,
    position,
    code,
    protocolVersion,
    state: "open",
    version: 1,
    openedAt: null,
    submittedAt: null,
    activeMs: 0,
  };
  readings.insert(made);
  for (const { region, role } of roles) readings.insertImage({ id: randomUUID(), readingId: id, region, role });
  tell({ subject: subjects.reading(made), before: null, after: states.reading(made, code) });
}

/** A second packet of a project is a project of its own. */
function freeName(projects: ProjectTables, { project, readerNumber, pass }: PacketContent): string {
  const names = [project, `${project}, pass ${pass}`, `${project}, pass ${pass}, reader ${readerNumber}`];
  const free = names.find((name) => !projects.findByName(name));
  if (free === undefined) throw new PlainError(`There is a project named “${names[2]!}” already. Nothing was taken in.`);
  return free;
}
