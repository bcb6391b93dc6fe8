import { useState } from "react";
import { plainWords } from "./plainWords.ts";

/** Something that a form does at the door: whether it is being done, why it was refused, and how to do it. */
export function useAct(): {
  readonly isBusy: boolean;
  readonly error: string | null;
  readonly act: (work: () => Promise<unknown>, onDone?: () => void) => void;
} {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const act = (work: () => Promise<unknown>, onDone?: () => void) => {
    setBusy(true);
    setError(null);
    work()
      .then(
        () => onDone?.(),
        (cause: unknown) => setError(plainWords(cause)),
      )
      .finally(() => setBusy(false));
  };
  return { isBusy, error, act };
}
