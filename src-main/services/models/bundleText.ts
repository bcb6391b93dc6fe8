import { PlainError } from "#shared/domain/plainError.ts";

/** bundle.json as a value. Throws PlainError where it is no JSON. */
export function parseBundleText(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new PlainError(`bundle.json is not valid JSON: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
}

/** Throws PlainError that names what is wrong with bundle.json, the first eight of many. */
export function refuseBundle(problems: readonly string[]): never {
  const more = problems.length > 8 ? [`and ${problems.length - 8} more`] : [];
  throw new PlainError(
    `bundle.json cannot be used: ${[...problems.slice(0, 8), ...more].join("; ")}. docs/model-bundle.md explains every field.`,
  );
}
