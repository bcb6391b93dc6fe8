import { parseArgs } from "node:util";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { extractFiles } from "../../../app/commands/extractFiles.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";

const usage = `fascicle extract IMAGE MASK [--label N] [--param FILE] [--out FILE] [--format csv|json] [--json] [--data DIR]
  Prints PyRadiomics' features of one label of MASK on IMAGE; both are NRRD (.nrrd, .nhdr) or NIfTI (.nii, .nii.gz) files on one grid.
  --label N           the label to measure (default: the parameter file's, else 1)
  --param FILE        a PyRadiomics parameter file (default: PyRadiomics' own defaults, every class)
  --out FILE          write there instead of printing
  --format csv|json   a header line and a values line, with where they came from (the default), or one object of names to numbers
  --json              the same as --format json
  --data DIR          taken as by every verb; no data folder is opened
  --help              print this

  Exit codes: 0 done, 1 failed, 2 wrong use.
  ${researchUseNotice}
`;

/** Extracts features from files; answers the exit code: 0 done, 2 wrong use. Throws PlainError where the files or settings cannot be used. */
export async function extractVerb(args: string[], io: VerbIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      label: { type: "string" }, param: { type: "string" }, out: { type: "string" }, format: { type: "string" }, json: { type: "boolean" },
      data: { type: "string" }, help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  const wrong = (words: string) => {
    io.stderr.write(`fascicle extract: ${words}\n\n${usage}`);
    return 2;
  };
  const [imagePath, maskPath, ...more] = positionals;
  if (imagePath === undefined || maskPath === undefined || more.length > 0) return wrong("give one image and one mask.");
  const format = values.format ?? (values.json ? "json" : "csv");
  if (format !== "csv" && format !== "json") return wrong(`--format is csv or json, not "${format}".`);
  if (values.json && format === "csv") return wrong("--json and --format csv contradict each other.");
  const label = values.label === undefined ? undefined : Number(values.label);
  if (label !== undefined && (!Number.isInteger(label) || label < 1 || label > 4_294_967_295)) return wrong(`--label is a whole number from 1, not "${values.label}".`);

  const bar = progressBar(io.stderr);
  const text = await extractFiles({
    imagePath, maskPath, format,
    label,
    parameterPath: values.param,
    outPath: values.out,
    onProgress: (done, total, phase) => bar.show({ done, total, phase }),
  }).finally(() => bar.end());
  if (values.out === undefined) io.stdout.write(text);
  return 0;
}
