import type { ReactNode } from "react";
import { ActionIcon, Tooltip } from "@mantine/core";
import classes from "./Toolbar.module.css";

interface Props {
  /** What a screen reader and the tests call it. */
  readonly name: string;
  /** The key that does the same. */
  readonly shortcut?: string;
  /** Pressed or not, for a switch or a choice; undefined for a plain command. */
  readonly isPressed?: boolean;
  /** Why it cannot be used, in words; null where it can. */
  readonly whyNot?: string | null;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** An icon to press, with its name, key and, where it cannot be used, the reason in its tip. */
export function ToolButton({ name, shortcut, isPressed, whyNot = null, onPress, children }: Props) {
  return (
    <Tooltip label={whyNot ?? (shortcut ? `${name} (${shortcut})` : name)} maw={260}>
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
