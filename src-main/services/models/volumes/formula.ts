/** A formula as steps of a stack machine. */
type Step =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "operator"; readonly sign: string };

const precedence: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 3 };

/**
 * The steps of a formula of names, numbers, + - * / ^ and brackets, as they are computed one after another; a sentence where it is none.
 * ^ binds strongest and to the right; there is no sign before a number.
 */
function parse(text: string): Step[] | string {
  const tokens = text.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z]\w*|[-+*/^()]|\S/g) ?? [];
  const output: Step[] = [];
  const waiting: string[] = [];
  let expectsValue = true;
  const give = () => output.push({ kind: "operator", sign: waiting.pop()! });
  for (const token of tokens) {
    const isValue = /^[\dA-Za-z]/.test(token);
    if (isValue || token === "(") {
      if (!expectsValue) return `an operator is missing before "${token}"`;
      if (token === "(") waiting.push(token);
      else output.push(/^\d/.test(token) ? { kind: "number", value: Number(token) } : { kind: "name", name: token });
      expectsValue = token === "(";
    } else if (token === ")" || token in precedence) {
      if (expectsValue) return `a name or a number is missing before "${token}"`;
      if (token === ")") {
        while (waiting.length > 0 && waiting.at(-1) !== "(") give();
        if (waiting.pop() === undefined) return `")" closes nothing`;
      } else {
        const own = precedence[token]!;
        // What binds as strongly is computed first, from the left; but powers from the right.
        const least = own + (token === "^" ? 1 : 0);
        while (waiting.length > 0 && waiting.at(-1) !== "(" && precedence[waiting.at(-1)!]! >= least) give();
        waiting.push(token);
        expectsValue = true;
      }
    } else return `"${token}" is not understood`;
  }
  if (expectsValue) return "it ends too early";
  while (waiting.length > 0) {
    if (waiting.at(-1) === "(") return `"(" is not closed`;
    give();
  }
  return output;
}

/** The names in a formula, each once; a sentence where it is no formula. */
export function formulaNames(text: string): string[] | string {
  const steps = parse(text);
  return typeof steps === "string" ? steps : [...new Set(steps.flatMap((step) => (step.kind === "name" ? [step.name] : [])))];
}

/** The formula's value at every voxel, computed in double precision and kept in single. Throws RangeError where it is none or a name is not given. */
export function evaluateFormula(text: string, images: ReadonlyMap<string, Float32Array>, length: number): Float32Array {
  const steps = parse(text);
  if (typeof steps === "string") throw new RangeError(steps);
  const arrays = steps.map((step) => (step.kind === "name" ? images.get(step.name) : undefined));
  const missing = steps.find((step, index) => step.kind === "name" && arrays[index] === undefined);
  if (missing) throw new RangeError("a formula names an image that is not there");
  const result = new Float32Array(length);
  const stack = new Float64Array(steps.length);
  for (let at = 0; at < length; at++) {
    let top = 0;
    for (const [index, step] of steps.entries()) {
      if (step.kind === "number") stack[top++] = step.value;
      else if (step.kind === "name") stack[top++] = arrays[index]![at]!;
      else {
        const b = stack[--top]!;
        stack[top - 1] = operate(step.sign, stack[top - 1]!, b);
      }
    }
    result[at] = stack[0]!;
  }
  return result;
}

function operate(sign: string, a: number, b: number): number {
  switch (sign) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    default:
      return a ** b;
  }
}
