import { useEffect, useEffectEvent } from "react";
import { keyWord } from "../../../ui/keyWord.ts";
import { isTyping } from "../../../ui/shortcuts.ts";

interface Actions {
  readonly slices: number;
  readonly slice: number;
  readonly goTo: (slice: number) => void;
  /** The slice on show is the level of this place in the protocol, from 0. */
  readonly mark: (at: number) => unknown;
  readonly look: () => unknown;
  readonly draw: () => void;
  readonly next: () => void;
  readonly previous: () => void;
}

/** The keys of a series that is looked at, while no dialog is open and nothing is typed. */
export function useLookKeys({ slices, slice, goTo, mark, look, draw, next, previous }: Actions): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const isSlider = event.target instanceof Element && event.target.closest("[role=slider]") !== null;
    if (isTyping(event) || isSlider || document.querySelector("[role=dialog], [role=menu]")) return;
    const word = keyWord(event);
    const digit = /^[1-9]$/.exec(word);
    const actions: Record<string, () => unknown> = {
      ArrowDown: () => goTo(slice + 1),
      ArrowUp: () => goTo(slice - 1),
      PageDown: () => goTo(slice + 5),
      PageUp: () => goTo(slice - 5),
      Home: () => goTo(1),
      End: () => goTo(slices),
      L: look,
      M: draw,
      N: next,
      P: previous,
    };
    const action = digit ? () => mark(Number(digit[0]) - 1) : actions[word];
    if (!action) return;
    event.preventDefault();
    // Held down, a key goes on through the slices, and marks nothing twice.
    if (!event.repeat || /^Arrow|^Page/.test(word)) action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
