import type { OpenReading } from "#shared/api/reading.ts";
import { fieldsToDecide } from "#shared/domain/project/consensus.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import { formatCounted } from "../../../ui/format.ts";
import type { ReadingPair } from "./readingPair.ts";
import classes from "./Case.module.css";

interface Props {
  readonly pair: ReadingPair;
  readonly cells: readonly FormCell[];
}

/** Above the form of a consensus: what is to be decided, or that nothing is. */
export function ConsensusNote({ pair: { consensus, answers }, cells }: Props) {
  const differing = fieldsToDecide(
    cells.map(({ key }) => key),
    answers.a,
    answers.b,
  ).length;
  return (
    <p className={classes.note} title={consensus.scores.join("\n")}>
      {consensus.scores.length === 0
        ? "The scores are not decided anew: the two readings do not differ so much."
        : `${formatCounted(differing, "field differs", "fields differ")}; the others are taken over.`}
    </p>
  );
}

/** What is said in place of "submitted" where scores are shown only. */
export function whyShownOnly({ consensus }: OpenReading): string | undefined {
  return consensus && consensus.scores.length === 0 ? "Shown only" : undefined;
}
