import { keyInWords } from "../../../ui/command.ts";
import type { Reading, ReadingCommand } from "../readingCommand.ts";
import { ToolButton } from "./ToolButton.tsx";

/** A command's button: its icon, name and key, and why it does not apply where it does not. Rendered again by whoever shows it. */
export function CommandButton({ command, reading }: { command: ReadingCommand; reading: Reading }) {
  const { name, nameWhenOn, keys, isOn, whyNot, run } = command;
  const isPressed = isOn?.(reading);
  return (
    <ToolButton
      name={(isPressed && nameWhenOn) || name}
      {...(keys[0] !== undefined && { shortcut: keyInWords(keys[0]) })}
      {...(isPressed !== undefined && { isPressed })}
      whyNot={whyNot?.(reading) ?? null}
      onPress={() => run(reading)}
    >
      {isPressed && command.iconWhenOn ? <command.iconWhenOn size={18} stroke={1.6} /> : <command.icon size={18} stroke={1.6} />}
    </ToolButton>
  );
}
