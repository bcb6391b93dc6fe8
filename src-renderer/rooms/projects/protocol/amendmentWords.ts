import type { Amendment, ReadingName } from "../../../client/projects.ts";
import { formatCounted } from "../../../ui/format.ts";

/** What a change of one field touches. */
export const effectWords: Readonly<Record<Amendment["changes"][number]["effect"], string>> = {
  free: "no reading",
  "not submitted": "what is not submitted",
  "not opened": "what is not opened",
  refused: "refused",
};

/** What becomes of the readings that were opened. */
export function touchedBy({ version, changes, inWork, kept }: Amendment): { readonly reading: ReadingName; readonly becomes: string }[] {
  const isResumed = changes.some(({ effect }) => effect === "not submitted");
  return [
    ...inWork.map((reading) => ({
      reading,
      becomes: isResumed ? `in work: goes on by version ${version} when it is opened again` : `in work: goes on by version ${version}`,
    })),
    ...kept.map((reading) => ({ reading, becomes: `keeps version ${reading.protocolVersion}, by which it was read` })),
  ];
}

/** What becomes of all others, and what is to be done, in sentences. */
export function amendmentNotes({ version, notOpened, made, takenBack, answersTakenBack, unready }: Amendment): string[] {
  const readings = (count: number) => formatCounted(count, "reading", "readings");
  return [
    `${readings(notOpened)} that nobody has opened: read by version ${version}.`,
    ...(made > 0 ? [`${readings(made)}: made anew, behind the others of each order.`] : []),
    ...(takenBack > 0 ? [`${readings(takenBack)} that nobody has opened: taken back.`] : []),
    ...(answersTakenBack > 0
      ? [`${formatCounted(answersTakenBack, "answer", "answers")} in work that the forms do not have any more: taken back.`]
      : []),
    ...(unready.length > 0
      ? [
          `${formatCounted(unready.length, "case waits until it is", "cases wait until they are")} prepared: ${unready.join(", ")}. Choose the slices of new levels.`,
        ]
      : []),
  ];
}
