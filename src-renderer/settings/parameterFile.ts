import { longestParameterFile } from "#shared/api/setting.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { client } from "../client/client.ts";
import { fileNameOf, saveText } from "../ui/saveText.ts";

/** Reads a PyRadiomics parameter file, YAML or JSON. Throws an Error in words, with the line and the key that are wrong. */
export async function readParameterFile(file: File): Promise<ExtractionSettings> {
  if (file.size > longestParameterFile)
    throw new Error("This file is too large to be a parameter file. Choose a YAML or JSON file of PyRadiomics' settings.");
  return client.setting.parse.mutate({ text: await file.text() });
}

/** Writes settings as a parameter file and hands it to the reader as a download. */
export async function saveParameterFile(settings: ExtractionSettings, name: string): Promise<void> {
  const text = await client.setting.write.query({ settings });
  saveText(text, `${fileNameOf(name, "settings")}.yaml`, "application/yaml");
}
