import type { OwnPackets, TakenReturn, UnknownKey } from "#shared/api/packet.ts";
import type { Author } from "../../store/index.ts";
import type { LeftOut } from "./packetTables.ts";

/** What a packet is asked to hold. */
export interface PacketRequest {
  /** The number of the reader in the project. */
  readonly readerNumber: number;
  /** The first one with cases that nobody has opened, where it is left out. */
  readonly pass?: number | undefined;
  readonly path: string;
  /** Under which it is sealed; to be told to the reader by another way than the packet. Asked for when all else that can be refused was looked at. */
  readonly passphrase: () => Promise<string>;
  /** The coordinator knows that somebody can be recognised by images of the head. */
  readonly knowsOfHeads: boolean;
}

/** What a packet holds, or would hold. */
export interface PacketPreview {
  readonly pass: number;
  readonly cases: number;
  readonly images: number;
  readonly notBefore: string | null;
  /** Names of regions whose images may show a face. */
  readonly heads: readonly string[];
  /** What the protocol shows of patients and series: it is in the packet. */
  readonly shown: readonly string[];
  /** Cases of the pass that are read here, or were: they are not in it. */
  readonly leftOut: readonly LeftOut[];
}

export interface WrittenPacket extends PacketPreview {
  readonly packet: string;
  /** From 1 within a project. */
  readonly number: number;
}

/**
 * "out": a case of it is neither back nor called back. "returned": none is, and something came back. "void": nothing came back, and its readings were
 * withdrawn, or are none of the study any more.
 */
export type PacketState = "out" | "returned" | "called back" | "void";

/** A packet as coordinators see it. */
export interface PacketOfProject {
  readonly number: number;
  readonly packet: string;
  readonly readerNumber: number;
  /** Empty of one who is no reader of the project any more. */
  readonly reader: string;
  readonly pass: number;
  readonly writtenAt: string;
  readonly notBefore: string | null;
  readonly state: PacketState;
  readonly calledBack: { readonly at: string; readonly reason: string } | null;
  readonly cases: number;
  /** Codes of those that are out. */
  readonly out: readonly string[];
  /** How many of its cases are submitted here, whichever way they came. */
  readonly submitted: number;
  readonly returns: readonly PacketReturn[];
}

/** A return that was taken in. */
export interface PacketReturn {
  readonly number: number;
  readonly at: string;
  readonly cases: number;
  readonly leftOut: readonly LeftOut[];
  readonly fingerprint: string;
}

export interface ImportedPacket {
  readonly projectId: string;
  readonly project: string;
  readonly pass: number;
  readonly cases: number;
  readonly notBefore: string | null;
  /** Of the key with which the reader signs: the coordinator is told of it. */
  readonly fingerprint: string;
}

export interface WrittenReturn {
  readonly cases: number;
  /** Of the packet that are not submitted yet. */
  readonly left: number;
  readonly fingerprint: string;
}

export type TakeAnswer = UnknownKey | TakenReturn;

/**
 * Readings in another data folder. Methods of coordinators throw PlainError where the author is none. What throws leaves no file, and changes neither a row nor
 * the log.
 */
export interface Packets {
  /** A coordinator's: what a packet would hold. Throws PlainError where none can be written, as `startExport` does. */
  preview(by: Author, projectId: string, request: Pick<PacketRequest, "readerNumber" | "pass">): PacketPreview;
  /**
   * A coordinator's: starts a job that writes a file with the cases of one reader's pass that nobody has opened yet, sealed under a passphrase. They are not
   * opened here until they come back or the packet is called back. Answers the job's id; its result is a WrittenPacket. Cancelled or failed, it has none, and
   * has left nothing. Throws PlainError, and starts none, where one of the cases is out in another packet, and where it would show heads and the request does
   * not
   * say that this is known.
   */
  startExport(by: Author, projectId: string, request: PacketRequest): Promise<string>;
  list(by: Author, projectId: string): PacketOfProject[];
  /**
   * A coordinator's: what is out in a packet is opened here again, and may be written in another packet. A return of it is still taken in, but for the readings
   * that are here otherwise by then. Throws PlainError where nothing of it is out, or the reason is empty or names a patient.
   */
  callBack(by: Author, projectId: string, number: number, reason: string): void;
  /** Whether a file is a packet or the return of one. Throws PlainError where it is neither. */
  kindOf(path: string): Promise<"packet" | "return">;
  /** Whether packets can be imported into this data folder: it holds neither studies nor projects of its own. */
  canImport(): boolean;
  /** A reader's: whether packets can be imported, and the fingerprint of the own key, which the coordinator compares. */
  own(by: Author): OwnPackets;
  /**
   * A reader's, into a data folder that holds nothing but packets: starts a job that makes a project that the author reads. `own` is the author's passphrase,
   * for the key that signs; it is made where there is none. Answers the job's id; its result is an ImportedPacket. Cancelled or failed, as where the passphrase
   * of the packet is wrong or it is damaged, it has none, and has left nothing but that key. Throws PlainError, and starts none, where the packet is here
   * already, or something else is.
   */
  startImport(by: Author, path: string, secret: { readonly passphrase: () => Promise<string>; readonly own: string }): Promise<string>;
  /** A reader's: writes all submitted readings of a packet, signed. May be done again when more are submitted. */
  writeReturn(by: Author, projectId: string, path: string, own: string): Promise<WrittenReturn>;
  /**
   * A coordinator's: starts a job that takes the readings of a return in, each once, and names those that it leaves out with why: of a case and pass of which
   * another reading is here, or which is out in a packet that was written later. `fingerprint` confirms a key that is not known of this reader yet; without it
   * nothing is taken in, and the key named. Answers the job's id; its result is a TakeAnswer. It fails, and takes nothing in, where anything in the return does
   * not fit, or nothing of it can be taken in and was not before; cancelled, it takes nothing in either. Throws PlainError, and starts none, where the file is no
   * return of a packet of the author's, or not of the project `projectId`, where one is named.
   */
  startTakeIn(
    by: Author,
    path: string,
    confirmation: { readonly fingerprint?: string | undefined; readonly projectId?: string | undefined },
  ): Promise<string>;
}
