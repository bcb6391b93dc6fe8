import { useSyncExternalStore } from "react";
import { client } from "./client.ts";

const unnamed = "Reader 1";
const listeners = new Set<() => void>();
let current = unnamed;

/** Who is reading at this machine, as strokes and results name them: a name, initials or "R1". */
export function readerName(): string {
  return current;
}

/** Asks the door who read here last. */
export async function loadReaderName(): Promise<void> {
  show((await client.reader.describe.query()).name ?? unnamed);
}

/** Remembers who is reading; an empty name goes back to "Reader 1". */
export async function setReaderName(name: string): Promise<void> {
  const trimmed = name.trim().slice(0, 120);
  await client.reader.rename.mutate({ name: trimmed });
  show(trimmed || unnamed);
}

/** The reader's name, kept up to date. */
export function useReaderName(): string {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readerName);
}

function show(name: string): void {
  current = name;
  for (const listener of listeners) listener();
}
