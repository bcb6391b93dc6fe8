import type { z } from "zod";
import { problemInWords } from "#shared/domain/project/fieldProblems.ts";

/** What is wrong where names occur twice. */
export function repeated(field: string, names: readonly string[]): string[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? [] : [`${field} names "${twice}" twice`];
}

/** What is wrong where two fields do not name the same. */
export function sameNames(field: string, names: readonly string[], otherField: string, others: readonly string[]): string[] {
  const known = new Set(names);
  const missing = others.filter((name) => !known.has(name));
  return [
    ...(missing.length > 0 ? [`${field} lacks ${few(missing)} of ${otherField}`] : []),
    ...namesKnown(field, names, otherField, others),
  ];
}

/** What is wrong where a field names what another does not. */
export function namesKnown(field: string, names: readonly string[], otherField: string, others: readonly string[]): string[] {
  const wanted = new Set(others);
  const extra = names.filter((name) => !wanted.has(name));
  return extra.length > 0 ? [`${field} names ${few(extra)}, not in ${otherField}`] : [];
}

function few(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

/** An issue of a schema in plain words that name the field. */
export function plainWords(issue: z.core.$ZodIssue): string {
  const field =
    issue.path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("") ||
    "its top level";
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? `${field} is missing (${issue.expected})`
        : `${field} must be ${issue.expected}`;
    case "unrecognized_keys":
      return `${field} has an unknown field ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
    case "invalid_value":
      return `${field} must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "invalid_union":
      return issue.discriminator === undefined
        ? `${field} is of none of the forms that it may have`
        : `${field} is missing, or none of the values that it may have`;
    case "too_small":
    case "too_big":
      return `${field} ${problemInWords(issue)}`;
    default:
      return `${field}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
  }
}
