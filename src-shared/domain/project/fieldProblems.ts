import type { z } from "zod";
import { PlainError } from "../plainError.ts";

/** Names of lists, and what one entry of each is called. */
const entries: Readonly<Record<string, string>> = {
  answers: "answer",
  choices: "choice",
  drawingRules: "drawing rule",
  forms: "form",
  grades: "grade",
  items: "item",
  levels: "level",
  muscles: "muscle",
  options: "option",
  outputs: "output",
  passes: "pass",
  readers: "reader",
  recodes: "recode table",
  regions: "region",
  roles: "role",
  scales: "scale",
  segments: "segment",
  steps: "step",
};

const inWords = (key: string): string =>
  key.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

/** A path into a file in words, lists counted from 1: ["passes", 1, "washout"] is "pass 2, washout"; `whole` for the empty path. */
export function fieldInWords(path: readonly PropertyKey[], whole = "the file"): string {
  const words: string[] = [];
  path.forEach((part, at) => {
    if (typeof part !== "number") {
      words.push(inWords(String(part)));
      return;
    }
    const list = String(path[at - 1] ?? "");
    words.pop();
    words.push(`${entries[list] ?? (list === "" ? "entry" : `${inWords(list)}, entry`)} ${part + 1}`);
  });
  return words.join(", ") || whole;
}

/** What a schema found wrong, one sentence a field, without a full stop: "pass 2, washout: is missing". No value that was given stands in it. */
export function fieldProblems(error: z.ZodError, whole?: string): string[] {
  return error.issues.map((issue) =>
    // What is wrong between fields names them itself.
    issue.code === "custom" && issue.path.length === 0 ? issue.message : `${fieldInWords(issue.path, whole)}: ${problemInWords(issue)}`,
  );
}

/** What a schema found wrong at a field or within it, the first of all: "must not be empty"; undefined where nothing is. */
export function problemAt(error: z.ZodError | undefined, path: readonly PropertyKey[]): string | undefined {
  const issue = error?.issues.find((each) => each.path.length > 0 && path.every((part, at) => each.path[at] === part));
  return issue && problemInWords(issue);
}

/**
 * The content of a file or of a form in the window, by a schema. Throws PlainError that names every field that is wrong, eight at most; `what` stands at its
 * beginning: "The protocol".
 */
export function parseInWords<Schema extends z.ZodType>(schema: Schema, what: string, content: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new PlainError(unusable(what, fieldProblems(parsed.error)));
}

/** "The protocol cannot be used: ...", of at most eight problems. */
export function unusable(what: string, problems: readonly string[]): string {
  const more = problems.length > 8 ? [`and ${problems.length - 8} more`] : [];
  return `${what} cannot be used: ${[...problems.slice(0, 8), ...more].join("; ")}.`;
}

/** What is wrong with a field, without its name: "may have at most 120 characters". */
export function problemInWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined") ? "is missing" : `must be ${typeInWords(issue.expected)}`;
    case "unrecognized_keys":
      return `has an unknown field ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    case "invalid_value":
      return `must be ${listed(issue.values)}`;
    case "invalid_union":
      // Groups of fields that are told apart by one of them.
      return "options" in issue && issue.options ? `must be ${listed(issue.options)}` : lowerCase(issue.message);
    case "too_small":
      return issue.origin === "array" || issue.origin === "string"
        ? issue.minimum === 1
          ? "must not be empty"
          : `needs at least ${issue.minimum} ${issue.origin === "array" ? "entries" : "characters"}`
        : `must be ${issue.inclusive === false ? "above" : "at least"} ${issue.minimum}`;
    case "too_big":
      return issue.origin === "array" || issue.origin === "string"
        ? `may have at most ${issue.maximum} ${issue.origin === "array" ? "entries" : "characters"}`
        : `must be ${issue.inclusive === false ? "below" : "at most"} ${issue.maximum}`;
    default:
      return lowerCase(issue.message);
  }
}

function listed(values: readonly unknown[]): string {
  return values
    .filter((value) => value !== undefined)
    .map((value) => JSON.stringify(value))
    .join(" or ");
}

function lowerCase(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

function typeInWords(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    array: "a list",
    boolean: "true or false",
    int: "a whole number",
    number: "a number",
    object: "a group of fields",
    string: "text",
  };
  return names[expected] ?? expected;
}

/** What of `names` stands more than once, in words for the field `field`; empty where nothing does. */
export function repeatedIn(field: string, names: readonly string[]): string[] {
  const repeated = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [...repeated].map((name) => `${field}: "${name}" stands there twice`);
}
