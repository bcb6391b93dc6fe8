import type { Reading, ReadingCommand } from "./readingCommand.ts";

const files = import.meta.glob<Readonly<Record<string, readonly ReadingCommand[]>>>("./commands/*.ts", { eager: true });

/** Every command of the reading room, from the lists that the files of commands/ export. Toolbar, help sheet and keys are made of it. */
export const readingCommands: readonly ReadingCommand[] = Object.values(files).flatMap((exported) => Object.values(exported).flat());

/** The commands that have their button in one part of a toolbar, in their order. */
export function commandsAt(place: string): readonly ReadingCommand[] {
  return readingCommands.filter((command) => command.place === place);
}

/** Does what a command does, or says why it does not apply. */
export function runCommand(command: ReadingCommand, reading: Reading): void {
  const reason = command.whyNot?.(reading) ?? null;
  if (reason === null) command.run(reading);
  else reading.drawing.say(reason);
}
