import { bundle2Schema, type Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import { parseBundleText, refuseBundle } from "../bundleText.ts";
import { plainWords } from "../fieldProblems.ts";
import { bundleProblems } from "./bundleProblems.ts";

/**
 * Reads bundle.json of format 2. Throws PlainError that names every field that is missing, unknown or wrong, and where fields do not agree with each other.
 * Which files there are, and their hashes, is checked where they are taken in.
 */
export function readBundle2(text: string): Bundle2 {
  const parsed = bundle2Schema.safeParse(parseBundleText(text));
  const problems = parsed.success ? bundleProblems(parsed.data) : parsed.error.issues.map(plainWords);
  return parsed.success && problems.length === 0 ? parsed.data : refuseBundle(problems);
}

/** Whether a bundle.json says that it is of format 2. Throws PlainError where it is no JSON. */
export function isFormat2(text: string): boolean {
  const value = parseBundleText(text);
  return typeof value === "object" && value !== null && "formatVersion" in value && value.formatVersion === 2;
}
