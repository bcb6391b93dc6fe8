import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { toolById, tools, toolsByFile } from "../../../src-renderer/drawing/tools.ts";
import { keyWord } from "../../../src-renderer/ui/keyWord.ts";

const root = join(import.meta.dirname, "..", "..", "..");

describe("the registry of tools", () => {
  it("has every file of tools/, one tool a file, each with a test", () => {
    const files = globSync("src-renderer/drawing/tools/*.{ts,tsx}", { cwd: root }).map((path) => basename(path));
    expect([...toolsByFile].map(([path, found]) => `${basename(path)} ${found.length}`).toSorted()).toEqual(
      files.map((name) => `${name} 1`).toSorted(),
    );
    const tests = globSync("test/src-renderer/drawing/tools/*.test.ts", { cwd: root }).map((path) => basename(path, ".test.ts"));
    expect(tests.toSorted()).toEqual(files.map((name) => name.replace(/\.tsx?$/, "")).toSorted());
  });

  it.each(tools.map((tool) => [tool.id, tool] as const))("%s says what it is: name, icon, key, help", (id, tool) => {
    expect(toolById(id)).toBe(tool);
    expect([tool.name, tool.help, tool.cursor].every((words) => words.trim() !== "")).toBe(true);
    expect(tool.icon).toBeTruthy();
    for (const own of tool.keys ?? []) expect(own.help.trim()).not.toBe("");
  });

  it("has no two tools of one id, name or place", () => {
    for (const what of [tools.map(({ id }) => id), tools.map(({ name }) => name), tools.map(({ group, order }) => `${group} ${order}`)])
      expect(new Set(what).size).toBe(what.length);
  });

  it("keeps the names under which strokes of earlier releases are on disk", () => {
    for (const id of ["brush", "eraser", "threshold brush", "freehand", "polygon"]) expect(toolById(id).group).toBe("draw");
    expect(() => toolById("none")).toThrow(RangeError);
  });

  it("names keys as a key press names them", () => {
    for (const { key } of tools) {
      const [shiftKey, altKey] = [key.startsWith("Shift+"), key.startsWith("Alt+")];
      const sign = key.replace(/^(?:Shift|Alt)\+/, "");
      const code = /\d/.test(sign) ? `Digit${sign}` : `Key${sign}`;
      const event = { key: sign.toLowerCase(), code, ctrlKey: false, metaKey: false, shiftKey, altKey };
      expect(keyWord(event)).toBe(key);
    }
  });
});
