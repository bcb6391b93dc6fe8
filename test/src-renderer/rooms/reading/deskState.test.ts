import { describe, expect, it } from "vitest";
import { firstDesk, withLayout, withVolume } from "../../../../src-renderer/rooms/reading/deskState.ts";
import { keyWord } from "../../../../src-renderer/rooms/reading/keyCommands.ts";
import { nextRadius } from "../../../../src-renderer/rooms/reading/drawing/drawingSettings.ts";

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
});

it("changes the brush in steps and stops at the ends", () => {
  expect(nextRadius(5, 1)).toBe(6);
  expect(nextRadius(5, -1)).toBe(4);
  expect(nextRadius(50, 1)).toBe(50);
  expect(nextRadius(0.5, -1)).toBe(0.5);
});
