import { sha256, type SubjectState } from "../subjects.ts";
import type { PacketKeyRow, PacketProjectRow, PacketRow, ReturnRow } from "./packetTables.ts";

/** How the log names packets and what came back of them. */
export const packetSubjects = {
  packet: ({ number }: Pick<PacketRow, "number">) => `packet ${number}`,
  /** In the log of a project that came as a packet. */
  origin: "packet",
  /** `packet` is the number of the packet; undefined where it was written here. */
  return: ({ number }: Pick<ReturnRow, "number">, packet?: number) =>
    packet === undefined ? `return ${number}` : `return ${number} of packet ${packet}`,
  key: ({ readerNumber, publicKey }: Pick<PacketKeyRow, "readerNumber" | "publicKey">) => `key of reader ${readerNumber}, ${publicKey}`,
};

/** The states of their rows as the log holds them. */
export const packetStates = {
  packet: (row: PacketRow): SubjectState => ({
    reader: row.readerNumber,
    pass: row.pass,
    protocol: row.protocolHash,
    notBefore: row.notBefore,
    readings: sha256(row.readings),
    head: { number: row.headNumber, hash: row.headHash },
    content: row.contentHash,
    // Not there until it is called back: logs of before still fit.
    ...(row.calledBackAt === null ? {} : { calledBack: row.calledBackAt, because: row.calledBackBecause }),
  }),
  origin: (row: Omit<PacketProjectRow, "projectId" | "returnKey">): SubjectState => ({
    notBefore: row.notBefore,
    head: { number: row.headNumber, hash: row.headHash },
    content: row.contentHash,
  }),
  return: ({ content, publicKey, signature, log, leftOut }: ReturnRow): SubjectState => ({
    content: sha256(content),
    publicKey,
    signature,
    log: log === null ? null : sha256(log),
    ...(leftOut === "[]" ? {} : { leftOut: sha256(leftOut) }),
  }),
  key: ({ publicKey, madeBecause }: PacketKeyRow): SubjectState => ({ publicKey, madeBecause }),
};
