import { describe, expect, it } from "vitest";
import { firstDesk, withLayout, withVolume } from "../../../../src-renderer/rooms/reading/deskState.ts";
import { keyWord } from "../../../../src-renderer/ui/keyWord.ts";
import { nextRadius } from "../../../../src-renderer/drawing/drawingSettings.ts";

describe("layouts", () => {
  it("fills new places with the volumes that are on no place yet", () => {
    const one = withVolume(firstDesk, 0, "b");
    const two = withLayout(one, "1x2", ["a", "b", "c"]);
    expect(two.panes.map(({ volumeId }) => volumeId)).toEqual(["b", "a", null, null]);
    expect(withLayout(two, "2x2", ["a", "b", "c"]).panes.map(({ volumeId }) => volumeId)).toEqual(["b", "a", "c", null]);
  });

  it("keeps the active viewport on the screen", () => {
    const four = { ...withLayout(firstDesk, "2x2", ["a"]), activePane: 3 };
    expect(withLayout(four, "1x2", ["a"]).activePane).toBe(1);
    expect(withVolume(withLayout(four, "1x1", ["a"]), 3, "z").panes[0]?.volumeId).toBe("z");
  });
});

describe("keys", () => {
  const press = (key: string, code: string, part: Partial<Record<"ctrlKey" | "shiftKey" | "metaKey" | "altKey", boolean>> = {}) =>
    keyWord({ key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...part });

  it("are one word each, whatever the keyboard's layout", () => {
    expect(press("b", "KeyB")).toBe("B");
    expect(press(" ", "Space")).toBe("Space");
    expect(press("Z", "KeyZ", { ctrlKey: true, shiftKey: true })).toBe("Ctrl+Shift+Z");
    expect(press("z", "KeyZ", { metaKey: true })).toBe("Ctrl+Z");
    expect(press("@", "Digit2", { shiftKey: true })).toBe("Shift+2");
    expect(press("+", "Equal", { shiftKey: true })).toBe("+");
    expect(press("ArrowUp", "ArrowUp", { shiftKey: true })).toBe("Shift+ArrowUp");
    // AltGr+8 on a German keyboard.
    expect(press("[", "Digit8", { ctrlKey: true, altKey: true })).toBe("[");
  });

  it.each([
    ["Cyrillic", "и", "KeyB", "B"],
    ["Greek", "β", "KeyB", "B"],
    ["Hebrew", "נ", "KeyB", "B"],
    ["Arabic, two letters on one key", "لا", "KeyB", "B"],
    ["Hebrew, a sign on a letter's key", "'", "KeyW", "W"],
    ["Cyrillic brackets", "х", "BracketLeft", "["],
    ["Cyrillic brackets", "ъ", "BracketRight", "]"],
    ["Arabic digits", "٣", "Digit3", "3"],
    ["an input method", "Process", "KeyN", "N"],
  ])("are those of their place where the layout has no Latin letters: %s", (_, key, code, word) => {
    expect(press(key, code)).toBe(word);
  });

  it("undo and redo by their place too", () => {
    expect(press("я", "KeyZ", { ctrlKey: true })).toBe("Ctrl+Z");
    expect(press("Я", "KeyZ", { ctrlKey: true, shiftKey: true })).toBe("Ctrl+Shift+Z");
    expect(press("ζ", "KeyZ", { metaKey: true })).toBe("Ctrl+Z");
  });

  it("are those of the Latin layout where there is one, wherever the key is", () => {
    // AZERTY and QWERTZ.
    expect(press("a", "KeyQ")).toBe("A");
    expect(press("z", "KeyY", { ctrlKey: true })).toBe("Ctrl+Z");
    expect(press("ü", "BracketLeft")).toBe("Ü");
    // Turkish.
    expect(press("ı", "KeyI")).toBe("I");
    expect(press("Enter", "Enter")).toBe("Enter");
  });
});

it("changes the brush in steps and stops at the ends", () => {
  expect(nextRadius(5, 1)).toBe(6);
  expect(nextRadius(5, -1)).toBe(4);
  expect(nextRadius(50, 1)).toBe(50);
  expect(nextRadius(0.5, -1)).toBe(0.5);
});
