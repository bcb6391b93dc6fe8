import { parseFormula, type Formula, type FormulaStep } from "#shared/domain/recipe/formula.ts";

/** The formula's value at every voxel, computed in double precision and kept in single. Throws RangeError where it is none or an image is not there. */
export function evaluateFormula(text: string, images: ReadonlyMap<string, Float32Array>, length: number): Float32Array {
  const formula = parseFormula(text);
  if ("problem" in formula) throw new RangeError(formula.problem);
  const sources = sourcesOf(formula, images);
  const result = new Float32Array(length);
  const stack = new Float64Array(formula.steps.length);
  for (let at = 0; at < length; at++) {
    let top = 0;
    for (const step of formula.steps) {
      if (step.operation === "number") stack[top++] = step.number;
      else if (step.operation === "image") stack[top++] = sources[step.image]![at]!;
      else top = apply(step.operation, stack, top);
    }
    result[at] = stack[0]!;
  }
  return result;
}

function sourcesOf({ roles }: Formula, images: ReadonlyMap<string, Float32Array>): Float32Array[] {
  return roles.map((name) => {
    const image = images.get(name);
    if (!image) throw new RangeError("a formula names an image that is not there");
    return image;
  });
}

/** Answers the new top of the stack. */
function apply(operation: Exclude<FormulaStep["operation"], "number" | "image">, stack: Float64Array, top: number): number {
  const last = stack[top - 1]!;
  const before = stack[top - 2]!;
  switch (operation) {
    case "negate":
      stack[top - 1] = -last;
      return top;
    case "log":
    case "exp":
    case "sqrt":
    case "abs":
      stack[top - 1] = Math[operation](last);
      return top;
    case "add":
      stack[top - 2] = before + last;
      return top - 1;
    case "subtract":
      stack[top - 2] = before - last;
      return top - 1;
    case "multiply":
      stack[top - 2] = before * last;
      return top - 1;
    case "divide":
      stack[top - 2] = before / last;
      return top - 1;
    case "power":
      stack[top - 2] = before ** last;
      return top - 1;
    case "min":
    case "max":
      stack[top - 2] = Math[operation](before, last);
      return top - 1;
  }
}
