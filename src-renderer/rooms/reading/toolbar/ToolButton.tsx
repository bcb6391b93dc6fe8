import type { ReactNode } from "react";
import { ActionIcon, Tooltip } from "@mantine/core";
import classes from "./Toolbar.module.css";

interface Props {
  /** What a screen reader and the tests call it. */
  readonly name: string;
  /** The key that does the same. */
  readonly shortcut?: string;
  /** What it does, where the name does not say all. */
  readonly help?: string;
  /** Pressed or not, for a switch or a choice; undefined for a plain command. */
  readonly isPressed?: boolean;
  /** Why it cannot be used, in words; null where it can. */
  readonly whyNot?: string | null;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** An icon to press, with its name, key and what it does, or, where it cannot be used, the reason in its tip. */
export function ToolButton({ name, shortcut, help, isPressed, whyNot = null, onPress, children }: Props) {
  const title = shortcut ? `${name} (${shortcut})` : name;
  const tip = help ? (
    <>
      <div>{title}</div>
      <div className={classes.help}>{help}</div>
    </>
  ) : (
    title
  );
  return (
    <Tooltip label={whyNot ?? tip} maw={300}>
      <ActionIcon
        className={classes.button}
        size={30}
        aria-label={name}
        aria-pressed={isPressed}
        aria-disabled={whyNot !== null}
        data-pressed={isPressed === true || undefined}
        onClick={() => {
          if (whyNot === null) onPress();
        }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
