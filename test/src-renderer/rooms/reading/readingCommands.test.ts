import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tools } from "../../../../src-renderer/drawing/tools.ts";
import { readingCommands } from "../../../../src-renderer/rooms/reading/readingCommands.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");

/** Keys that answer to the work in progress: a tool may have them as its own while it is chosen. */
const answers = ["Enter", "Backspace", "Escape", "Delete", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

describe("the keys of the reading room", () => {
  it("are each one tool's or one command's", () => {
    const keys = [...tools.map(({ key }) => key), ...readingCommands.flatMap((command) => command.keys)];
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    for (const { id, keys: own = [] } of tools) {
      expect([id, own.map(({ key }) => key).filter((key) => keys.includes(key) && !answers.includes(key))]).toEqual([id, []]);
      expect(new Set(own.map(({ key }) => key)).size).toBe(own.length);
    }
  });

  it("have every meaning of the release before", () => {
    const known = new Set([
      ...tools.flatMap(({ key, keys = [] }) => [key, ...keys.map((own) => own.key)]),
      ...readingCommands.flatMap((command) => command.keys),
    ]);
    const before =
      "ArrowUp ArrowDown PageUp PageDown Home End ArrowLeft ArrowRight C K J M O W Z P S B E T F G I H V R L + - = Space Shift+1 Shift+2 Shift+3 Shift+4 U " +
      "Shift+Q Shift+A Shift+C Shift+S [ ] Shift+F Delete Ctrl+Z Ctrl+Shift+Z Ctrl+Y N Shift+ArrowUp Shift+ArrowDown Shift+N X Enter " +
      "Backspace Escape 1 2 3 4 5 6 7 8 9";
    expect(before.split(" ").filter((key) => !known.has(key))).toEqual([]);
  });
});

describe("the commands", () => {
  it.each(readingCommands.map((command) => [command.id, command] as const))("%s: name, icon, help, and a key or a button", (_, command) => {
    expect([command.name, command.help, command.group].every((words) => words.trim() !== "")).toBe(true);
    expect(command.icon).toBeTruthy();
    expect(command.keys.length > 0 || command.place !== undefined).toBe(true);
  });

  it("have each an id and a name of their own", () => {
    for (const what of [readingCommands.map(({ id }) => id), readingCommands.map(({ name }) => name)])
      expect(what.filter((each, at) => what.indexOf(each) !== at)).toEqual([]);
  });

  it("stand in parts of the toolbars that are shown", () => {
    const source = globSync("src-renderer/rooms/reading/{toolbar,segmentPanel}/*.tsx", { cwd: root })
      .map((path) => readFileSync(join(root, path), "utf8"))
      .join("");
    const places = [...new Set(readingCommands.flatMap(({ place }) => place ?? []))];
    expect(places.filter((place) => !source.includes(`place="${place}"`) && !source.includes(`commandsAt("${place}")`))).toEqual([]);
  });
});
