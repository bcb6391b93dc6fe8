import { TRPCClientError } from "@trpc/client";
import { describe, expect, test } from "vitest";
import type { Answer } from "#shared/domain/project/answer.ts";
import { AnswerBook } from "../../../../../src-renderer/rooms/reading/case/answerBook.ts";
import { answer, sentTo } from "../../../bench/door.ts";

const grade = (value: string): Answer => ({ type: "grade", value });
const refusal = (words: string) => new TRPCClientError(words, { result: { error: { data: { httpStatus: 400 } } } as never });

describe("the answers of a reading", () => {
  test("are shown at once and sent in order", async () => {
    let kept = 0;
    answer("reading.answer", () => undefined);
    const book = new AnswerBook("r1", new Map([["a", grade("0")]]), () => kept++);
    book.give("a", grade("2"));
    book.give("b", grade("1"));
    book.give("a", null);
    expect([...book.answers.value]).toEqual([["b", grade("1")]]);
    expect(book.hasUnsaved).toBe(true);
    await book.settled();
    expect(sentTo("reading.answer")).toEqual([
      { readingId: "r1", key: "a", answer: grade("2") },
      { readingId: "r1", key: "b", answer: grade("1") },
      { readingId: "r1", key: "a", answer: null },
    ]);
    expect([kept, book.hasUnsaved]).toEqual([3, false]);
  });

  test("become what is on disk where the study refuses one, with the reason until the next is given", async () => {
    answer("reading.answer", () => {
      throw refusal("This study scores after drawing. Not drawn yet: sartorius left.");
    });
    const book = new AnswerBook("r1", new Map([["a", grade("0")]]), () => expect.unreachable());
    book.give("a", grade("2"));
    book.give("b", grade("1"));
    await book.settled();
    expect([...book.answers.value]).toEqual([["a", grade("0")]]);
    expect(book.refusal.value).toBe("This study scores after drawing. Not drawn yet: sartorius left.");
    answer("reading.answer", () => undefined);
    book.give("a", grade("3"));
    expect(book.refusal.value).toBe("");
    await book.settled();
    expect([...book.answers.value]).toEqual([["a", grade("3")]]);
  });

  test("that were given after a refused one stay on show", async () => {
    let calls = 0;
    answer("reading.answer", () => {
      if (++calls === 1) throw refusal("no");
    });
    const book = new AnswerBook("r1", new Map(), () => undefined);
    book.give("a", grade("2"));
    book.give("a", grade("4"));
    await book.settled();
    expect([...book.answers.value]).toEqual([["a", grade("4")]]);
  });
});
