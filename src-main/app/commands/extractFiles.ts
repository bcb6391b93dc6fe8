import { extractionTable, labelsAsked } from "../../services/exports/index.ts";
import { createCaseReader, measureCase } from "../../services/extraction/index.ts";
import { planExtraction, type ExtractionRequest } from "./extractionPlan.ts";
import { refuseInput } from "./refuseInput.ts";
import { writeWhole } from "../../services/system/index.ts";

export interface ExtractFilesRequest extends ExtractionRequest {
  readonly imagePath: string;
  readonly maskPath: string;
  /** Where to write; where absent the text is only answered. */
  readonly outPath?: string;
  readonly onProgress?: (done: number, total: number, phase: string) => void;
}

export interface ExtractedFiles {
  readonly text: string;
  /** What to be careful of, and labels that could not be measured beside others that could; in words. */
  readonly notes: readonly string[];
}

/**
 * Extracts the features of one label of a mask file on an image file (NRRD or NIfTI), or of every label, and answers them as a table: a row a label
 * (an object a line for JSON), a row a feature in the long format. A file is written whole or not at all.
 * Throws PlainError, naming the file, where one cannot be read, is no scalar image, or the features cannot be extracted.
 */
export async function extractFiles(request: ExtractFilesRequest): Promise<ExtractedFiles> {
  if (request.outPath !== undefined)
    await refuseInput(request.outPath, [request.imagePath, request.maskPath, request.parameterPath, request.labelNamesPath]);
  const { settings, label, labelChannel, names, head, warnings } = await planExtraction(request, ["Image", "Mask"]);
  const files = { imagePath: request.imagePath, maskPath: request.maskPath, label, labelChannel };
  const outcome = await measureCase(files, await createCaseReader()(files), settings, names, { onProgress: request.onProgress });
  const table = extractionTable(head);
  const text =
    table.header + table.rows({ cells: [request.imagePath, request.maskPath], labelsAsked: labelsAsked(label, labelChannel), outcome });
  if (request.outPath !== undefined) await writeWhole(request.outPath, text);
  const notes = outcome.labels.flatMap((row) => ("error" in row.outcome ? [row.outcome.error] : row.outcome.warnings));
  return { text, notes: [...new Set([...warnings, ...notes])] };
}
