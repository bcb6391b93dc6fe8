import type { App } from "../../../app/createApp.ts";

type Projects = App["services"]["projects"];
type Amendment = ReturnType<Projects["amend"]>;
type Replaced = ReturnType<Projects["replaceSeries"]>;
type Left = ReturnType<Projects["removeReader"]>;

const effects = {
  free: "touches no reading",
  "not submitted": "touches what is not submitted",
  "not opened": "touches what is not opened",
  refused: "refused",
} as const;
const onlyTried = "Nothing was changed (--dry-run). It would be so:\n";

const reading = ({ readerNumber, pass, code }: Amendment["kept"][number]): string => `reader ${readerNumber}, pass ${pass}, ${code}`;
const counted = (count: number): string => `${count} reading${count === 1 ? "" : "s"}`;
const listed = (title: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [title, ...names.map((name) => `  ${name}`)];
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** What an amendment changed, and which readings it touches. */
export function amendmentText(
  { version, changes, inWork, kept, notOpened, made, takenBack, answersTakenBack, unready }: Amendment,
  isTried: boolean,
): string {
  return (
    (isTried ? onlyTried : "") +
    text([
      `Version ${version} of the protocol, frozen:`,
      ...changes.map(({ field, words, effect }) => `  ${field}${words === "" ? "" : ` (${words})`}: ${effects[effect]}`),
      ...listed(`In work, they go on under version ${version} when they are opened again:`, inWork.map(reading)),
      ...(answersTakenBack === 0 ? [] : [`Answers in work that the forms do not have any more, taken back: ${answersTakenBack}`]),
      ...listed(
        "They keep the version that they were read with:",
        kept.map((each) => `${reading(each)}: version ${each.protocolVersion}`),
      ),
      `Not opened yet, to be read under version ${version}: ${counted(notOpened)}`,
      ...(made === 0 ? [] : [`Made: ${counted(made)}`]),
      ...(takenBack === 0 ? [] : [`Taken back before anybody opened them: ${counted(takenBack)}`]),
      ...(unready.length === 0 ? [] : [`To be prepared before anybody opens them: ${unready.join(", ")}`]),
      "What cases lack now, “fascicle project status” tells; a case that lacks something is not opened.",
    ])
  );
}

/** What became of the readings of a case of which a series was replaced. */
export function replacedText({ kept, begunAnew, notOpened, droppedLevels }: Replaced, isTried: boolean): string {
  return (
    (isTried ? onlyTried : "The series was replaced.\n") +
    text([
      ...listed("Read on the old series, and kept as they were (unlocked, one is begun anew):", kept.map(reading)),
      ...listed("In work, begun anew on the new series; what was drawn and answered is kept:", begunAnew.map(reading)),
      `Not opened yet: ${counted(notOpened)}`,
      ...(droppedLevels.length === 0 ? [] : [`Dropped, to be chosen again: ${droppedLevels.join("; ")}`]),
      "Look at the new series (“cases looked”): until then the case is not opened.",
    ])
  );
}

/** What became of the readings of a reader who left. */
export function leftText({ notOpened, withdrawn, kept }: Left): string {
  return [
    `The reader has left. Not opened, and closed: ${counted(notOpened)}; submitted, and kept: ${counted(kept)}.`,
    ...listed("In work, and withdrawn:", withdrawn.map(reading)),
  ].join("\n");
}
