import { describe, expect, test } from "vitest";
import { tools } from "../../../src-renderer/drawing/tools.ts";
import { formKey, type FormKey, keyOfPlace, type KeyPress, type KeyState, scoringKey } from "../../../src-renderer/forms/formKeys.ts";
import { readingCommands } from "../../../src-renderer/rooms/reading/readingCommands.ts";

const scoring: KeyState = {
  isScoring: true,
  isLocked: false,
  isTyping: false,
  isOnControl: false,
  optionKeys: ["0", "1", "2", "3", "4", "5"],
  reasonCount: null,
};
const looking: KeyState = { ...scoring, isScoring: false };
const press = (key: string, code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...more,
});
const option = (at: number): FormKey => ({ does: "option", at });

describe("keys while scoring", () => {
  test.each<[string, KeyPress, FormKey]>([
    ["3 on a US layout", press("3", "Digit3"), option(3)],
    ["3 on a number pad", press("3", "Numpad3"), option(3)],
    ["3 on a number pad without NumLock", press("PageDown", "Numpad3"), option(3)],
    ["3 on a French layout, which needs Shift", press("3", "Digit3", { shiftKey: true }), option(3)],
    ["the same key without Shift", press('"', "Digit3"), option(3)],
    ["0 of a French layout without Shift", press("à", "Digit0"), option(0)],
    ["3 on an Arabic layout", press("٣", "Digit3"), option(3)],
    ["a digit that no grade has", press("6", "Digit6"), { does: "nothing" }],
    ["=", press("=", "Equal"), { does: "copy" }],
    ["= of a German layout", press("=", "Digit0", { shiftKey: true }), { does: "copy" }],
    ["+ of a number pad", press("+", "NumpadAdd"), { does: "copy" }],
    ["n", press("n", "KeyN"), { does: "ask reason" }],
    ["n with CapsLock", press("N", "KeyN"), { does: "ask reason" }],
    ["n of a Dvorak layout", press("n", "KeyL"), { does: "ask reason" }],
    ["the place of n on a Dvorak layout, which is b", press("b", "KeyN"), { does: "nothing" }],
    ["n of a Cyrillic layout", press("т", "KeyN"), { does: "ask reason" }],
    ["/ of a number pad", press("/", "NumpadDivide"), { does: "ask reason" }],
    ["Backspace", press("Backspace", "Backspace"), { does: "take back" }],
    ["- of a number pad", press("-", "NumpadSubtract"), { does: "take back" }],
    ["an arrow", press("ArrowLeft", "ArrowLeft"), { does: "move", to: "left" }],
    ["an arrow held down", press("ArrowDown", "ArrowDown", { repeat: true }), { does: "move", to: "down" }],
    ["Enter", press("Enter", "Enter"), { does: "move", to: "next" }],
    ["Enter of a number pad", press("Enter", "NumpadEnter"), { does: "move", to: "next" }],
    ["Escape", press("Escape", "Escape"), { does: "scoring", isOn: false }],
    ["the toggle", press("q", "KeyQ"), { does: "scoring", isOn: false }],
    ["a grade held down", press("3", "Digit3", { repeat: true }), { does: "nothing" }],
    ["a key of the viewer", press("w", "KeyW"), { does: "nothing" }],
    ["Space", press(" ", "Space"), { does: "nothing" }],
    ["Page down", press("PageDown", "PageDown"), { does: "nothing" }],
    ["Tab", press("Tab", "Tab"), { does: "page" }],
    ["F11", press("F11", "F11"), { does: "page" }],
    ["Alt with a digit", press("3", "Digit3", { altKey: true }), { does: "page" }],
    ["Ctrl+Z", press("z", "KeyZ", { ctrlKey: true }), { does: "pass" }],
    ["Meta with a digit", press("3", "Digit3", { metaKey: true }), { does: "pass" }],
  ])("%s", (_, key, meaning) => {
    expect(formKey(key, scoring)).toEqual(meaning);
  });

  test("grades go by the keys that their scale gives them", () => {
    const lettered = { ...scoring, optionKeys: ["0", "1", "a", "b", "3", "4"] };
    expect(formKey(press("a", "KeyA"), lettered)).toEqual(option(2));
    expect(formKey(press("B", "KeyB", { shiftKey: true }), lettered)).toEqual(option(3));
    expect(formKey(press("ф", "KeyA"), lettered)).toEqual(option(2));
    expect(formKey(press("3", "Numpad3"), lettered)).toEqual(option(4));
    expect(formKey(press("2", "Digit2"), lettered)).toEqual({ does: "nothing" });
    // A scale that has the toggle's key keeps it.
    expect(formKey(press("q", "KeyQ"), { ...scoring, optionKeys: ["p", "q"] })).toEqual(option(1));
  });

  test("a control that has the focus is worked by Enter and Space", () => {
    const onControl = { ...scoring, isOnControl: true };
    expect(formKey(press(" ", "Space"), onControl)).toEqual({ does: "page" });
    expect(formKey(press("Enter", "Enter"), onControl)).toEqual({ does: "page" });
    expect(formKey(press("3", "Digit3"), onControl)).toEqual(option(3));
  });
});

describe("keys while the list of reasons is open", () => {
  const asking = { ...scoring, reasonCount: 5 };

  test.each<[string, KeyPress, FormKey]>([
    ["the first number", press("1", "Digit1"), { does: "reason", at: 0 }],
    ["the last number, on the pad", press("5", "Numpad5"), { does: "reason", at: 4 }],
    ["a number too many", press("6", "Digit6"), { does: "nothing" }],
    ["0, which is a grade", press("0", "Digit0"), { does: "nothing" }],
    ["Escape", press("Escape", "Escape"), { does: "close reasons" }],
    ["n", press("n", "KeyN"), { does: "close reasons" }],
    ["an arrow", press("ArrowDown", "ArrowDown"), { does: "nothing" }],
  ])("%s", (_, key, meaning) => {
    expect(formKey(key, asking)).toEqual(meaning);
  });
});

describe("keys that are not the form's", () => {
  test("outside of scoring only the toggle is", () => {
    expect(formKey(press("q", "KeyQ"), looking)).toEqual({ does: "scoring", isOn: true });
    expect(formKey(press("й", "KeyQ"), looking)).toEqual({ does: "scoring", isOn: true });
    for (const key of [
      press("Q", "KeyQ", { shiftKey: true }),
      press("q", "KeyQ", { ctrlKey: true }),
      press("q", "KeyQ", { repeat: true }),
      press("3", "Digit3"),
      press("=", "Equal"),
      press("n", "KeyN"),
      press("Escape", "Escape"),
      press("ArrowDown", "ArrowDown"),
    ])
      expect([key.key, formKey(key, looking)]).toEqual([key.key, { does: "pass" }]);
  });

  test("none is in a field that is typed in, and none in a locked form", () => {
    for (const key of [press("3", "Digit3"), press("q", "KeyQ"), press("n", "KeyN"), press("Backspace", "Backspace")])
      for (const state of [scoring, looking]) {
        expect(formKey(key, { ...state, isTyping: true })).toEqual({ does: "pass" });
        expect(formKey(key, { ...state, isLocked: true })).toEqual({ does: "pass" });
      }
  });

  test("the toggle is no key of a tool or a command", () => {
    const taken = [
      ...tools.flatMap(({ key, keys = [] }) => [key, ...keys.map((own) => own.key)]),
      ...readingCommands.flatMap(({ keys }) => keys),
    ];
    expect(taken.length).toBeGreaterThan(40);
    expect(taken).not.toContain(scoringKey.toUpperCase());
  });
});

test("places of a list have 1 to 9, then letters, never those that mean something else", () => {
  const keys = Array.from({ length: 40 }, (_, at) => keyOfPlace(at));
  expect(keys.slice(0, 11)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b"]);
  expect(keys).not.toContain("n");
  expect(keys).not.toContain(scoringKey);
  const given = keys.filter((key) => key !== "");
  expect(new Set(given).size).toBe(given.length);
});
