import classes from "./SegmentPanel.module.css";

interface Props {
  readonly label: string;
  readonly name: string;
  /** With the new name; null where nothing is to change. */
  readonly onDone: (name: string | null) => void;
}

/** A name being changed: Enter or leaving the field keeps it, Esc gives it up. */
export function NameField({ label, name, onDone }: Props) {
  return (
    <input
      className={classes.nameField}
      aria-label={label}
      defaultValue={name}
      maxLength={120}
      ref={(field) => field?.select()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") onDone(null);
      }}
      onBlur={(event) => {
        const next = event.currentTarget.value.trim();
        onDone(next === "" || next === name ? null : next);
      }}
    />
  );
}
