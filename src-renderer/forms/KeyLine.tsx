import type { FormKey } from "./formKeys.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly canCopy: boolean;
  readonly canAskReason: boolean;
  readonly run: (key: FormKey) => void;
}

/** What the keys do besides giving grades; those that need no hand on the keyboard as buttons. */
export function KeyLine({ canCopy, canAskReason, run }: Props) {
  return (
    <div className={classes.keys}>
      <button type="button" disabled={!canCopy} onClick={() => run({ does: "copy" })}>
        <kbd>=</kbd> other side
      </button>
      <button type="button" disabled={!canAskReason} onClick={() => run({ does: "ask reason" })}>
        <kbd>N</kbd> not assessable
      </button>
      <button type="button" onClick={() => run({ does: "take back" })}>
        <kbd aria-label="Backspace">⌫</kbd> take back
      </button>
      <p className={classes.quiet}>Pad: + is =, / is N, − is ⌫. Arrows, Enter: move. Esc: end.</p>
    </div>
  );
}
