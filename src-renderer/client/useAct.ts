import { useRef, useState } from "react";
import { plainWords } from "./plainWords.ts";

/**
 * Something that a form does at the door: whether it is being done, why it was refused, and how to do it. What is asked for while
 * something is being done is done
 * next, in order.
 */
export function useAct(): {
  readonly isBusy: boolean;
  readonly error: string | null;
  readonly act: (work: () => Promise<unknown>, onDone?: () => void) => void;
} {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const last = useRef<Promise<void>>(Promise.resolve());
  const act = (work: () => Promise<unknown>, onDone?: () => void) => {
    setBusy(true);
    setError(null);
    const own = last.current.then(work).then(
      () => onDone?.(),
      (cause: unknown) => setError(plainWords(cause)),
    );
    last.current = own;
    void own.finally(() => {
      if (last.current === own) setBusy(false);
    });
  };
  return { isBusy, error, act };
}
