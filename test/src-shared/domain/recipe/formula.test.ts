import { describe, expect, it } from "vitest";
import { parseFormula, type Formula } from "#shared/domain/recipe/formula.ts";

const two = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  power: (a: number, b: number) => a ** b,
  min: Math.min,
  max: Math.max,
};
const one = { negate: (a: number) => -a, log: Math.log, exp: Math.exp, sqrt: Math.sqrt, abs: Math.abs };

/** A formula's value at one voxel. */
function valueOf(text: string, images: Readonly<Record<string, number>>): number {
  const { roles, steps } = parseFormula(text) as Formula;
  const stack: number[] = [];
  for (const step of steps) {
    if (step.operation === "number") stack.push(step.number);
    else if (step.operation === "image") stack.push(images[roles[step.image]!]!);
    else if (step.operation in one) stack.push(one[step.operation as keyof typeof one](stack.pop()!));
    else {
      const b = stack.pop()!;
      stack.push(two[step.operation as keyof typeof two](stack.pop()!, b));
    }
  }
  expect(stack).toHaveLength(1);
  return stack[0]!;
}

describe("a formula", () => {
  it.each([
    ["FLAIR^1.55 * T2^1.45", 2 ** 1.55 * 3 ** 1.45],
    ["FLAIR - T2 - 1", -2],
    ["FLAIR / T2 / 4", 2 / 3 / 4],
    ["FLAIR^T2^2", 2 ** 9],
    ["-FLAIR^2", -4],
    ["2^-FLAIR", 0.25],
    ["- - FLAIR * 3", 6],
    ["(FLAIR + 1) * (T2 - 1)", 6],
    ["FLAIR+T2*2", 8],
    ["log(exp(FLAIR)) + sqrt(T2 * 3) + abs(-1)", 6],
    ["max(min(FLAIR, T2), 2.5) * .5 + 1e-1", 1.35],
    ['"water-only" * 2 + log', 24],
  ])("%s", (text, value) => {
    expect(valueOf(text, { FLAIR: 2, T2: 3, "water-only": 10, log: 4 })).toBeCloseTo(value, 12);
  });

  it("names each image once, in order", () => {
    expect(parseFormula("T2 + FLAIR * T2")).toMatchObject({ roles: ["T2", "FLAIR"] });
  });

  it.each([
    ["", "it ends too early"],
    ["2 + 3", "it names no image"],
    ["T1 T2", 'an operator is missing before "T2"'],
    ["T1 + ", "it ends too early"],
    ["* T1", 'a name or a number is missing before "*"'],
    ["(T1", '")" is missing'],
    ["T1)", '")" closes nothing'],
    ["T1 % 2", '"%" is not understood'],
    ["sin(T1)", 'there is no function "sin"'],
    ["constructor(T1)", 'there is no function "constructor"'],
    ["min(T1)", '"," is missing'],
    ["log(T1, 2)", '")" is missing'],
    ["(".repeat(500) + "T1" + ")".repeat(500), "it is nested too deeply"],
  ])("%s is refused: %s", (text, problem) => {
    expect(parseFormula(text)).toEqual({ problem });
  });
});
