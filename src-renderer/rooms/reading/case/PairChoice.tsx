import { useObservable } from "../../../ui/observable.ts";
import { pairColors } from "./pairColors.ts";
import { shownOfPair, type PairLetter, type ReadingPair } from "./readingPair.ts";
import classes from "./Case.module.css";

/** Whose outlines lie over the images: those of A, of B, of both or of neither. */
export function PairChoice({ pair }: { readonly pair: ReadingPair }) {
  const shown = useObservable(pair.shown);
  return (
    <fieldset className={classes.choices} aria-label="Outlines of the two readings (Y)">
      {shownOfPair.map((choice) => (
        <button
          key={choice}
          type="button"
          className={classes.choice}
          aria-pressed={choice === shown}
          title="Y: the next of these"
          onClick={() => pair.shown.set(choice)}
        >
          {choice === "A" || choice === "B" ? <LetterMark letter={choice} /> : choice === "neither" ? "Neither" : choice}
        </button>
      ))}
    </fieldset>
  );
}

/** A letter with the line that its outlines have. */
function LetterMark({ letter }: { readonly letter: PairLetter }) {
  return (
    <span className={classes.letter}>
      {letter}
      <span
        className={classes.letterLine}
        style={{ borderTopColor: pairColors[letter], borderTopStyle: letter === "A" ? "solid" : "dashed" }}
        aria-hidden
      />
    </span>
  );
}
