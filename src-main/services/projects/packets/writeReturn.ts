import canonicalize from "canonicalize";
import { hash } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { SegmentationHistories, SegmentationHistory } from "../../segmentation/index.ts";
import type { Author } from "../../store/index.ts";
import type { LogTable } from "../logTable.ts";
import { openProject } from "../openProject.ts";
import type { ProjectTables } from "../projectTables.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import type { WriteProject } from "../writeProject.ts";
import type { WrittenReturn } from "./packets.ts";
import { packetStates, packetSubjects } from "./packetSubjects.ts";
import type { PacketTables, ReturnRow } from "./packetTables.ts";
import type { ReturnContent, ReturnedDrawing, ReturnedReading } from "./returnContent.ts";
import { writePacketFile } from "./writePacketFile.ts";

interface Parts {
  readonly projects: ProjectTables;
  readonly readings: ReadingTables;
  readonly packets: PacketTables;
  readonly histories: Pick<SegmentationHistories, "read">;
  readonly log: LogTable;
  readonly keys: Pick<SigningKeys, "sign" | "ensure">;
  readonly write: WriteProject;
}

const bytesOf = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const sha256 = (bytes: Uint8Array): string => hash("sha256", bytes, "hex");

/** Writes the submitted readings of a packet, see Packets.writeReturn. */
export async function writeReturn(parts: Parts, by: Author, projectId: string, path: string, own: string): Promise<WrittenReturn> {
  const { projects, readings, packets, histories, log, keys, write } = parts;
  const project = openProject(projects, projectId);
  const origin = packets.origin(projectId);
  const rows = readings.ofProject(projectId);
  if (!origin || rows.some(({ readerId }) => readerId !== by.readerId))
    throw new PlainError(`“${project.name}” did not come as a packet that you read here.`);
  const submitted = rows.filter(({ state }) => state === "submitted");
  if (submitted.length === 0) throw new PlainError("No case of this packet is submitted yet: there is nothing to give back.");
  const { number: keyNumber, publicKey, fingerprint, madeBecause } = await keys.ensure(by, own);

  const entries = log.rows(projectId).map(({ number, entry }) => {
    if (!entry)
      throw new PlainError(
        `Entry ${number} of the log was changed after it was written. Nothing was written: tell the coordinator. “fascicle project verify” tells more.`,
      );
    return entry;
  });
  const drawings: Buffer[] = [];
  const returned = submitted.map((row) =>
    returnedReading(readings, row, (segmentationId) => {
      const bytes = bytesOf(returnedDrawing(histories.read(segmentationId)));
      drawings.push(bytes);
      return sha256(bytes);
    }),
  );
  const logBytes = bytesOf(entries);
  const { number, hash: head } = entries.at(-1)!;
  const content = canonicalize({
    signed: "fascicle return",
    formatVersion: 1,
    packet: projectId,
    readerNumber: rows[0]!.readerNumber,
    pass: rows[0]!.pass,
    protocol: projects.protocols(projectId).at(-1)!.contentHash,
    reader: by.name,
    key: { number: keyNumber, publicKey, madeBecause },
    readings: returned,
    log: { number, hash: head, sha256: sha256(logBytes) },
  } satisfies ReturnContent)!;
  const signed = await keys.sign(by, own, content);
  await writePacketFile(
    path,
    { contents: "return", packet: projectId },
    { key: Buffer.from(origin.returnKey, "base64") },
    {
      fill: async (records) => {
        await records.write("content", bytesOf({ content, signature: signed.signature }));
        for (const bytes of drawings) await records.write("drawing", bytes);
        await records.write("log", logBytes);
      },
      keep: () =>
        write(by, projectId, "packet.return", ({ at }, tell) => {
          if (log.head(projectId).hash !== head || signed.keyNumber !== keyNumber)
            throw new PlainError(
              "Something was drawn, answered or submitted while the return was written. Nothing was written; do it again.",
            );
          const earlier = packets.returns(projectId).length;
          const row: ReturnRow = {
            projectId,
            packetId: projectId,
            number: earlier + 1,
            content,
            publicKey,
            signature: signed.signature,
            log: null,
            leftOut: "[]",
            at,
          };
          packets.insertReturn(row);
          tell({ subject: packetSubjects.return(row), before: null, after: packetStates.return(row) });
        }),
    },
  );
  return { cases: submitted.length, left: rows.filter(({ state }) => state === "open" || state === "unlocked").length, fingerprint };
}

function returnedReading(readings: ReadingTables, row: ReadingRow, drawn: (segmentationId: string) => string): ReturnedReading {
  const { id, code, version, activeMs } = row;
  return {
    id,
    code,
    version,
    openedAt: row.openedAt!,
    submittedAt: row.submittedAt!,
    activeMs,
    drawings: readings.images(id).flatMap(({ region, role, segmentationId, drawingHash }) => {
      if (segmentationId === null || drawingHash === null) return [];
      return [{ region, role, hash: drawingHash, sha256: drawn(segmentationId) }];
    }),
    answers: readings.answers(id).map(({ version: of, field, answer, at }) => ({
      version: of,
      field,
      answer: answer === null ? null : (JSON.parse(answer) as ReturnedReading["answers"][number]["answer"]),
      at,
    })),
    questions: readings.questions(id).map(({ text, askedAt }) => ({ text, askedAt })),
    signatures: readings.signatures(id).map(({ version: of, content, signature }) => ({ version: of, content, signature })),
  };
}

function returnedDrawing({ segments, strokes, ...history }: SegmentationHistory): ReturnedDrawing {
  return {
    ...history,
    segments: [...segments],
    strokes: strokes.map(({ slices, ...stroke }) => ({
      ...stroke,
      slices: slices.map(({ sliceIndex, runs }) => ({ sliceIndex, runs: Buffer.from(runs).toString("base64") })),
    })),
  };
}
