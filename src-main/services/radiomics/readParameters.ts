import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";

/** parseSettings, loaded at its first use: a short command that is given no parameter file does not wait for a reader of YAML. */
export async function readParameters(text: string): Promise<ExtractionSettings> {
  const { parseSettings } = await import("./parseSettings.ts");
  return parseSettings(text);
}
