import type { ReadingOfProject } from "../../../client/projects.ts";

/** Questions of readers that wait for an answer. */
export function openQuestions(readings: readonly ReadingOfProject[]): {
  readonly reading: ReadingOfProject;
  readonly number: number;
  readonly text: string;
}[] {
  return readings.flatMap((reading) =>
    reading.questions.flatMap(({ number, text, answer }) => (answer === null ? [{ reading, number, text }] : [])),
  );
}
