import { parseArgs } from "node:util";
import { expect, test } from "vitest";
import { argumentWords } from "../../../../src-main/hosts/cli/argumentWords.ts";

const wordsOf = (...args: string[]) => {
  try {
    parseArgs({ args, options: { seed: { type: "string" }, json: { type: "boolean" } } });
  } catch (error) {
    return argumentWords(error as Error);
  }
  throw new Error("the arguments were accepted");
};

test.each([
  [["--seed", "-1"], "--seed needs a value; one that begins with “-” is written --seed=VALUE."],
  [["--seed"], "--seed needs a value."],
  [["--json=1"], "--json takes no value."],
  [["--jsn"], "there is no option --jsn."],
])("%j: %s", (args, words) => {
  expect(wordsOf(...args)).toBe(words);
});
