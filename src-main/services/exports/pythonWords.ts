import type { DiagnosticValue } from "#shared/domain/featureSet.ts";
import { pythonFloat, pythonNumber } from "#shared/domain/pythonNumber.ts";

/** What PyRadiomics states as floating-point numbers, whole or not. */
const floatColumn = /_(Spacing|Mean|Minimum|Maximum|CenterOfMassIndex|CenterOfMass)$/;

/** A cell of PyRadiomics' columns "diagnostics_..." as Python's csv module prints it: text as it is, several numbers as a tuple, settings as a dictionary. */
export function pythonCell(column: string, value: DiagnosticValue): string {
  if (typeof value === "string") return value;
  const number = floatColumn.test(column) ? pythonFloat : pythonNumber;
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return `(${(value as number[]).map(number).join(", ")}${value.length === 1 ? "," : ""})`;
  return pythonDictionary(value as Readonly<Record<string, unknown>>);
}

/** Python's repr of a dictionary of settings; null is None. */
export function pythonDictionary(fields: Readonly<Record<string, unknown>>): string {
  return `{${Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${quoted(key)}: ${key === "sigma" ? sigmas(value) : represented(value)}`)
    .join(", ")}}`;
}

function represented(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "string") return quoted(value);
  return Array.isArray(value) ? `[${value.map(represented).join(", ")}]` : pythonDictionary(value as Record<string, unknown>);
}

/** The widths of LoG: what a parameter file wrote as the float 1.0 is kept as text. */
function sigmas(value: unknown): string {
  return Array.isArray(value)
    ? `[${value.map((sigma) => (typeof sigma === "string" ? sigma : represented(sigma))).join(", ")}]`
    : represented(value);
}

function quoted(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  if (!escaped.includes("'")) return `'${escaped}'`;
  return escaped.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`;
}
