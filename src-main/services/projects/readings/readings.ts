import type { OpenReading, OwnReadings, ReadingLacks, ReferencesOfProject } from "#shared/api/reading.ts";
import type { Answer } from "#shared/domain/project/answer.ts";
import type { LogHead } from "#shared/domain/project/logChain.ts";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { ReadingState } from "#shared/domain/project/states.ts";
import type { ChosenLevel } from "./createReadingLevels.ts";
import type { Author } from "../../store/index.ts";
import type { Mark } from "../marks.ts";

/** An image of a reading: its name there, and the volume that it is. The volume's id never leaves the main process. */
export interface ReadingImage {
  readonly imageId: string;
  readonly readingId: string;
  readonly volumeId: string;
  readonly segmentationId: string | null;
  /** Where the protocol shows it, and the file has one that does not name the patient. */
  readonly seriesDescription: string | null;
  /** What a coordinator hid for burned-in text; null where nothing is hidden. */
  readonly mask: Mask | null;
  readonly region: { readonly id: string; readonly name: string };
  readonly role: {
    readonly id: string;
    readonly name: string;
    readonly use: "drawn on" | "copied to" | "shown beside";
    readonly window: { readonly center: number; readonly width: number } | null;
  };
}

/** A reading as coordinators see it. */
export interface ReadingOfProject {
  readonly readingId: string;
  readonly caseCode: string;
  readonly code: string;
  readonly reader: string;
  readonly readerNumber: number;
  readonly pass: number;
  readonly position: number;
  readonly seed: number;
  readonly isTraining: boolean;
  /** The coordinator's own reading of a training case: reader 0, pass 0. */
  readonly isReference: boolean;
  /** The number of the packet in which it is out; null where it is in none. */
  readonly outInPacket: number | null;
  readonly state: ReadingState;
  readonly version: number;
  /** Of the protocol, that it is read with. */
  readonly protocolVersion: number;
  /** Series on which it was read, and that have been replaced since ("thigh, t1"). */
  readonly replaced: readonly string[];
  readonly openedAt: string | null;
  readonly submittedAt: string | null;
  /** What the log marks of it, in words: that it was opened early, or by a coordinator who could see the study. */
  readonly marks: readonly string[];
  readonly activeMs: number;
  /** The blind of the case was broken for this reader before the reading was submitted last, or it is not submitted yet. */
  readonly isUnblinded: boolean;
  readonly questions: readonly { readonly number: number; readonly text: string; readonly answer: string | null }[];
  readonly signatures: readonly {
    readonly version: number;
    readonly content: string;
    readonly publicKey: string;
    readonly signature: string;
  }[];
}

/** What a coordinator tells one reader of one case, and nobody else. */
export interface Unblinded {
  readonly caseCode: string;
  /** Who is told. */
  readonly reader: string;
  readonly brokenAt: string;
  /** As the files name them; several where they do not agree. */
  readonly patients: readonly { readonly patientId: string; readonly patientName: string }[];
  readonly group: string | null;
}

/** The blind of a case, broken for one reader. */
export interface BrokenBlind {
  readonly caseCode: string;
  /** The reading in which it was broken: its code, reader and pass. */
  readonly code: string;
  readonly reader: string;
  readonly readerNumber: number;
  readonly pass: number;
  /** UTC. */
  readonly brokenAt: string;
  /** The coordinator. */
  readonly brokenBy: string;
  readonly reason: string;
  /** The passes of this case that the reader has submitted since. */
  readonly submittedSince: readonly number[];
}

export type { ReferencesOfProject };

/** A reader's training case beside the coordinator's reading of it. */
export interface TrainingCase {
  readonly code: string;
  /** How often it was submitted, where it was unlocked to be read again. */
  readonly version: number;
  readonly state: "not submitted" | "waits for the coordinator's reading" | "misses the mark" | "done";
  /** What misses the pass mark, in words; empty where there is no mark. */
  readonly misses: readonly string[];
  /** What is not compared, in words: the two readings were made by versions of the protocol that do not both have it, or mean something else by it. */
  readonly notCompared: readonly string[];
}

export interface TrainingOfReader {
  readonly readerNumber: number;
  readonly reader: string;
  /** When the first case that counts was opened, with the pass mark met (UTC); null before, and where there is no mark. */
  readonly passedAt: string | null;
  readonly cases: readonly TrainingCase[];
}

/** What a submission was signed with. */
export interface Submission {
  readonly readingId: string;
  readonly version: number;
  readonly submittedAt: string;
  readonly fingerprint: string;
  /** The end of the log that was signed. */
  readonly head: LogHead;
}

/**
 * The readings of running projects. Methods of readers throw PlainError where the reading is another one's, or locked; those of coordinators where the author
 * is no coordinator. What throws changes neither a row nor the log.
 */
export interface Readings {
  /** What one reader has to do, project by project. */
  own(by: Author): OwnReadings[];
  /** Opens the next reading, or one that was opened before. Throws PlainError where another is next, or the washout is not over. */
  open(by: Author, readingId: string): OpenReading;
  /** All of an open reading but its voxels. */
  describe(by: Author, readingId: string): OpenReading;
  /** The images of an open reading. */
  images(by: Author, readingId: string): ReadingImage[];
  /** The image of an open reading, by its name. */
  image(by: Author, imageId: string): ReadingImage;
  /** The image of an open reading on which the reader drew a segmentation. */
  drawing(by: Author, segmentationId: string): ReadingImage;
  /** The same, or the image beside whose drawing the coordinator's is shown: to be looked at. */
  shownDrawing(by: Author, segmentationId: string): ReadingImage;
  /** The bytes of a picture that the protocol of an open reading names. */
  picture(by: Author, readingId: string, name: string): Uint8Array;
  /** Whether a segmentation was drawn in a reading, whosever. */
  isDrawn(segmentationId: string): boolean;
  /** Whether an id is of a reading that the reader is shown now, or of an image or a drawing of one. */
  isShown(by: Author, id: string): boolean;
  /** Keeps which slice the reader takes for a level; answers the reading with it. */
  chooseLevel(by: Author, readingId: string, chosen: ChosenLevel): OpenReading;
  /** Keeps an answer; null takes it back. */
  answer(by: Author, readingId: string, key: string, answer: Answer | null): void;
  ask(by: Author, readingId: string, text: string): void;
  /** Adds time during which the reader was active, in milliseconds; in all no more than has gone by since the reading was opened. */
  addActive(by: Author, readingId: string, milliseconds: number): void;
  /** What is missing before the reading can be submitted. */
  lacks(by: Author, readingId: string): ReadingLacks;
  /** Signs and locks a reading. Throws PlainError that lists what is missing. */
  submit(by: Author, readingId: string, secret: { readonly passphrase: string; readonly meaning: string }): Promise<Submission>;
  /** Of all readers, by reader, pass and position; for coordinators. */
  list(by: Author, projectId: string): ReadingOfProject[];
  /** What the log of a project marks; for coordinators. */
  marks(by: Author, projectId: string): Mark[];
  /** Begins a new version of a submitted reading; the one that was submitted is kept. */
  unlock(by: Author, readingId: string, reason: string): void;
  withdraw(by: Author, readingId: string, reason: string): void;
  /** See closeProject. */
  close(by: Author, projectId: string, passphrase: string): Promise<{ readonly manifestHash: string }>;
  /** Of the running studies that somebody coordinates and does not read in: their training cases, to be read for comparison. */
  references(by: Author): ReferencesOfProject[];
  /** Opens a coordinator's own reading of a training case, or goes on with it. */
  openReference(by: Author, projectId: string, caseCode: string): OpenReading;
  /** What readers made of the training cases; for coordinators. */
  training(by: Author, projectId: string): TrainingOfReader[];
  /** Breaks the blind of the case of a reading for its reader; answers what the coordinator tells the reader. The reason is kept. */
  unblind(by: Author, readingId: string, reason: string): Unblinded;
  /** The broken blinds of a project by time, for coordinators and reports. */
  brokenBlinds(by: Author, projectId: string): BrokenBlind[];
  answerQuestion(by: Author, readingId: string, number: number, answer: string): void;
}
