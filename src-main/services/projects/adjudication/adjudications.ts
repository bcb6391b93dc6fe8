import type { AdjudicationOfProject, CasesToAdjudicate, OwnAdjudications } from "#shared/api/adjudication.ts";
import type { Author } from "../../store/index.ts";
import type { ComparedCases } from "./compareCases.ts";
import type { ReadingImage, Readings, Submission } from "../readings/readings.ts";

/** What is signed by everybody who makes a consensus. */
export interface ConsensusSecret {
  readonly passphrase: string;
  /** The passphrases of the others, by their numbers in the consensus. */
  readonly others: readonly { readonly number: number; readonly passphrase: string }[];
  readonly meaning: string;
}

/**
 * Consensus of the two first readings of a case, in running projects. The readings stay as they are; a consensus has its own drawings and answers. Methods of
 * adjudicators, which stand in place of those of a reading, throw PlainError where it is another one's, locked, or not to be seen yet; those of coordinators
 * where the author is no coordinator. What throws changes neither a row nor the log.
 */
export interface Adjudications extends Pick<
  Readings,
  "open" | "describe" | "images" | "image" | "drawing" | "picture" | "isShown" | "answer" | "addActive" | "lacks"
> {
  /** What one reader has to adjudicate, project by project. */
  own(by: Author): OwnAdjudications[];
  /** Whether an id is that of a consensus, of an image or of a drawing of one. */
  has(id: string): boolean;
  /** The drawing of A or B by the name that it has in an open consensus: the segmentation's id never leaves the main process. */
  outline(by: Author, name: string): { readonly image: ReadingImage; readonly segmentationId: string; readonly letter: "A" | "B" };
  /** Signs, by everybody who makes it, and locks. Throws PlainError that lists what is missing. */
  submit(by: Author, adjudicationId: string, secret: ConsensusSecret): Promise<Submission>;
  /** The cases that the rule asks a consensus of, with why, as they are now. */
  list(by: Author, projectId: string): CasesToAdjudicate;
  /** Every consensus that was ever assigned. */
  all(by: Author, projectId: string): AdjudicationOfProject[];
  /**
   * Names who makes the consensus of cases (null: of all that nobody was assigned to): a third reader, or the two readers together. Answers how many. Throws
   * PlainError where the rule does not ask for one, or there is one already. `compared` is what list found just now, where it was asked for already: a pair
   * that changed since is compared again.
   */
  assign(
    by: Author,
    projectId: string,
    request: { readonly codes: readonly string[] | null; readonly readerIds: readonly number[] },
    compared?: ComparedCases,
  ): number;
  /** Begins a new version of a submitted consensus; the one that was submitted is kept. */
  unlock(by: Author, adjudicationId: string, reason: string): void;
  /** Leaves a consensus out; the case can be assigned anew. */
  withdraw(by: Author, adjudicationId: string, reason: string): void;
}
