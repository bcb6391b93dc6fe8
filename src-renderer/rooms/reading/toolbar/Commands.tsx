import type { Reading } from "../readingCommand.ts";
import { commandsAt } from "../readingCommands.ts";
import { CommandButton } from "./CommandButton.tsx";

/** The buttons of one part of a toolbar, in the commands' order. */
export function Commands({ place, reading }: { place: string; reading: Reading }) {
  return commandsAt(place).map((command) => <CommandButton key={command.id} command={command} reading={reading} />);
}
