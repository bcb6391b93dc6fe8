import { basename } from "node:path";
import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { ExtractBatchRequest } from "../../../app/commands/extractBatch.ts";
import type { ExtractionRequest } from "../../../app/commands/extractionPlan.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";
import { wrongUse } from "../wrongUse.ts";

const usage = `fascicle extract IMAGE MASK [--label N|all] [--label-names TABLE] [--param FILE] [--out FILE]
                 [--format csv|json|long] [--spreadsheet] [--data DIR]
fascicle extract --batch CASES.csv [--out FILE] [--jobs N] [the same options]
  Computes PyRadiomics' features of one label of MASK on IMAGE, or of every label; both are NRRD (.nrrd, .nhdr), NIfTI (.nii, .nii.gz) or FreeSurfer
  (.mgz, .mgh) files on one grid. Of a mask with several values a voxel the settings' label_channel is read.
  --batch CASES.csv     every case of a CSV file with columns Image and Mask (paths from its folder on), where wanted Label and Label_channel (an empty
                        cell means the default); other columns are carried along, PatientCode, StudyCode, SeriesNumber, SeriesDescription, VolumeLabel
                        and Side among them in place of the empty ones
  --label N|all         the label to measure (default: the parameter file's, else 1), or every label of the mask, a row each
  --label-names TABLE   names of labels: a FreeSurfer colour table, an ITK-SNAP label file, or JSON ({"1": "name"}); default: those in the mask's file
  --param FILE          a PyRadiomics parameter file (default: PyRadiomics' own defaults, every class)
  --out FILE            write there instead of printing
  --format csv          a header and a row a label, as PyRadiomics writes it: columns of the case; PatientCode, StudyCode, SeriesNumber, SeriesDescription and
                        VolumeLabel, which the window fills in; Label, LabelName, Side, Error, diagnostics_*, features (default)
           json         the same, one JSON object a line (JSON Lines)
           long         CSV with a row a feature: ImageType, FeatureClass, Feature, Value
  --json                the same as --format json
  --spreadsheet         the same table for Excel and the like: with a byte order mark, and an apostrophe before cells that begin with = + - @, tab or
                        carriage return, which they would run; numbers stay numbers. Without it cells are written as they are
  --jobs N              cases measured at once (default 1: its files are read while the case before is measured); results are the same
  --data DIR            taken as by every verb; no data folder is opened
  --help                print this

  A batch with --out can be interrupted and run again: each case is on the disk as it is finished, cases that are there are left out, those that
  failed are tried again. A case is known by its cells in CASES.csv, not by what is in its files. A file of other settings, columns, labels or
  another version of the engine is refused. At the end the rows stand in the order of CASES.csv. A case that fails has the reason in Error.
  Exit codes: 0 done, 1 failed (after all other cases were done), 2 wrong use.
  ${researchUseNotice}
`;

/**
 * Extracts features from files; answers the exit code: 0 done, 1 where a case failed, 2 wrong use. Throws PlainError where the files or
 * settings cannot be used.
 */
export async function extractVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      batch: { type: "string" },
      label: { type: "string" },
      "label-names": { type: "string" },
      param: { type: "string" },
      out: { type: "string" },
      format: { type: "string" },
      json: { type: "boolean" },
      spreadsheet: { type: "boolean" },
      jobs: { type: "string" },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = (words: string) => wrongUse(io, "extract", words, usage);
  const format = values.format ?? (values.json ? "json" : "csv");
  if (format !== "csv" && format !== "json" && format !== "long") return wrong(`--format is csv, json or long, not "${format}".`);
  if (values.json && format !== "json") return wrong(`--json and --format ${format} contradict each other.`);
  if (values.spreadsheet && format === "json") return wrong("--spreadsheet is for tables of cells, not for JSON.");
  const label = values.label === undefined || values.label === "all" ? values.label : Number(values.label);
  if (typeof label === "number" && !isWhole(label, 4_294_967_295))
    return wrong(`--label is a whole number from 1, or all, not "${values.label}".`);
  const request: ExtractionRequest = {
    format,
    spreadsheet: values.spreadsheet,
    label,
    labelNamesPath: values["label-names"],
    parameterPath: values.param,
  };

  if (values.batch !== undefined) {
    const jobs = Number(values.jobs ?? 1);
    if (positionals.length > 0) return wrong("give --batch CASES.csv or one image and one mask, not both.");
    if (!isWhole(jobs, 256)) return wrong(`--jobs is a whole number from 1 to 256, not "${values.jobs}".`);
    return runBatch({ ...request, casesPath: values.batch, outPath: values.out, jobs }, io);
  }
  const [imagePath, maskPath, ...more] = positionals;
  if (imagePath === undefined || maskPath === undefined || more.length > 0)
    return wrong("give one image and one mask, or --batch CASES.csv.");
  if (values.jobs !== undefined) return wrong("--jobs belongs to --batch.");
  const { extractFiles } = await import("../../../app/commands/extractFiles.ts");
  const bar = progressBar(io.stderr);
  const { text, notes } = await extractFiles({
    ...request,
    imagePath,
    maskPath,
    outPath: values.out,
    onProgress: (done, total, phase) => bar.show({ done, total, phase }),
  }).finally(() => bar.end());
  for (const note of notes) io.stderr.write(`! ${note}\n`);
  if (values.out === undefined) io.stdout.write(text);
  return 0;
}

async function runBatch(request: Omit<ExtractBatchRequest, "print">, io: VerbIo): Promise<number> {
  const { extractBatch } = await import("../../../app/commands/extractBatch.ts");
  const bar = progressBar(io.stderr);
  const tell = (words: string) => {
    bar.end();
    io.stderr.write(`! ${words}\n`);
  };
  let progress = { done: 0, total: 0 };
  // Ctrl+C and a request to end come as an exit with 128 and the signal's number; rows are written whole, so that none is lost.
  const sayInterrupted = (code: number) => {
    if (code === 130 || code === 143) tell(interruptedWords(progress, request.outPath));
  };
  process.once("exit", sayInterrupted);
  try {
    const { measured, skipped, failed } = await extractBatch({
      ...request,
      print: (text) => io.stdout.write(text),
      onProgress: (shown) => {
        progress = { done: shown.done, total: shown.total ?? 0 };
        bar.show(shown);
      },
      onFailed: (row, words) => tell(`Row ${row}: ${words}`),
      onWarning: tell,
    });
    bar.end();
    const counts = [
      `${measured} measured`,
      ...(skipped > 0 ? [`${skipped} there before`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
    ];
    io.stderr.write(`Cases: ${counts.join(", ")}.\n`);
    return failed > 0 ? 1 : 0;
  } finally {
    bar.end();
    process.off("exit", sayInterrupted);
  }
}

function interruptedWords({ done, total }: { done: number; total: number }, outPath: string | undefined): string {
  const start = `Interrupted after ${done} of ${total} cases.`;
  if (outPath === undefined) return `${start} Give --out FILE, and a batch that was interrupted goes on where it stopped.`;
  return `${start} They are in ${basename(outPath)}; run the same command again to go on with the others.`;
}

function isWhole(number: number, most: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= most;
}
