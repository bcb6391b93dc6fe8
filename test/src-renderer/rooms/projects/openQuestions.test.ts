import { expect, test } from "vitest";
import type { ReadingOfProject } from "../../../../src-renderer/client/projects.ts";
import { openQuestions } from "../../../../src-renderer/rooms/projects/readings/openQuestions.ts";

test("only questions without an answer wait", () => {
  const questions = [
    { number: 1, text: "a", answer: "b" },
    { number: 2, text: "c", answer: null },
  ];
  expect(openQuestions([{ questions } as unknown as ReadingOfProject]).map(({ number }) => number)).toEqual([2]);
});
