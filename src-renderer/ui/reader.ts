import { useSyncExternalStore } from "react";

const key = "fascicle.reader";
const listeners = new Set<() => void>();

/** Who is reading at this machine, as results name them: a name, initials or "R1". */
export function readerName(): string {
  return localStorage.getItem(key) ?? "Reader 1";
}

/** Remembers who is reading; an empty name goes back to "Reader 1". */
export function setReaderName(name: string): void {
  const trimmed = name.trim().slice(0, 120);
  if (trimmed === "") localStorage.removeItem(key);
  else localStorage.setItem(key, trimmed);
  for (const listener of listeners) listener();
}

/** The reader's name, kept up to date. */
export function useReaderName(): string {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readerName);
}
