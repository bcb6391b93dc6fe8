import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");
const sources = globSync(["*.ts", "{bin,scripts,src-main,src-renderer,src-shared,test}/**/*.{ts,tsx,mjs}"], { cwd: root });

/** Comments that switch a rule of the linter or the compiler off and give no reason after "--". */
function withoutReason(text: string): string[] {
  const ofLinter = text.match(/(?:ox|es)lint-disable(?!.* -- \S).*/g) ?? [];
  const ofCompiler = text.match(/@ts-(?:ignore|nocheck|expect-error)(?!.* -- \S).*/g) ?? [];
  return [...ofLinter, ...ofCompiler];
}

test("whatever switches a rule off says why", () => {
  expect(sources.length).toBeGreaterThan(1000);
  const found = sources
    .filter((file) => file !== join("test", "scripts", "lint", "disables.test.ts"))
    .flatMap((file) => withoutReason(readFileSync(join(root, file), "utf8")).map((line) => `${file}: ${line}`));
  expect(found).toEqual([]);
});

test("a rule that is switched off without a reason would be found", () => {
  expect(withoutReason("// oxlint-disable-next-line no-console\n// eslint-disable no-console -- \n/* @ts-expect-error */")).toHaveLength(3);
  expect(withoutReason("// oxlint-disable-next-line no-console -- the reader asked for it.\n")).toEqual([]);
});
