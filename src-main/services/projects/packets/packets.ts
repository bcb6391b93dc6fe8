import type { Author } from "../../store/index.ts";

/** What a packet is asked to hold. */
export interface PacketRequest {
  /** The number of the reader in the project. */
  readonly readerNumber: number;
  /** The first one with cases that nobody has opened, where it is left out. */
  readonly pass?: number | undefined;
  readonly path: string;
  /** Under which it is sealed; to be told to the reader by another way than the packet. */
  readonly passphrase: string;
  /** The coordinator knows that somebody can be recognised by images of the head. */
  readonly knowsOfHeads: boolean;
}

export interface WrittenPacket {
  readonly packet: string;
  readonly pass: number;
  readonly cases: number;
  readonly images: number;
  readonly notBefore: string | null;
  /** Names of regions whose images may show a face. */
  readonly heads: readonly string[];
}

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
  readonly cases: number;
  /** How many of its cases are submitted here, whichever way they came. */
  readonly submitted: number;
  readonly returns: readonly { readonly number: number; readonly at: string; readonly cases: number; readonly fingerprint: string }[];
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

export interface TakenReturn {
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

/**
 * Readings in another data folder. Methods of coordinators throw PlainError where the author is none. What throws leaves no file, and changes neither a row nor
 * the log.
 */
export interface Packets {
  /**
   * A coordinator's: writes a file with the cases of one reader's pass that nobody has opened yet, sealed under a passphrase. Throws
   * PlainError where it would show
   * heads and the request does not say that this is known.
   */
  export(by: Author, projectId: string, request: PacketRequest): Promise<WrittenPacket>;
  list(by: Author, projectId: string): PacketOfProject[];
  /** Whether a file is a packet or the return of one. Throws PlainError where it is neither. */
  kindOf(path: string): Promise<"packet" | "return">;
  /**
   * A reader's, into a data folder that holds nothing but packets: makes a project that the author reads. `own` is the author's passphrase, for the key that
   * signs; it is made where there is none. Throws PlainError where the passphrase of the packet is wrong, or it is damaged or here already.
   */
  import(by: Author, path: string, secret: { readonly passphrase: string; readonly own: string }): Promise<ImportedPacket>;
  /** A reader's: writes all submitted readings of a packet, signed. May be done again when more are submitted. */
  writeReturn(by: Author, projectId: string, path: string, own: string): Promise<WrittenReturn>;
  /**
   * A coordinator's: takes the readings of a return in, each once. `fingerprint` confirms a key that is not known of this reader yet. Throws
   * PlainError, and takes
   * nothing in, where anything in it does not fit, or a reading is another one than what is here.
   */
  takeIn(by: Author, path: string, confirmation: { readonly fingerprint?: string | undefined }): Promise<TakenReturn>;
}
