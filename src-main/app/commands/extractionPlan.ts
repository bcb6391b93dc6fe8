import { basename } from "node:path";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { TableHead } from "../../services/exports/index.ts";
import { readLabelNames, type LabelNames } from "../../services/imagefiles/index.ts";
import {
  describeSettings,
  enginesOfTheSameValues,
  extractionColumns,
  readParameters,
  settingsHashes,
} from "../../services/radiomics/index.ts";
import { naming, readUserFile } from "../../services/system/index.ts";

/** What is asked for of every case. */
export interface ExtractionRequest {
  /** Label of the mask, or every one; where absent that of the case, of the parameter file, else 1. */
  readonly label?: "all" | number;
  /** A table of label names; where absent those of the mask's file. */
  readonly labelNamesPath?: string;
  /** A PyRadiomics parameter file; where absent PyRadiomics' defaults. */
  readonly parameterPath?: string;
  readonly format: TableHead["format"];
  /** For a spreadsheet; see TableHead. */
  readonly spreadsheet?: boolean;
}

/** The same, read. */
export interface ExtractionPlan {
  readonly settings: ExtractionSettings;
  readonly label: "all" | number;
  readonly labelChannel: number;
  readonly names: LabelNames | undefined;
  readonly head: TableHead;
  /** What to be careful of in the settings. */
  readonly warnings: readonly string[];
}

/** Reads the files that an extraction is told by. Throws PlainError, naming the file, where one cannot be used. */
export async function planExtraction(request: ExtractionRequest, caseColumns: readonly string[]): Promise<ExtractionPlan> {
  const settings = request.parameterPath === undefined ? {} : await readParameterFile(request.parameterPath);
  const columns = extractionColumns(settings);
  const { warnings } = describeSettings(settings);
  return {
    settings,
    label: request.label ?? settings.label ?? 1,
    labelChannel: settings.label_channel ?? 0,
    names: request.labelNamesPath === undefined ? undefined : await readLabelNames(request.labelNamesPath),
    head: {
      format: request.format,
      spreadsheet: request.spreadsheet,
      caseColumns,
      diagnosticColumns: columns.diagnostics,
      featureColumns: columns.features,
      settingsHashes: settingsHashes(settings),
      engineVersions: enginesOfTheSameValues(settings),
    },
    warnings,
  };
}

async function readParameterFile(path: string): Promise<ExtractionSettings> {
  const text = (await readUserFile(path, "the parameter file", 2 ** 20)).toString("utf8");
  return naming(basename(path), () => readParameters(text));
}
