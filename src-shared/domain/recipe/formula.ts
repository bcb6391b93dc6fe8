/** One operation of a stack machine: it takes its operands from the top of the stack, and puts its result there. */
export type FormulaStep =
  | { readonly operation: "number"; readonly number: number }
  /** The value of an image at the voxel, by its place in `roles`. */
  | { readonly operation: "image"; readonly image: number }
  | {
      readonly operation: "add" | "subtract" | "multiply" | "divide" | "power" | "negate" | "log" | "exp" | "sqrt" | "abs" | "min" | "max";
    };

/** A formula over the images of roles, as the engine computes it at each voxel. */
export interface Formula {
  /** Each once, in the order in which they are named. */
  readonly roles: readonly string[];
  readonly steps: readonly FormulaStep[];
}

const operators = {
  "+": { operation: "add", binds: 1 },
  "-": { operation: "subtract", binds: 1 },
  "*": { operation: "multiply", binds: 2 },
  "/": { operation: "divide", binds: 2 },
  "^": { operation: "power", binds: 4 },
} as const;
/** A sign binds more than * and less than ^: -2^2 is -4. */
const signBinds = 3;
const functions = { log: 1, exp: 1, sqrt: 1, abs: 1, min: 2, max: 2 } as const;
/** Nested deeper than the engine's stack allows for. */
const mostDepth = 30;

const token = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z]\w*)|"([^"]*)"|([-+*/^(),])|(\S))/gy;

type Token =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "name"; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: "sign"; readonly text: string };

/** Thrown within, and answered as `problem`. */
class FormulaProblem extends Error {}

/**
 * Reads a formula: numbers, names of roles (one with a hyphen in double quotes), + - * / ^, brackets, and log (to base e), exp, sqrt, abs, min(a, b) and
 * max(a, b). ^ binds most, and from the right. A name before a bracket is a function. Answers a sentence where it is none.
 */
export function parseFormula(text: string): Formula | { readonly problem: string } {
  try {
    return new Parser(tokensOf(text)).read();
  } catch (error) {
    if (error instanceof FormulaProblem) return { problem: error.message };
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, number, name, quoted, sign, other] of text.trim().matchAll(token)) {
    if (other !== undefined) throw new FormulaProblem(`"${other}" is not understood`);
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (sign === undefined) tokens.push({ kind: "name", text: name ?? quoted!, isQuoted: quoted !== undefined });
    else tokens.push({ kind: "sign", text: sign });
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #roles: string[] = [];
  readonly #steps: FormulaStep[] = [];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): Formula {
    this.#sum(0, 0);
    const left = this.#tokens[this.#at];
    if (left) throw new FormulaProblem(left.text === ")" ? '")" closes nothing' : `an operator is missing before "${left.text}"`);
    if (this.#roles.length === 0) throw new FormulaProblem("it names no image");
    return { roles: this.#roles, steps: this.#steps };
  }

  /** What is joined by operators that bind at least so much. */
  #sum(least: number, depth: number): void {
    if (depth > mostDepth) throw new FormulaProblem("it is nested too deeply");
    this.#operand(depth);
    for (;;) {
      const sign = this.#tokens[this.#at];
      const operator = sign?.kind === "sign" && sign.text in operators ? operators[sign.text as keyof typeof operators] : undefined;
      if (!operator || operator.binds < least) return;
      this.#at += 1;
      this.#sum(operator.operation === "power" ? operator.binds : operator.binds + 1, depth + 1);
      this.#steps.push({ operation: operator.operation });
    }
  }

  #operand(depth: number): void {
    const next = this.#tokens[this.#at];
    if (!next) throw new FormulaProblem("it ends too early");
    this.#at += 1;
    if (next.kind === "number") this.#steps.push({ operation: "number", number: Number(next.text) });
    else if (next.kind === "name") this.#named(next, depth);
    else if (next.text === "-") {
      this.#sum(signBinds, depth + 1);
      this.#steps.push({ operation: "negate" });
    } else if (next.text === "(") {
      this.#sum(0, depth + 1);
      this.#expect(")");
    } else throw new FormulaProblem(`a name or a number is missing before "${next.text}"`);
  }

  #named({ text, isQuoted }: Extract<Token, { kind: "name" }>, depth: number): void {
    if (isQuoted || this.#tokens[this.#at]?.text !== "(") {
      if (!this.#roles.includes(text)) this.#roles.push(text);
      this.#steps.push({ operation: "image", image: this.#roles.indexOf(text) });
      return;
    }
    if (!Object.hasOwn(functions, text)) throw new FormulaProblem(`there is no function "${text}"`);
    const name = text as keyof typeof functions;
    this.#at += 1;
    for (let operand = 0; operand < functions[name]; operand++) {
      if (operand > 0) this.#expect(",");
      this.#sum(0, depth + 1);
    }
    this.#expect(")");
    this.#steps.push({ operation: name });
  }

  #expect(text: string): void {
    if (this.#tokens[this.#at]?.text !== text) throw new FormulaProblem(`"${text}" is missing`);
    this.#at += 1;
  }
}
