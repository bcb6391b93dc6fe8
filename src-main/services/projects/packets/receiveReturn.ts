import { hash } from "node:crypto";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { logEntrySchema, type LogEntry } from "#shared/domain/project/logChain.ts";
import { z } from "zod";
import { verifySignature } from "../../readers/index.ts";
import type { PacketRow } from "./packetTables.ts";
import { createRecordReader, parseRecord, type RecordReader } from "./records.ts";
import {
  returnContentSchema,
  returnedDrawingSchema,
  signedReturnSchema,
  type ReturnContent,
  type ReturnedDrawing,
} from "./returnContent.ts";
import { openSealed } from "./sealedFile.ts";

/** A return as it was read, whole: its signature and the hashes of its parts fit. */
export interface ReceivedReturn {
  readonly fileName: string;
  /** What was signed. */
  readonly text: string;
  readonly content: ReturnContent;
  readonly signature: string;
  /** By the hash that the content has of them. */
  readonly drawings: ReadonlyMap<string, ReturnedDrawing>;
  readonly logText: string;
  readonly entries: readonly LogEntry[];
}

const sha256 = (text: string): string => hash("sha256", text, "hex");

/** Reads the return of a packet. Throws PlainError where it is damaged, cut, of another packet, or anything in it is not what was signed. */
export async function receiveReturn(path: string, packet: PacketRow): Promise<ReceivedReturn> {
  const fileName = basename(path);
  const records = createRecordReader(openSealed(path, { key: Buffer.from(packet.returnKey, "base64") }), fileName);
  try {
    return await receive(records, packet, fileName);
  } finally {
    await records.close();
  }
}

async function receive(records: RecordReader, packet: PacketRow, fileName: string): Promise<ReceivedReturn> {
  const refuse = (words: string): never => {
    throw new PlainError(`${fileName}: ${words}. Nothing was taken in.`);
  };
  const { content: text, signature } = parseRecord(signedReturnSchema, await records.text("content"), fileName);
  const content = parseRecord(returnContentSchema, text, fileName);
  if (!verifySignature(content.key.publicKey, text, signature)) refuse("its signature does not fit what it holds");
  if (content.packet !== packet.id || content.readerNumber !== packet.readerNumber || content.pass !== packet.pass)
    refuse("it is of another packet than its first line says");
  if (content.protocol !== packet.protocolHash) refuse("it was read by another version of the protocol than the packet's");
  const drawings = new Map<string, ReturnedDrawing>();
  for (const { code, drawings: of } of content.readings)
    for (const { sha256: expected, region, role } of of) {
      const drawing = await records.text("drawing");
      if (sha256(drawing) !== expected) refuse(`the drawing of case ${code}, ${region}, ${role} is not what was signed`);
      drawings.set(expected, parseRecord(returnedDrawingSchema, drawing, fileName));
    }
  const logText = await records.text("log");
  if (sha256(logText) !== content.log.sha256) refuse("its log is not what was signed");
  await records.end();
  return { fileName, text, content, signature, drawings, logText, entries: parseRecord(z.array(logEntrySchema), logText, fileName) };
}
