import { keyWord } from "../ui/keyWord.ts";

/** Turns scoring on and off. No tool and no command of the reading room has it. */
export const scoringKey = "q";

/** The keys of a list that is chosen from, in its order; what comes after the last has none. "n" and "q" mean something else. */
const listKeys = "123456789abcdefghijklmoprstuvwxyz";

/** The key of a place in a list, from 0; empty where there are more places than keys. */
export function keyOfPlace(at: number): string {
  return listKeys.charAt(at);
}

export type Direction = "up" | "down" | "left" | "right" | "next";

/** A key press, as browsers describe it. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat">;

/** What a key press means to the form. */
export type FormKey =
  /** Gives the answer at this place of the options. */
  | { readonly does: "option"; readonly at: number }
  /** Gives the reason at this place of the list that is open. */
  | { readonly does: "reason"; readonly at: number }
  | { readonly does: "scoring"; readonly isOn: boolean }
  | { readonly does: "move"; readonly to: Direction }
  | { readonly does: "copy" | "ask reason" | "close reasons" | "take back" }
  /** `nothing` is kept from the image without effect; `page` is kept from it too, and works the page (a button, the focus); `pass` is not the form's. */
  | { readonly does: "nothing" | "page" | "pass" };

/** What decides the meaning of a key. */
export interface KeyState {
  readonly isScoring: boolean;
  readonly isLocked: boolean;
  /** A field that is typed in has the focus. */
  readonly isTyping: boolean;
  /** A button, a link or a switch that is no cell has the focus. */
  readonly isOnControl: boolean;
  /** The keys of the current cell's options. */
  readonly optionKeys: readonly string[];
  /** How many reasons the open list has; null where none is open. */
  readonly reasonCount: number | null;
}

const moves: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Enter: "next",
};
const ofNumberPad: Readonly<Record<string, string>> = {
  NumpadAdd: "=",
  NumpadEqual: "=",
  NumpadDivide: "n",
  NumpadSubtract: "Backspace",
  NumpadEnter: "Enter",
};
const ofThePage = /^(?:Tab|F\d+|Shift|CapsLock|NumLock|Alt|AltGraph|ContextMenu|Dead)$/;

/** The meaning of a key press in a form. */
export function formKey(press: KeyPress, state: KeyState): FormKey {
  const { isScoring, isLocked, isTyping, isOnControl, reasonCount } = state;
  if (isLocked || isTyping || press.ctrlKey || press.metaKey) return { does: "pass" };
  const sign = keySign(press);
  if (!isScoring)
    return sign === scoringKey && !press.altKey && !press.shiftKey && !press.repeat ? { does: "scoring", isOn: true } : { does: "pass" };
  if (press.altKey || ofThePage.test(press.key) || (isOnControl && (sign === "Enter" || sign === " "))) return { does: "page" };
  // A key that is held down would fill a column.
  if (press.repeat && !sign.startsWith("Arrow")) return { does: "nothing" };
  return reasonCount === null ? cellKey(sign, state.optionKeys) : reasonKey(sign, reasonCount);
}

function cellKey(sign: string, optionKeys: readonly string[]): FormKey {
  const option = optionKeys.indexOf(sign);
  if (option >= 0) return { does: "option", at: option };
  const to = moves[sign];
  if (to) return { does: "move", to };
  switch (sign) {
    case "=":
      return { does: "copy" };
    case "n":
      return { does: "ask reason" };
    case "Backspace":
      return { does: "take back" };
    case scoringKey:
    case "Escape":
      return { does: "scoring", isOn: false };
    default:
      return { does: "nothing" };
  }
}

function reasonKey(sign: string, count: number): FormKey {
  const at = sign.length === 1 ? listKeys.indexOf(sign) : -1;
  if (at >= 0 && at < count) return { does: "reason", at };
  return { does: sign === "Escape" || sign === "Backspace" || sign === "n" ? "close reasons" : "nothing" };
}

/**
 * A key by what it means here: a digit, a lower-case letter, "=", or the name of a key. Digits go by their place on the keyboard, because French layouts have
 * them with Shift, others have digits of their own, and a number pad without NumLock has arrows.
 */
function keySign(press: KeyPress): string {
  const ofPad = ofNumberPad[press.code];
  if (ofPad !== undefined) return ofPad;
  // With Shift on the 0 of German layouts.
  if (press.key === "=" || /^[0-9]$/.test(press.key)) return press.key;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  if (digit !== undefined) return digit;
  if (press.key === " ") return press.key;
  const word = keyWord({ key: press.key, code: press.code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false });
  return word.length === 1 ? word.toLowerCase() : word;
}
