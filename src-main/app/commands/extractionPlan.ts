import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { extractionTable, type ExtractionTable, type TableFormat } from "../../services/exports/index.ts";
import { readLabelNames, type LabelNames } from "../../services/imagefiles/index.ts";
import { describeSettings, engineVersion, extractionColumns, parseSettings } from "../../services/radiomics/index.ts";
import { naming } from "./naming.ts";

/** What is asked for of every case. */
export interface ExtractionRequest {
  /** Label of the mask, or every one; where absent that of the case, of the parameter file, else 1. */
  readonly label?: "all" | number;
  /** A table of label names; where absent those of the mask's file. */
  readonly labelNamesPath?: string;
  /** A PyRadiomics parameter file; where absent PyRadiomics' defaults. */
  readonly parameterPath?: string;
  readonly format: TableFormat;
}

/** The same, read. */
export interface ExtractionPlan {
  readonly settings: ExtractionSettings;
  readonly label: "all" | number;
  readonly labelChannel: number;
  readonly names: LabelNames | undefined;
  readonly table: ExtractionTable;
  /** What to be careful of in the settings. */
  readonly warnings: readonly string[];
}

/** Reads the files that an extraction is told by. Throws PlainError, naming the file, where one cannot be used. */
export async function planExtraction(request: ExtractionRequest, caseColumns: readonly string[]): Promise<ExtractionPlan> {
  const settings = request.parameterPath === undefined ? {} : await readParameters(request.parameterPath);
  const columns = extractionColumns(settings);
  const { settingsHash, warnings } = describeSettings(settings);
  return {
    settings,
    label: request.label ?? settings.label ?? 1,
    labelChannel: settings.label_channel ?? 0,
    names: request.labelNamesPath === undefined ? undefined : await readLabelNames(request.labelNamesPath),
    table: extractionTable({
      format: request.format, caseColumns, diagnosticColumns: columns.diagnostics, featureColumns: columns.features,
      settingsHash, engineVersion: engineVersion(),
    }),
    warnings,
  };
}

async function readParameters(path: string): Promise<ExtractionSettings> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new PlainError(`${basename(path)}: the parameter file cannot be read${cause.code ? ` (${cause.code})` : ""}. Check the path and its permissions.`, { cause });
  });
  return naming(basename(path), () => parseSettings(text));
}
