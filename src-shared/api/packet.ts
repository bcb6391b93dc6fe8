import { z } from "zod";
import { projectByIdSchema } from "./project.ts";

/** Readings in another data folder: what coordinators and readers ask of packets. Files come as uploads, and go by the routes of `/packets`. */

const number = z.number().int().min(1).max(999_999);
const passphrase = z.string().max(1024);
const uploadId = z.string().max(80);

/** Without a pass it is the first one with cases that nobody has opened. */
export const packetPlanSchema = projectByIdSchema.extend({ readerNumber: number, pass: number.optional() });
export const packetCallBackSchema = projectByIdSchema.extend({ number, reason: z.string().max(2000) });
/** `fingerprint` confirms the key that signed. */
export const packetTakeSchema = projectByIdSchema.extend({ uploadId, fingerprint: z.string().max(100).optional() });
/** `own` is the passphrase of the reader, for the key that signs. */
export const packetImportSchema = z.strictObject({ uploadId, passphrase, own: passphrase });

export const writePacketSchema = packetPlanSchema.extend({ passphrase, knowsOfHeads: z.boolean() });
export type WritePacket = z.infer<typeof writePacketSchema>;
/** What is sent for the return of a packet, which is the answer. */
export const writeReturnSchema = z.strictObject({ own: passphrase });

/** What packets are to the reader who asks. */
export interface OwnPackets {
  /** The data folder holds nothing but packets: another one can be imported. */
  readonly canImport: boolean;
  /** Of the key with which the reader signs; null where there is none yet. */
  readonly fingerprint: string | null;
}

/** A return of which nothing was taken in yet, as its key is to be compared first. */
export interface UnknownKey {
  readonly isTaken: false;
  readonly packetNumber: number;
  readonly readerNumber: number;
  readonly pass: number;
  /** The name under which it is signed. */
  readonly signedBy: string;
  readonly fingerprint: string;
  readonly cases: number;
}

/** What became of a return. */
export interface TakenReturn {
  readonly isTaken: true;
  readonly projectId: string;
  readonly readerNumber: number;
  readonly pass: number;
  /** Codes of cases that were taken in now, and of those that had been already. */
  readonly taken: readonly string[];
  readonly already: readonly string[];
  readonly leftOut: readonly { readonly code: string; readonly why: string }[];
  readonly fingerprint: string;
  /** What is to be looked at, in words. */
  readonly notes: readonly string[];
}
