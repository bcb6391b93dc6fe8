type Key = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/**
 * A key press as one word: "Ctrl+Shift+Z", "ArrowUp", "[". Letters are upper case. A letter is what the layout makes of the key; where that is no Latin letter
 * (Cyrillic, Greek, Hebrew, Arabic ...), the key's place on the keyboard says which it is (UI Events: `code`).
 */
export function keyWord(event: Key): string {
  // On many keyboards the brackets need AltGr, which browsers report as Ctrl and Alt.
  if (event.key === "[" || event.key === "]") return event.key;
  const isCommand = event.ctrlKey || event.metaKey;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key =
    (event.shiftKey || event.altKey) && digit
      ? digit
      : (keyByPlace(event) ?? (event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key));
  const hasShift = event.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key));
  return `${isCommand ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${hasShift ? "Shift+" : ""}${key}`;
}

/** The key by its place, as a US layout names it, where what the layout makes of it is no Latin letter, digit or bracket; null where it needs no such help. */
function keyByPlace({ key, code }: Key): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  // Also where a letter's key gives a sign (Hebrew) or two letters (Arabic), or an input method takes it ("Process").
  if (letter !== undefined) return /^[A-Z]$/.test(key.toUpperCase()) ? null : letter;
  if (!/^[\p{L}\p{N}]+$/u.test(key) || /^[\p{Script=Latin}0-9]/u.test(key)) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  return digit ?? (code === "BracketLeft" ? "[" : code === "BracketRight" ? "]" : null);
}
