import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { doorPaths } from "../../../src-shared/api/doorPaths.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const sources = globSync("src-{main,renderer,shared}/**/*.{ts,tsx}", { cwd: root });
const own = join("src-shared", "api", "doorPaths.ts");

/** The lines of a text that are no comment. */
const code = (text: string): string[] => text.split("\n").filter((line) => !/^\s*(\/\/|\/\*|\*)/.test(line));

/** A text that begins with a part of the door, by itself or behind the place of a server. */
const written = new RegExp(
  `["'\`](?:(?:https?|fascicle)://[^/"'\`]*|\\$\\{[^}]*\\})?(?:${Object.values(doorPaths).join("|")})(?=["'\`/?*$])`,
);
/** Any text that could be an address: of the page, whose only server is the door, and of what puts the routes in their places. */
const anyPath = /["'`]\/[a-zA-Z]/;
const hasNone = (file: string) => file.startsWith("src-renderer") || file === join("src-main", "app", "createApp.ts");

const addressesIn = (file: string, text: string): string[] =>
  code(text)
    .filter((line) => written.test(line) || (hasNone(file) && anyPath.test(line)))
    .map((line) => `${file}: ${line.trim()}`);

test("no source but one writes where a part of the door lies", () => {
  expect(sources.length).toBeGreaterThan(500);
  const found = sources.filter((file) => file !== own).flatMap((file) => addressesIn(file, readFileSync(join(root, file), "utf8")));
  expect(found).toEqual([]);
});

test("an address that is written elsewhere would be found", () => {
  const door = "src-main/hosts/loopback/planted.ts";
  expect(addressesIn(door, "fetch(`/volumes/${id}/frames/0`);")).toHaveLength(1);
  expect(addressesIn(door, 'fetch("http://127.0.0.1/api?batch=1");')).toHaveLength(1);
  expect(addressesIn(door, "fetch(`${server}/uploads`);")).toHaveLength(1);
  expect(addressesIn(join("src-renderer", "ui", "planted.ts"), 'fetch("/elsewhere");')).toHaveLength(1);
  expect(addressesIn(join("src-main", "app", "createApp.ts"), 'app.route("/elsewhere", route);')).toHaveLength(1);
  expect(addressesIn(door, ' * GET /volumes/<id>, "/volumes/1"\nimport "./volumes.ts";\nconst folder = "/volumesOf";')).toEqual([]);
});
