import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const pages = ["README.md", "CONTRIBUTING.md", ...globSync("docs/*.md", { cwd: root })];

/** Where a path may begin: in the root, or in a folder that the text is about. */
const beginnings = ["", "src-main/", "src-renderer/", "src-shared/", "native/src/", "native/", "src-main/services/"];

/** What a page names between backquotes that looks like a path of the project; "<noun>" stands for any one name. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`((?:src-\w+|native|test|docs|scripts|assets|services|app|hosts|rooms|viewer|drawing|client|ui)\/[^`\s:]*)`/g)]
    .map(([, path]) => path!.replace(/<\w+>/g, "*").replace(/\/$/, ""))
    .map((path) => path.replace(/\.\.\.$/, ""));
}

function isThere(path: string): boolean {
  return beginnings.some((beginning) => globSync([`${beginning}${path}`, `${beginning}${path}.{ts,tsx}`], { cwd: root }).length > 0);
}

test.each(pages)("every path that %s names exists", (page) => {
  expect(pathsIn(readFileSync(join(root, page), "utf8")).filter((path) => !isThere(path))).toEqual([]);
});

test.each(pages)("every link of %s leads to a file", (page) => {
  const links = [...readFileSync(join(root, page), "utf8").matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link!);
  expect(links.filter((link) => !existsSync(join(root, page, "..", link)))).toEqual([]);
});

test("a path that is not there would be found", () => {
  expect(pathsIn("see `src-main/nowhere/none.ts` and `services/store/`").map((path) => [path, isThere(path)])).toEqual([
    ["src-main/nowhere/none.ts", false],
    ["services/store", true],
  ]);
});
