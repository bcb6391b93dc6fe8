import type { OpenReading, ReadingLacks } from "#shared/api/reading.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import { beforeReaderChange } from "../../../client/reader.ts";
import { client } from "../../../client/client.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { Observable } from "../../../ui/observable.ts";
import { ReadingPair } from "./readingPair.ts";
import { AnswerBook } from "./answerBook.ts";

/** What the reader looks at: a region, and the level chosen last in it. */
export interface CasePlace {
  readonly region: OpenReading["regions"][number];
  /** Null where the region has no levels. */
  readonly level: string | null;
}

export type CaseSheet = "rules" | "questions" | "submit";

/** What is missing is asked for so often at most. */
const lacksEveryMs = 2000;

/** A reading on the desk: where the reader is in it, its answers, and what is missing. */
export class OpenCase {
  readonly place: Observable<CasePlace>;
  /** By region, the level that was on show there last. */
  readonly levels = new Map<string, string | null>();
  readonly book: AnswerBook;
  /** Where a consensus is made: the two readings it is made of; null in a reading. */
  readonly pair: ReadingPair | null;
  /** Null until it is known. */
  readonly lacks = new Observable<ReadingLacks | null>(null);
  /** Something is drawn: where a study scores before drawing, its answers stay as they are. */
  readonly hasDrawn: Observable<boolean>;
  /** Keys fill a form. */
  readonly isScoring = new Observable(false);
  /** The field that is asked for. */
  readonly cell = new Observable<FormCell | null>(null);
  /** What lies open over the desk. */
  readonly sheet = new Observable<CaseSheet | null>(null);
  #reading: OpenReading;
  #asked = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #timer = 0;

  constructor(reading: OpenReading) {
    this.#reading = reading;
    const region = reading.regions[0]!;
    this.place = new Observable({ region, level: region.startLevel ?? region.levels[0]?.level ?? null });
    this.hasDrawn = new Observable(reading.hasDrawn);
    this.pair = reading.consensus ? new ReadingPair(reading.consensus) : null;
    this.book = new AnswerBook(reading.readingId, new Map(reading.answers), () => this.askLacks());
    cases.add(this);
  }

  /** As the program described it last. */
  get reading(): OpenReading {
    return this.#reading;
  }

  /** Follows a change of the levels; the reader stays where he or she is. */
  followLevels(reading: OpenReading): void {
    this.#reading = reading;
    const { region, level } = this.place.value;
    this.place.set({ region: reading.regions.find(({ id }) => id === region.id) ?? region, level });
    this.askLacks();
  }

  /** It was submitted, and is shown beside the coordinator's reading: nothing changes it. */
  get isCompared(): boolean {
    return this.reading.coordinators !== undefined;
  }

  /** Why nothing is drawn now, in words; null where it can be. */
  get whyNotDrawn(): string | null {
    if (this.isCompared) return "This case was submitted: it is compared, and not changed any more.";
    if (!this.#scoresFirst) return null;
    const { value } = this.lacks;
    if (value === null) return "It is still being asked whether the form is filled in.";
    return value.answers.length > 0 ? "This study scores before drawing: fill in the form first." : null;
  }

  /** The answers stay as they are: they were given before drawing. */
  get isFormLocked(): boolean {
    return this.#scoresFirst && this.hasDrawn.value && this.lacks.value?.answers.length === 0;
  }

  /** A reading that was unlocked is corrected in any order. */
  get #scoresFirst(): boolean {
    const { scoring, version } = this.reading;
    return scoring.order === "before drawing" && version === 1;
  }

  /** The reader's own drawing is not to be seen now. */
  get hidesDrawing(): boolean {
    return this.isScoring.value && !this.reading.scoring.showsOwnDrawing;
  }

  /** The forms wait until all is drawn. */
  get isFormBlocked(): boolean {
    const { value } = this.lacks;
    return this.reading.scoring.order === "after drawing" && (value === null || value.levels.length + value.drawings.length > 0);
  }

  /** Asks soon what is missing. */
  askLacks(): void {
    if (this.#timer !== 0 || this.isCompared) return;
    this.#timer = window.setTimeout(
      () => void this.lacksNow().catch(() => undefined),
      Math.max(0, this.#askedAt + lacksEveryMs - Date.now()),
    );
  }

  /** What is missing now. Rejects where the door does not answer. */
  async lacksNow(): Promise<ReadingLacks> {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.#askedAt = Date.now();
    const turn = ++this.#asked;
    const lacks = await client.reading.lacks.query({ readingId: this.reading.readingId });
    if (turn === this.#asked) this.lacks.set(lacks);
    return lacks;
  }

  /** Asks what is missing each time that something drawn is on disk; returns how to stop. */
  follow(drawing: Pick<DrawingDesk, "sessions">): () => void {
    const stops = new Map<object, () => void>();
    const followAll = () => {
      for (const session of drawing.sessions.value.values()) {
        if (stops.has(session) || session.volume.studyInstanceUid !== this.reading.readingId) continue;
        let known = session.revision;
        const tell = () => {
          if (session.state.value.save.kind !== "saved" || session.revision === known) return;
          known = session.revision;
          this.hasDrawn.set(true);
          this.askLacks();
        };
        stops.set(session, session.state.subscribe(tell));
        this.askLacks();
      }
    };
    const stop = drawing.sessions.subscribe(followAll);
    followAll();
    this.askLacks();
    return () => {
      stop();
      for (const each of stops.values()) each();
      window.clearTimeout(this.#timer);
      this.#timer = 0;
    };
  }

  /** Nothing more comes of it: its answers are on disk. */
  close(): void {
    cases.delete(this);
  }
}

/** Those whose answers may not all be on disk. */
const cases = new Set<OpenCase>();

beforeReaderChange(async () => {
  await Promise.all([...cases].map(({ book }) => book.settled()));
});

window.addEventListener("beforeunload", (event) => {
  if ([...cases].some(({ book }) => book.hasUnsaved)) event.preventDefault();
});
