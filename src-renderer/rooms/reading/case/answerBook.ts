import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import { client } from "../../../client/client.ts";
import { isRuleRefusal } from "../../../client/fetchBytes.ts";
import { plainWords } from "../../../client/plainWords.ts";
import type { SaveState } from "../../../drawing/strokeQueue.ts";
import { Observable } from "../../../ui/observable.ts";
import { AnswerQueue, type SentAnswer } from "./answerQueue.ts";

/** The answers of a reading: shown at once, sent in order. */
export class AnswerBook {
  /** As shown: also what is not on disk yet. */
  readonly answers: Observable<Answers>;
  readonly save = new Observable<SaveState>({ kind: "saved" });
  /** Why the last refused answer was not taken; empty where none was. */
  readonly refusal = new Observable("");
  readonly #kept: Map<string, Answer>;
  readonly #queue: AnswerQueue;

  /** @param onKept called when an answer is on disk. */
  constructor(readingId: string, answers: Answers, onKept: () => void) {
    this.answers = new Observable(answers);
    this.#kept = new Map(answers);
    this.#queue = new AnswerQueue({
      send: ({ key, answer }) => client.reading.answer.mutate({ readingId, key, answer }),
      isRefused: isRuleRefusal,
      inWords: plainWords,
      onKept: (sent) => {
        put(this.#kept, sent);
        onKept();
      },
      onRefused: ({ key }, reason) => {
        this.refusal.set(reason);
        // What was given since stays on show, and is sent in its turn.
        if (!this.#queue.waiting.some((later) => later.key === key)) this.#show({ key, answer: this.#kept.get(key) ?? null });
      },
      onChange: (state) => this.save.set(state),
      wait: (milliseconds) =>
        new Promise((resolve) => {
          setTimeout(resolve, milliseconds);
        }),
    });
  }

  /** Gives an answer, or takes one back with null. */
  give(key: string, answer: Answer | null): void {
    this.refusal.set("");
    this.#show({ key, answer });
    this.#queue.add({ key, answer });
  }

  get hasUnsaved(): boolean {
    return this.save.value.kind !== "saved";
  }

  /** Resolves when every answer is on disk or refused. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  #show(sent: SentAnswer): void {
    const answers = new Map(this.answers.value);
    put(answers, sent);
    this.answers.set(answers);
  }
}

function put(answers: Map<string, Answer>, { key, answer }: SentAnswer): void {
  if (answer) answers.set(key, answer);
  else answers.delete(key);
}
